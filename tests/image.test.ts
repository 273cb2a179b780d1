/**
 * The image, built and run as docs/docker.md says, where a container engine for Linux images runs and has or
 * gets the base image; skipped elsewhere, with the reason.
 */
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawFolder } from "../fixtures/drawn-pictures.ts";
import { root } from "./run-source.ts";

const image = "imantics-test";
/** Building installs and compiles everything once; later runs find that in the engine's cache. */
const buildMs = 20 * 60_000;
const startMs = 3 * 60_000;

const docker = (...args: string[]) => spawnSync("docker", args, { encoding: "utf8" });
function answer(...args: string[]): string {
  const { status, stdout, stderr } = docker(...args);
  if (status !== 0) throw new Error(`docker ${args.join(" ")} failed:\n${stderr}`);
  return stdout.trim();
}

const obstacle = whyNot();
if (obstacle !== null) console.warn(`The image is not tested: ${obstacle}.`);

function whyNot(): string | null {
  const { status, stdout } = docker("info", "--format", "{{.OSType}}");
  if (status !== 0) return "no container engine runs here";
  if (stdout.trim() !== "linux") return `the container engine runs images of ${stdout.trim()}`;
  const [, base = ""] = /^ARG NODE_IMAGE=(.*)$/m.exec(readFileSync(join(root, "Dockerfile"), "utf8")) ?? [];
  const hasBase = docker("image", "inspect", base).status === 0 || docker("pull", base).status === 0;
  return hasBase ? null : `the base image ${base} cannot be fetched`;
}

describe.skipIf(obstacle !== null)("the image", () => {
  const volume = `imantics-test-${randomUUID()}`;
  const container = volume;
  let photos = "";
  let key = "";

  beforeAll(() => {
    photos = mkdtempSync(join(tmpdir(), "imantics-photos-"));
    drawFolder(photos, 2);
    // The user of the container is another one than ours.
    chmodSync(photos, 0o755);
    answer("build", "--tag", image, root);
    answer("volume", "create", volume);
  }, buildMs);

  afterAll(() => {
    docker("rm", "--force", container);
    docker("volume", "rm", volume);
    rmSync(photos, { recursive: true, force: true });
  });

  const hardened = ["--init", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"];
  const mounts = () => ["--volume", `${volume}:/data`, "--volume", `${photos}:/photos:ro`];

  test("does not start without a key", () => {
    const { status, stderr } = docker("run", "--rm", ...hardened, ...mounts(), image);
    expect(status).toBe(1);
    expect(stderr).toContain("no API key");
  });

  test(
    "becomes healthy, indexes the mounted photos, and answers to the key alone",
    async () => {
      key = answer(
        "run",
        "--rm",
        ...hardened,
        ...mounts(),
        image,
        "keys",
        "create",
        "me",
        "--scope",
        "admin",
      );
      const publish = ["--publish", "127.0.0.1::4400"];
      answer("run", "--detach", "--name", container, ...publish, ...hardened, ...mounts(), image);
      const state = () => answer("inspect", "--format", "{{.State.Health.Status}}", container);
      while (state() !== "healthy") await sleep(1000);

      const [place] = answer("port", container, "4400").split("\n");
      const library = `http://${place}/api/library`;
      expect((await fetch(library)).status).toBe(401);
      const images = async () => {
        const response = await fetch(library, { headers: { authorization: `Bearer ${key}` } });
        expect(response.status).toBe(200);
        return (await response.json()).counts.images;
      };
      while ((await images()) < 8) await sleep(1000);
      expect((await fetch(`http://${place}/`)).headers.get("content-type")).toContain("text/html");
    },
    startMs,
  );

  test("runs as an ordinary user who cannot write to the photos", () => {
    expect(answer("exec", container, "id", "-u")).toBe("1000");
    expect(docker("exec", container, "touch", "/photos/new").status).not.toBe(0);
  });

  test("stops when asked, without being killed", () => {
    answer("stop", "--time", "30", container);
    expect(answer("inspect", "--format", "{{.State.ExitCode}}", container)).not.toBe("137");
  });

  test.skipIf(docker("compose", "version").status !== 0)("compose can read its file", () => {
    const file = join(root, "compose.yaml");
    const { status, stderr } = spawnSync("docker", ["compose", "--file", file, "config", "--quiet"], {
      env: { ...process.env, IMANTICS_PHOTOS: photos },
      encoding: "utf8",
    });
    expect(status, stderr).toBe(0);
  });
});

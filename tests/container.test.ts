/**
 * The container's files: what they promise, and that the image's own command is safe and works. The image
 * itself is built and run in image.test.ts, where a container engine runs.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { drawFolder } from "../fixtures/drawn-pictures.ts";
import { outcomeOf, root, runSource, startSource } from "./run-source.ts";

vi.setConfig({ testTimeout: 240_000 });

const dockerfile = readFileSync(join(root, "Dockerfile"), "utf8");
/** A command of the Dockerfile as a list: the one of the container, or the indented one of the health check. */
function commandAfter(pattern: RegExp): string[] {
  return z.array(z.string()).parse(JSON.parse(pattern.exec(dockerfile)?.[1] ?? "null"));
}
const containerCommand = commandAfter(/^CMD (\[.*\])$/m);
const healthCommand = commandAfter(/^ +CMD (\[.*\])$/m);

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "imantics-container-"));
  drawFolder(join(folder, "photos"), 2);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the image is made from every package, and runs as nobody special", () => {
  const copied = [...dockerfile.matchAll(/^COPY packages\/(\w+)\/package.json/gm)].map(([, name]) => name);
  expect(copied).toEqual(readdirSync(join(root, "packages")).sort());
  expect(dockerfile.lastIndexOf("\nUSER node\n")).toBeGreaterThan(dockerfile.lastIndexOf("\nFROM "));
});

test("compose publishes to this machine alone, mounts photos read-only and gives no rights", () => {
  const Service = z.looseObject({
    ports: z.array(z.string()),
    volumes: z.array(z.union([z.string(), z.looseObject({ target: z.string(), read_only: z.boolean() })])),
  });
  const { services, volumes } = z
    .object({ services: z.record(z.string(), Service), volumes: z.record(z.string(), z.unknown()) })
    .parse(parse(readFileSync(join(root, "compose.yaml"), "utf8")));
  expect(Object.keys(services)).toEqual(["imantics"]);
  expect(Object.keys(volumes)).toEqual(["library"]);
  for (const port of services.imantics?.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:.*:4400$/);
  expect(services.imantics).toMatchObject({
    read_only: true,
    cap_drop: ["ALL"],
    security_opt: ["no-new-privileges:true"],
    volumes: ["library:/data", { target: "/photos", read_only: true }],
  });
});

describe.sequential("the image's own command, outside of a container", () => {
  const main = "packages/cli/src/main.ts";
  const command = () =>
    containerCommand
      .map((word) => (word === "/photos" ? join(folder, "photos") : word))
      .concat("--port", "0", "--json");
  const options = () => ({ cwd: folder, library: join(folder, "library") });

  test("does not start on the container's network without a key", async () => {
    const { code, stderr } = await runSource(main, command(), options());
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({ type: "error", code: "key-required" });
  });

  test("serves with a key, and only to who has it", async () => {
    const created = await runSource(main, ["keys", "create", "me", "--scope", "admin", "--json"], options());
    const { key } = z.object({ key: z.string() }).parse(JSON.parse(created.stdout));
    const child = startSource(main, command(), options());
    try {
      const port = await portOf(child.stdout);
      const address = `http://127.0.0.1:${port}/api`;
      const authorization = `Bearer ${key}`;
      expect((await fetch(`${address}/library`)).status).toBe(401);
      expect((await fetch(`${address}/library`, { headers: { authorization } })).status).toBe(200);
      expect(healthCheck(port)).toBe(0);
    } finally {
      child.kill("SIGTERM");
      await outcomeOf(child);
    }
    expect(healthCheck(1)).toBe(1);
  });

  /** Exit status of the image's health check against a port. */
  function healthCheck(port: number): number | null {
    const args = healthCommand.slice(1).map((word) => word.replace("4400", String(port)));
    return spawnSync(process.execPath, args).status;
  }
});

/** Where the program serves, read off its JSON lines. */
async function portOf(stdout: NodeJS.ReadableStream): Promise<number> {
  for await (const line of createInterface({ input: stdout })) {
    const { type, address } = JSON.parse(line);
    if (type === "serving") return Number(new URL(address).port);
  }
  throw new Error("The program ended before it served.");
}

/** The example in the README of every package does what the README says. */

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { drawFolder } from "../fixtures/drawn-pictures.ts";
import { cacheFolder, root, runSource } from "./run-source.ts";

// Every example is a process that loads the whole chain; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 240_000 });

/** Below the project, so that imports are found as they are anywhere else in it. */
const scratch = ".cache/readmes";
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "imantics-readmes-"));
  drawFolder(join(folder, "photos"), 2);
  mkdirSync(join(root, scratch), { recursive: true });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(root, scratch), { recursive: true, force: true });
});

test.each(["core", "learn", "api", "engine", "server"])(
  "%s: the example prints what stands below it",
  async (name) => {
    const text = readFileSync(join(root, "packages", name, "README.md"), "utf8");
    const file = `${scratch}/${name}.ts`;
    writeFileSync(join(root, file), block(text, "ts"));
    const { code, stdout, stderr } = await runSource(file, [], { cwd: folder, library: join(folder, name) });
    expect(code, stderr).toBe(0);
    expect(stdout.trim()).toBe(block(text, "text").trim());
  },
);

test.skipIf(process.platform === "win32")("cli: the commands run in a shell as they stand", () => {
  const command = join(folder, "bin", "imantics");
  mkdirSync(join(folder, "bin"));
  const tsx = pathToFileURL(join(root, "node_modules/tsx/dist/esm/index.mjs")).href;
  const main = join(root, "packages/cli/src/main.ts");
  writeFileSync(
    command,
    `#!/bin/sh\nexec "${process.execPath}" --conditions=source --import "${tsx}" "${main}" "$@"\n`,
  );
  chmodSync(command, 0o755);
  const commands = block(readFileSync(join(root, "packages/cli/README.md"), "utf8"), "sh");
  const { status, stdout, stderr } = spawnSync("sh", ["-e", "-c", commands], {
    cwd: folder,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}`,
      IMANTICS_CACHE: cacheFolder,
      IMANTICS_OFFLINE: "1",
    },
  });
  expect(status, stderr).toBe(0);
  const { version } = JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8"));
  expect(stdout.trim()).toBe(version);
  const { labels } = JSON.parse(readFileSync(join(folder, "clusters.json"), "utf8"));
  expect(labels).toEqual([0, 0, 1, 1]);
});

/** The first fenced block of a language. */
function block(markdown: string, language: string): string {
  const found = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(markdown);
  if (found?.[1] === undefined) throw new Error(`The README has no \`\`\`${language} block.`);
  return found[1];
}

import { execFileSync } from "node:child_process";
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeWhole } from "./write-whole.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "imantics-write-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function* words(...pieces: string[]): AsyncGenerator<string> {
  yield* pieces;
}

async function* broken(): AsyncGenerator<string> {
  yield "half";
  throw new RangeError("no more");
}

test("a file is written, replaced, and nothing is left beside it", async () => {
  await writeWhole("a.json", words("one"), root);
  await writeWhole("a.json", words("two", "three"), root);
  expect(await readFile(join(root, "a.json"), "utf8")).toBe("twothree");
  expect(await readdir(root)).toEqual(["a.json"]);
});

test("what breaks on the way leaves the old file as it was", async () => {
  await writeFile(join(root, "a.json"), "old");
  await expect(writeWhole("a.json", broken(), root)).rejects.toThrow(RangeError);
  expect(await readFile(join(root, "a.json"), "utf8")).toBe("old");
  expect(await readdir(root)).toEqual(["a.json"]);
});

test.skipIf(process.platform === "win32")(
  "links are followed and stay links, also to nothing yet",
  async () => {
    await writeFile(join(root, "real.json"), "old");
    await symlink("real.json", join(root, "link.json"));
    await symlink("later.json", join(root, "dangling.json"));
    await writeWhole("link.json", words("new"), root);
    await writeWhole("dangling.json", words("first"), root);
    expect((await lstat(join(root, "link.json"))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(root, "real.json"), "utf8")).toBe("new");
    expect(await readFile(join(root, "later.json"), "utf8")).toBe("first");
  },
);

test.skipIf(process.platform === "win32")("a pipe gets the bytes and stays a pipe", async () => {
  const pipe = join(root, "pipe");
  execFileSync("mkfifo", [pipe]);
  const [read] = await Promise.all([readFile(pipe, "utf8"), writeWhole("pipe", words("through"), root)]);
  expect(read).toBe("through");
  expect((await lstat(pipe)).isFIFO()).toBe(true);
});

test.each([
  ["a folder", async () => mkdir(join(root, "x"))],
  ["a folder that is not there", async () => rm(root, { recursive: true })],
])("%s is refused in plain words", async (_, prepare) => {
  await prepare();
  await expect(writeWhole("x", words("y"), root)).rejects.toMatchObject({ code: "file-not-writable" });
});

test.skipIf(process.platform !== "linux")(
  "a full device is said, not reported as a fault of ours",
  async () => {
    await expect(writeWhole("/dev/full", words("y"), root)).rejects.toMatchObject({
      code: "file-not-writable",
    });
  },
);

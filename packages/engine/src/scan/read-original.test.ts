import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, symlink, unlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readOriginal } from "./read-original.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "imantics-original-"));
  await writeFile(join(root, "a.jpg"), "picture");
});
afterEach(() => rm(root, { recursive: true, force: true }));

const image = createHash("sha256").update("picture").digest("hex");
const path = (name: string) => join(root, name);

test("the first path that still has the content gives it", async () => {
  await writeFile(path("b.jpg"), "another");
  const { bytes, path: found } = await readOriginal(image, [path("gone.jpg"), path("b.jpg"), path("a.jpg")]);
  expect(Buffer.from(bytes).toString()).toBe("picture");
  expect(found).toBe(path("a.jpg"));
});

test("another content of the same size and time is not given", async () => {
  const when = new Date(1_700_000_000_000);
  await writeFile(path("a.jpg"), "erutcip");
  await utimes(path("a.jpg"), when, when);
  await expect(readOriginal(image, [path("a.jpg")])).rejects.toMatchObject({ code: "image-changed" });
});

test.skipIf(process.platform === "win32")(
  "a link to something else in its place is not followed to an answer",
  async () => {
    await unlink(path("a.jpg"));
    await symlink("/etc/hostname", path("a.jpg"));
    const answer = readOriginal(image, [path("a.jpg")]);
    await expect(answer).rejects.toThrow(/is not the picture that was indexed|cannot be read/);
  },
);

test.skipIf(process.platform === "win32")(
  "a pipe in its place is refused at once, though nobody writes into it",
  async () => {
    await unlink(path("a.jpg"));
    execFileSync("mkfifo", [path("a.jpg")]);
    await expect(readOriginal(image, [path("a.jpg")])).rejects.toMatchObject({ code: "image-unavailable" });
  },
);

test("an image without any path is said to be unavailable", async () => {
  await expect(readOriginal(image, [])).rejects.toMatchObject({ code: "image-unavailable" });
});

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readScanned } from "./read.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "imantics-read-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test("reads a file into memory of its own", async () => {
  await writeFile(join(root, "a.jpg"), "abc");
  const bytes = await readScanned(join(root, "a.jpg"));
  expect(new TextDecoder().decode(bytes)).toBe("abc");
  expect(bytes.buffer.byteLength).toBe(3);
});

test("a folder whose name ends in an exclamation mark is a folder", async () => {
  await mkdir(join(root, "party!"));
  await writeFile(join(root, "party!/a.jpg"), "abc");
  expect(await readScanned(join(root, "party!/a.jpg"))).toHaveLength(3);
});

test.each([
  ["empty.jpg", "", "empty-file"],
  ["large.jpg", "12345678", "too-many-bytes"],
  ["gone.jpg", null, "file-vanished"],
  ["party!/gone.jpg", null, "file-vanished"],
  [".", null, "file-unreadable"],
])("%s is refused as %s", async (name, content, code) => {
  if (content !== null) await writeFile(join(root, name), content);
  await expect(readScanned(join(root, name), { maxBytes: 5 })).rejects.toMatchObject({ code });
});

import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { queryPictures } from "./query-pictures.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "imantics-pictures-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const limits = { maxPictureBytes: 1000, maxPictures: 3, maxPicturesBytes: 10_000 };

function picture(content: number, bytes = 100): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(bytes).fill(content);
  data.set([0xff, 0xd8, 0xff]);
  return data;
}

function upload(bytes: Uint8Array<ArrayBuffer>): Request {
  return new Request("http://localhost/", { method: "POST", body: bytes });
}

async function kept(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name !== "incoming").sort();
}

test("a picture is named by its SHA-256 and comes back as it was", async () => {
  const pictures = queryPictures(folder, limits);
  const id = await pictures.add(upload(picture(1)));
  expect(id).toBe(createHash("sha256").update(picture(1)).digest("hex"));
  expect(Buffer.from(await pictures.read(id))).toEqual(Buffer.from(picture(1)));
  expect(await pictures.add(upload(picture(1)))).toBe(id);
  expect(await kept()).toEqual([id]);
});

test("the least recently used go first", async () => {
  const pictures = queryPictures(folder, limits);
  const ids = [];
  for (const content of [1, 2, 3]) {
    const id = await pictures.add(upload(picture(content)));
    ids.push(id);
    await utimes(join(folder, id), content, content);
  }
  await pictures.read(ids[0]!);
  const newest = await pictures.add(upload(picture(4)));
  expect(await kept()).toEqual([ids[0], ids[2], newest].sort());
  await expect(pictures.read(ids[1]!)).rejects.toMatchObject({ code: "picture-not-found" });
});

test("the bytes of all are bounded, and the newest stays", async () => {
  const pictures = queryPictures(folder, { ...limits, maxPicturesBytes: 150 });
  const first = await pictures.add(upload(picture(1)));
  await utimes(join(folder, first), 1, 1);
  const second = await pictures.add(upload(picture(2)));
  expect(await kept()).toEqual([second]);
});

test("what is too large or no picture leaves nothing behind", async () => {
  const pictures = queryPictures(folder, limits);
  await expect(pictures.add(upload(picture(1, 1001)))).rejects.toMatchObject({ code: "too-large" });
  await expect(pictures.add(upload(new Uint8Array(100)))).rejects.toMatchObject({ code: "unsupported-type" });
  expect(await readdir(join(folder, "incoming")).catch(() => [])).toEqual([]);
  expect(await kept()).toEqual([]);
});

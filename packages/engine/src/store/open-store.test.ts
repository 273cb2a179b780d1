import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { acquireLock } from "./disk/lock.ts";
import { openStore } from "./open-store.ts";
import { newImage, space, vectorSet } from "./samples.contract.ts";
import { scratchFolders } from "./scratch-folder.contract.ts";

const folder = scratchFolders();

test("a library is made where there was nothing, and found again", async () => {
  const path = join(folder(), "new", "library");
  const store = await openStore(path);
  await store.facts.images.add([newImage(1)]);
  await store.vectors.put(space(), vectorSet(["a"], [1]));
  await store.close();
  expect(JSON.parse(readFileSync(join(path, "library.json"), "utf8"))).toMatchObject({ format: 1 });

  const again = await openStore(path);
  expect((await again.facts.counts()).images).toBe(1);
  expect((await again.vectors.ids(space())).size).toBe(1);
  await again.close();
});

test("one writer at a time: the second is told who has it; readers may look", async () => {
  const path = folder();
  const first = await openStore(path);
  await expect(openStore(path)).rejects.toMatchObject({
    code: "library-busy",
    message: expect.stringMatching(new RegExp(`process ${process.pid}.*Wait until`)),
  });
  const reader = await openStore(path, { readOnly: true });
  expect((await reader.facts.counts()).images).toBe(0);
  await expect(reader.facts.images.add([newImage(1)])).rejects.toMatchObject({ code: "library-read-only" });
  await reader.close();
  await first.close();
  await (await openStore(path)).close();
});

test("a lock file that a dead process left does not count", async () => {
  const path = folder();
  await (await openStore(path)).close();
  const dead = { pid: 999_999_999, host: "elsewhere", startedAt: "2020-01-01T00:00:00.000Z" };
  writeFileSync(join(path, "lock.json"), JSON.stringify(dead));
  const lock = await acquireLock(path);
  expect(JSON.parse(readFileSync(join(path, "lock.json"), "utf8"))).toMatchObject({ pid: process.pid });
  await lock.release();
  expect(existsSync(join(path, "lock.json"))).toBe(false);
});

test("a folder with other files, an absent library and one of a later format are refused, untouched", async () => {
  const photos = folder();
  writeFileSync(join(photos, "holiday.jpg"), "photo");
  await expect(openStore(photos)).rejects.toMatchObject({
    code: "not-a-library",
    message: expect.stringContaining("holiday.jpg"),
  });
  expect(readdirSync(photos)).toEqual(["holiday.jpg"]);

  const empty = folder();
  await expect(openStore(empty, { readOnly: true })).rejects.toMatchObject({ code: "library-not-found" });
  expect(readdirSync(empty)).toEqual([]);

  const later = folder();
  writeFileSync(join(later, "library.json"), JSON.stringify({ format: 2, created: "" }));
  await expect(openStore(later)).rejects.toMatchObject({ code: "library-too-new" });
  writeFileSync(join(later, "library.json"), "{");
  await expect(openStore(later)).rejects.toMatchObject({ code: "library-corrupt" });
  writeFileSync(join(later, "library.json"), JSON.stringify({ format: 1, created: "" }));
  await (await openStore(later)).close();
});

test("what was on its way when a process died is gone at the next start", async () => {
  const path = folder();
  const first = await openStore(path);
  writeFileSync(join(first.temporaryFolder, "upload"), "half");
  await first.close();
  writeFileSync(join(path, "library.json.0123.part"), "half");
  const second = await openStore(path);
  expect(readdirSync(second.temporaryFolder)).toEqual([]);
  expect(existsSync(join(path, "library.json.0123.part"))).toBe(false);
  await second.close();
});

test("a path that is a file cannot be a library", async () => {
  const path = join(folder(), "file");
  writeFileSync(path, "");
  await expect(openStore(path)).rejects.toMatchObject({ code: "library-unreachable" });
  mkdirSync(`${path}-folder`);
  await (await openStore(`${path}-folder`)).close();
});

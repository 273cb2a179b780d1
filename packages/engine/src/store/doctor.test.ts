import { mkdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { wholeRegionId } from "../domain/region-id.ts";
import { type ExamineOptions, examine, recoverOnOpen } from "./doctor.ts";
import { openStore, type Store } from "./open-store.ts";
import { collect, file, imageId, job, newImage, source, space, vectorSet } from "./samples.contract.ts";
import { scratchFolders } from "./scratch-folder.contract.ts";

const folder = scratchFolders();
const old = space("old-0123456789ab");
const current = space("new-0123456789ab");
const numbers = [0, 1, 2, 3, 4, 5];
const thumbnails = { small: Uint8Array.of(1), large: Uint8Array.of(2) };
let store: Store;
let sourceId: number;

/** Six sound images in two spaces, of which the older has one image only. */
beforeEach(async () => {
  store = await openStore(folder());
  await store.facts.spaces.add(old);
  await store.facts.spaces.add(current);
  sourceId = (await store.facts.sources.add(source("/p"))).id;
  for (const number of numbers) await store.files.putThumbnails(imageId(number), thumbnails);
  const regions = numbers.map((number) => wholeRegionId(imageId(number)));
  await store.vectors.put(current, vectorSet(regions, numbers));
  await store.vectors.put(old, vectorSet(regions.slice(0, 1), [0]));
  await store.facts.images.add(numbers.map((number) => newImage(number)));
  await store.facts.sources.link(
    sourceId,
    numbers.map((number) => ({ file: file(`/p/${number}.jpg`), image: imageId(number) })),
  );
});
afterEach(() => store.close());

async function findings(options: Partial<ExamineOptions> = {}): Promise<[string, string, boolean][]> {
  const found = await collect(examine(store, { space: current.id, ...options }));
  return found.map(({ kind, subject, isRepaired }) => [kind, subject, isRepaired]);
}

test("a sound library has no findings, and gaps in an older space are none", async () => {
  expect(await findings()).toEqual([]);
  expect(await findings({ repair: true })).toEqual([]);
  expect(await findings({ space: old.id })).toHaveLength(5);
});

test("every kind of damage is found, repaired once, and then gone or marked for the next run", async () => {
  const pathOf = async (number: number) => (await store.files.thumbnail(imageId(number), "small")) ?? "";
  const part = join(store.thumbnailFolder, "ab", "abc-small.webp.123.part");
  await store.vectors.put(old, vectorSet(["unknown:whole"], [1]));
  await store.vectors.remove(current, [wholeRegionId(imageId(1))]);
  rmSync(await pathOf(2));
  truncateSync(await pathOf(3));
  await store.files.putThumbnails(imageId(99), thumbnails);
  mkdirSync(join(store.thumbnailFolder, "ab"), { recursive: true });
  writeFileSync(part, "half");
  utimesSync(part, 1_600_000_000, 1_600_000_000);

  const expected = (isRepaired: boolean) => [
    ["vector-orphaned", "unknown:whole", isRepaired],
    ["vector-missing", imageId(1), isRepaired],
    ...[imageId(2), imageId(3)].sort().map((id) => ["thumbnail-missing", id, isRepaired]),
    ["thumbnail-orphaned", imageId(99), isRepaired],
    ["file-unfinished", part, isRepaired],
  ];
  expect(await findings()).toEqual(expected(false));
  expect(await findings({ repair: true })).toEqual(expected(true));

  const known = await store.facts.sources.files(sourceId);
  const changed = [...known.values()].filter((one) => one.sizeBytes === -1).map((one) => one.path);
  expect(changed.sort()).toEqual(["/p/1.jpg", "/p/2.jpg", "/p/3.jpg"]);
  expect((await findings()).map(([kind]) => kind)).toEqual([
    "vector-missing",
    "thumbnail-missing",
    "thumbnail-missing",
  ]);

  // What the next index run does with files that look changed.
  for (const number of [1, 2, 3]) {
    await store.files.putThumbnails(imageId(number), thumbnails);
    await store.vectors.put(current, vectorSet([wholeRegionId(imageId(number))], [number]));
    await store.facts.images.add([newImage(number)]);
    await store.facts.sources.link(sourceId, [{ file: file(`/p/${number}.jpg`), image: imageId(number) }]);
  }
  expect(await findings()).toEqual([]);
  expect((await store.facts.images.existing(numbers.map(imageId))).size).toBe(6);
});

test("a file that may still be being written is left alone", async () => {
  writeFileSync(join(store.thumbnailFolder, imageId(0).slice(0, 2), "x.part"), "");
  expect(await findings({ repair: true })).toEqual([]);
});

test("an aborted examination stops", async () => {
  await expect(findings({ signal: AbortSignal.abort() })).rejects.toThrow("abort");
});

test("a start for writing ends dead jobs, removes vectors without facts and sweeps", async () => {
  await store.facts.jobs.save(job("running"));
  await store.facts.jobs.save(job("waiting", { state: "waiting" }));
  await store.facts.jobs.save(job("done", { state: "done" }));
  await store.vectors.put(old, vectorSet(["a:whole", "b:whole"], [1, 2]));
  writeFileSync(join(store.thumbnailFolder, imageId(0).slice(0, 2), "x.part"), "");

  const nothing = { interruptedJobs: 0, orphanedVectors: 0, unfinishedFiles: 0 };
  expect(await recoverOnOpen(store)).toEqual({ interruptedJobs: 2, orphanedVectors: 2, unfinishedFiles: 1 });
  expect(await recoverOnOpen(store)).toEqual(nothing);
  expect((await store.facts.jobs.list(10)).map(({ id, state }) => [id, state]).sort()).toEqual([
    ["done", "done"],
    ["running", "interrupted"],
    ["waiting", "interrupted"],
  ]);
  expect(await findings()).toEqual([]);
});

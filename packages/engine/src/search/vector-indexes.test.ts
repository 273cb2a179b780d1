/** The index of a space follows the store, whoever writes, and answers as one made anew would. */
import { dot, matrix, normaliseRows, random, row } from "@imantics/core";
import { expect, test } from "vitest";
import type { RegionType } from "../domain/region.ts";
import { imageOfRegion, regionId, typeOfRegion, wholeRegionId } from "../domain/region-id.ts";
import { memoryVectors } from "../store/memory/vectors.ts";
import { imageId, space } from "../store/samples.contract.ts";
import type { VectorStore } from "../store/vectors.ts";
import type { LibraryIndex } from "./library-index.ts";
import { VectorIndexes } from "./vector-indexes.ts";

const columns = 8;
const tiny = space();
const other = space("other-0123456789ab");
const chance = random(1);
const drawn = () =>
  normaliseRows(
    matrix(
      1,
      columns,
      Float32Array.from({ length: columns }, () => chance.normal()),
    ),
  );
const put = (store: VectorStore, id: string, to = tiny) => store.put(to, { ids: [id], vectors: drawn() });
const images = new Set(Array.from({ length: 12 }, (_, number) => imageId(number)));
const ids = [...images].flatMap((image) => [
  wholeRegionId(image),
  regionId(image, "object", { x: 0.25, y: 0.25, width: 0.5, height: 0.5 }),
]);

/** Every vector of the store, compared one by one. */
async function nearestByHand(store: VectorStore, query: Float32Array, type: RegionType): Promise<string[]> {
  const { ids: there, vectors } = await store.load(tiny);
  return there
    .map((id, at) => ({ id, score: dot(query, row(vectors, at)) }))
    .filter(({ id }) => typeOfRegion(id) === type && images.has(imageOfRegion(id)))
    .sort((a, b) => b.score - a.score)
    .map(({ id }) => id);
}

async function expectCurrent(index: LibraryIndex, store: VectorStore): Promise<void> {
  const { ids: there, vectors } = await store.load(tiny);
  expect([...index.ids()].sort()).toEqual(there);
  expect(index.vectors(there)).toEqual({ ids: there, vectors });
  const query = row(drawn(), 0);
  for (const type of ["whole", "object"] as const) {
    const near = index.nearest(query, 100, { type, images });
    expect(near.map(({ region }) => region)).toEqual(await nearestByHand(store, query, type));
    // What chance scores is measured over what is there now.
    const own = index.byType.get(type);
    if (own) expect(own.sample().rows).toBe(own.size);
  }
}

test("after any writes it holds, finds and samples what a fresh look at the store would", async () => {
  const store = memoryVectors();
  const indexes = new VectorIndexes(store);
  const seen = new Set<LibraryIndex>();
  for (let step = 0; step < 150; step++) {
    const id = ids[chance.integer(ids.length)] ?? "";
    if (chance.uniform() < 0.55) await put(store, id);
    else await store.remove(tiny, [id]);
    const index = await indexes.of(tiny);
    seen.add(index);
    await expectCurrent(index, store);
  }
  // It was made anew when more places were empty than not, and otherwise went on being used.
  expect(seen.size).toBeGreaterThan(1);
  expect(seen.size).toBeLessThan(20);
});

test("a row that a query holds on to stays that region's, though others come and go", async () => {
  const store = memoryVectors();
  const indexes = new VectorIndexes(store);
  const [first = "", second = "", third = "", fourth = ""] = ids.filter((id) => typeOfRegion(id) === "whole");
  for (const id of [first, second, third]) await put(store, id);
  const whole = (await indexes.of(tiny)).byType.get("whole");
  const rows = [0, 1, 2].map((at) => [whole?.id(at), whole?.vectorAt(at)]);
  await store.remove(tiny, [second]);
  await put(store, fourth);
  await indexes.of(tiny);
  expect([0, 1, 2].map((at) => [whole?.id(at), whole?.vectorAt(at)])).toEqual(rows);
  expect(whole?.vector(second)).toBeNull();
  expect(whole?.vector(fourth)).not.toBeNull();
});

test("callers at the same time share one reading, and one that wrote before it asked sees what it wrote", async () => {
  const store = memoryVectors();
  let readings = 0;
  const counted: VectorStore = {
    ...store,
    changes: (...question) => {
      readings++;
      return store.changes(...question);
    },
  };
  const indexes = new VectorIndexes(counted);
  const [first = "", second = ""] = ids;
  await put(store, first);
  const together = await Promise.all([1, 2, 3, 4].map(() => indexes.of(tiny)));
  expect([readings, new Set(together).size]).toEqual([1, 1]);
  await indexes.of(tiny);
  expect(readings).toBe(1);

  await put(store, second);
  const begun = indexes.of(tiny);
  await put(store, ids[2] ?? "");
  const later = await Promise.all([indexes.of(tiny), indexes.of(tiny)]);
  await begun;
  expect(later.every((index) => index.has(ids[2] ?? ""))).toBe(true);
  expect(readings).toBeLessThanOrEqual(3);
});

test("a reading that fails is told, and the next one is right", async () => {
  const store = memoryVectors();
  let isBroken = true;
  const failing: VectorStore = {
    ...store,
    changes: async (...question) => {
      if (isBroken) throw new Error("disk");
      return store.changes(...question);
    },
  };
  const indexes = new VectorIndexes(failing);
  await put(store, ids[0] ?? "");
  await expect(indexes.of(tiny)).rejects.toThrow("disk");
  isBroken = false;
  await expectCurrent(await indexes.of(tiny), store);
});

test("an epoch lasts while vectors are only added", async () => {
  const store = memoryVectors();
  const indexes = new VectorIndexes(store);
  await put(store, ids[0] ?? "");
  await indexes.of(tiny);
  const before = await indexes.epoch(tiny);
  await put(store, ids[1] ?? "");
  expect(await indexes.epoch(tiny)).toBe(before);
  await put(store, ids[1] ?? "");
  const replaced = await indexes.epoch(tiny);
  expect(replaced).not.toBe(before);
  await store.remove(tiny, [ids[0] ?? ""]);
  expect(await indexes.epoch(tiny)).not.toBe(replaced);
});

test("a visited space is read and not kept; the one that serves stays", async () => {
  const store = memoryVectors();
  const indexes = new VectorIndexes(store);
  await put(store, ids[0] ?? "");
  await put(store, ids[1] ?? "", other);
  const serving = await indexes.of(tiny);
  expect((await indexes.visit(other)).has(ids[1] ?? "")).toBe(true);
  expect(await indexes.visit(other)).not.toBe(await indexes.visit(other));
  expect(await indexes.of(tiny)).toBe(serving);
  expect(await indexes.visit(tiny)).toBe(serving);
  expect(await indexes.of(other)).toBe(await indexes.of(other));
});

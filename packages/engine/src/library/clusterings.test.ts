/** Opened clusters over a real store: near ones and doubt, kept between calls and never out of date. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dot, matrix, normaliseRows, random, row } from "@imantics/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { perform } from "../acts/journal.ts";
import type { Assignment } from "../domain/clustering.ts";
import { wholeRegionId } from "../domain/region-id.ts";
import { VectorIndexes } from "../search/vector-indexes.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { cluster, clustering, file, imageId, newImage, source, space } from "../store/samples.contract.ts";
import { clusteringVerbs } from "./clusterings.ts";
import type { Library } from "./library.ts";

const tiny = space();
const count = 30;
const names = ["a", "b", "c"];
const numbers = Array.from({ length: count }, (_, number) => number);
const regions = numbers.map((number) => wholeRegionId(imageId(number)));
const clusterOf = (number: number) => names[number % names.length] ?? "";

let folder = "";
let store: Store;
let indexes: VectorIndexes;
let clusterings: Library["clusterings"];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "imantics-clusterings-"));
  store = await openStore(folder);
  await store.facts.spaces.add(tiny);
  await store.facts.images.add(numbers.map((number) => newImage(number)));
  const { id } = await store.facts.sources.add(source("/p"));
  const links = numbers.map((number) => ({ image: imageId(number), file: file(`/p/${number}.jpg`) }));
  await store.facts.sources.link(id, links);
  const chance = random(1);
  const vectors = normaliseRows(
    matrix(
      count,
      8,
      Float32Array.from({ length: count * 8 }, () => chance.normal()),
    ),
  );
  await store.vectors.put(tiny, { ids: regions, vectors });
  const assignments = numbers.map(
    (number): Assignment => ({
      region: regions[number] ?? "",
      cluster: clusterOf(number),
      // The last two of cluster "a" are doubtful.
      strength: number === 24 || number === 27 ? 0.05 : 0.9 + number / 1000,
    }),
  );
  const clusters = names.map((name) => cluster(name, count / names.length));
  await store.facts.clusterings.add(clustering("c", { space: tiny.id }), clusters, assignments);
  indexes = new VectorIndexes(store.vectors);
  clusterings = clusteringVerbs(store, indexes, (act, request, also) =>
    perform(store.facts, act, request, also),
  );
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Cosines of the means, from what the store holds now. */
async function expectNear(of: string): Promise<void> {
  const { ids, vectors } = await store.vectors.load(tiny);
  const means = names.map((name) => {
    const own = ids.flatMap((id, at) => (clusterOf(regions.indexOf(id)) === name ? [row(vectors, at)] : []));
    const mean = Array.from({ length: 8 }, (_, j) => own.reduce((sum, vector) => sum + vector[j]!, 0));
    const length = Math.hypot(...mean);
    return Float32Array.from(mean, (value) => value / length);
  });
  const expected = names
    .flatMap((name, at) =>
      name === of ? [] : [{ name, similarity: dot(means[names.indexOf(of)]!, means[at]!) }],
    )
    .sort((a, b) => b.similarity - a.similarity);
  const near = await clusterings.near("c", of, 5);
  expect(near.map((each) => each.cluster.id)).toEqual(expected.map(({ name }) => name));
  for (const [at, { similarity }] of near.entries()) {
    expect(similarity).toBeCloseTo(expected[at]?.similarity ?? Number.NaN, 5);
  }
}

const page = (name: string) =>
  store.facts.images.page({
    ...{ order: "newest", offset: 0, limit: 100 },
    cluster: { clustering: "c", cluster: name },
  });

test("near clusters are those whose means point the same way, again and again", async () => {
  for (const name of [...names, ...names]) await expectNear(name);
  // In a library that has searched before, which keeps the index.
  await indexes.of(tiny);
  for (const name of names) await expectNear(name);
  await expect(clusterings.near("c", "absent", 3)).rejects.toMatchObject({ code: "cluster-not-found" });
});

test("what is removed is in no page of its cluster, and in nothing that is said of it", async () => {
  await indexes.of(tiny);
  await expectNear("a");
  expect(await clusterings.doubtFrom("c", "a")).toBe(8);
  const gone = [0, 3, 6, 27].map((number) => regions[number] ?? "");
  await store.vectors.remove(tiny, gone);
  await store.facts.regions.remove(gone);
  await expectNear("a");
  expect(await clusterings.doubtFrom("c", "a")).toBe(5);
  const { total, tiles } = await page("a");
  const shown = numbers.filter(
    (number) => clusterOf(number) === "a" && !gone.includes(regions[number] ?? ""),
  );
  expect(total).toBe(shown.length);
  expect(tiles.map(({ id }) => id).sort()).toEqual(shown.map((number) => imageId(number)).sort());
});

test("a vector that is made again, and one that was missing, count from then on", async () => {
  await store.vectors.remove(tiny, [regions[4] ?? ""]);
  await indexes.of(tiny);
  await expectNear("b");
  const one = (at: number) => {
    const vectors = matrix(1, 8);
    vectors.data[at] = 1;
    return vectors;
  };
  await store.vectors.put(tiny, { ids: [regions[4] ?? ""], vectors: one(3) });
  await expectNear("b");
  await store.vectors.put(tiny, { ids: [regions[1] ?? ""], vectors: one(5) });
  await expectNear("b");
});

test("a clustering whose space is gone has no near clusters", async () => {
  await store.facts.spaces.setRemoved(tiny.id, true);
  expect(await clusterings.near("c", "a", 3)).toEqual([]);
});

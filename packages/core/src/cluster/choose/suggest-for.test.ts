import { describe, expect, test } from "vitest";
import { iris } from "../../../../../fixtures/reference/reference.ts";
import { type Matrix, matrix, selectRows } from "../../matrix.ts";
import { random } from "../../random.ts";
import { blobs, sameness } from "../clustering.contract.ts";
import { clusterMethod, clusterMethods } from "../registry.ts";
import { criterionDescriptions } from "./criteria.ts";
import { suggestFor } from "./suggest-for.ts";

function evenlySpread(rows: number, columns: number, seed: number): Matrix {
  const chance = random(seed);
  return matrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => chance.uniform()),
  );
}

describe.each(clusterMethods.map(({ id }) => [id]))("%s", (id) => {
  test("separate groups: the best candidate finds them, and its options are the method's", async () => {
    const { vectors, labels } = blobs(5, 24, 8, 12, 6);
    const { hasStructure, candidates, reasons } = await suggestFor(id, vectors, { seed: 1 });
    expect(hasStructure).toBe(true);
    expect(reasons.length).toBeGreaterThan(0);
    expect(candidates.map(({ score }) => score)).toEqual(
      candidates.map(({ score }) => score).sort((a, b) => b - a),
    );
    const { assignment } = await clusterMethod(id).cluster(vectors, candidates[0]!.options, { seed: 1 });
    expect(sameness(labels, assignment)).toBeGreaterThan(0.8);
  });

  test("no cluster structure in evenly spread vectors", async () => {
    const suggested = await suggestFor(id, evenlySpread(200, 4, 3), { seed: 1 });
    expect(suggested).toMatchObject({ hasStructure: false, candidates: [] });
    expect(suggested.reasons[0]).toMatch(/No cluster structure: in all 200 vectors/);
  });
});

test("a count comes with everything that speaks for it", async () => {
  const { vectors } = blobs(4, 30, 6, 12, 2);
  const { candidates } = await suggestFor("kmeans", vectors, { seed: 1 });
  expect(candidates[0]!.options).toEqual({ clusterCount: 4 });
  expect(candidates[0]!.reason).toMatch(/Silhouette.* and .*speak for 4 clusters\. It gives 4 clusters/);
});

test("options that are given are kept, whatever they are called", async () => {
  const { vectors } = iris();
  const average = await suggestFor("agglomerative", vectors, { seed: 1 }, { linkage: "average" });
  expect(average.candidates.every(({ options }) => options.linkage === "average")).toBe(true);
  expect(average.candidates.some(({ options }) => "distanceThreshold" in options)).toBe(true);
  const fixed = await suggestFor("kmeans", vectors, { seed: 1 }, { n_clusters: 3 });
  expect(fixed.candidates.map(({ options }) => options)).toEqual([{ clusterCount: 3 }]);
  await expect(suggestFor("kmeans", vectors, { seed: 1 }, { colour: 1 })).rejects.toThrow(
    /no option "colour"/,
  );
});

test("of many vectors a sample is looked at, and counts of vectors are scaled to the whole", async () => {
  const { vectors, labels } = blobs(3, 1300, 3, 30, 4);
  const { candidates, reasons } = await suggestFor("dbscan", vectors, { seed: 1 });
  expect(reasons[0]).toMatch(/1000 of 3900 vectors/);
  const { options } = candidates[0]!;
  expect(options.minSamples).toBeGreaterThan(5);
  const { assignment } = await clusterMethod("dbscan").cluster(vectors, options, { seed: 1 });
  expect(sameness(labels, assignment)).toBeGreaterThan(0.6);
});

test("too few vectors, same seed, abort", async () => {
  const { vectors } = iris();
  const few = await suggestFor("kmeans", selectRows(vectors, [0, 60, 120]), { seed: 1 });
  expect(few.reasons[0]).toMatch(/only 3 vectors/);
  const once = await suggestFor("agglomerative", vectors, { seed: 2 });
  expect(await suggestFor("agglomerative", vectors, { seed: 2 })).toEqual(once);
  const controller = new AbortController();
  const running = suggestFor("kmeans", vectors, {
    seed: 1,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error("enough")),
  });
  await expect(running).rejects.toThrow("enough");
});

test("criteria are described once each, with a warning, and survive JSON", () => {
  expect(new Set(criterionDescriptions.map(({ id }) => id)).size).toBe(criterionDescriptions.length);
  for (const { warning, meaning } of criterionDescriptions) {
    expect(warning.length).toBeGreaterThan(20);
    expect(meaning).toMatch(/[Ss]peaks for/);
  }
  expect(JSON.parse(JSON.stringify(criterionDescriptions))).toEqual(criterionDescriptions);
});

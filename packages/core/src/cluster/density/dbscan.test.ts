import { describe, expect, test } from "vitest";
import { expected, iris, matrixOf, standardisedWine } from "../../../../../fixtures/reference/reference.ts";
import { plainKernels } from "../../compute/plain.ts";
import { agreement } from "../../evaluate/agreement.ts";
import { silhouette } from "../../evaluate/silhouette.ts";
import { matrix, normaliseRows } from "../../matrix.ts";
import { sameness, sizesOf } from "../clustering.contract.ts";
import { dbscan } from "./dbscan.ts";

describe.each([
  ["iris", iris(), expected.internal.iris],
  ["wine", standardisedWine(), expected.internal.wine_std],
])("scikit-learn's DBSCAN of %s", (_, { vectors }, wanted) => {
  test.each([
    [0.5, 5],
    [0.8, 5],
    [2, 5],
    [2.5, 3],
  ])("eps %f, %i samples", async (eps, minSamples) => {
    const found = await dbscan.cluster(vectors, { eps, minSamples }, { seed: 0 });
    const { k, noise, core, sizes } = wanted[`dbscan_${eps}_${minSamples}`];
    expect(found.clusterCount).toBe(k);
    expect(found.assignment.filter((cluster) => cluster < 0).length).toBe(noise);
    expect(found.cores!.filter((isCore) => isCore).length).toBe(core);
    expect(sizesOf(found.assignment)).toEqual([...sizes].sort((a, b) => a - b));
  });
});

test("scikit-learn's demonstration of 750 points, label by label", async () => {
  const { X, y, eps, min_samples, labels, n_core, k, noise, ...wanted } = expected.dbscan750;
  const vectors = matrixOf(X);
  const found = await dbscan.cluster(vectors, { eps, minSamples: min_samples }, { seed: 0 });
  expect(sameness(labels, found.assignment)).toBe(1);
  expect(found.assignment.map((cluster) => Math.min(cluster, 0))).toEqual(
    Int32Array.from(labels as number[], (label) => Math.min(label, 0)),
  );
  expect(found.cores!.filter((isCore) => isCore).length).toBe(n_core);
  expect(found.clusterCount).toBe(k);
  const figures = agreement(y, found.assignment);
  expect(figures.homogeneity).toBeCloseTo(wanted.hom, 9);
  expect(figures.completeness).toBeCloseTo(wanted.comp, 9);
  expect(figures.vMeasure).toBeCloseTo(wanted.v, 9);
  expect(figures.adjustedRandIndex).toBeCloseTo(wanted.ari, 9);
  expect(figures.adjustedMutualInformation).toBeCloseTo(wanted.ami, 9);
  // The demonstration counts noise as one more cluster.
  const withNoise = found.assignment.map((cluster) => (cluster < 0 ? k : cluster));
  const judged = await silhouette(vectors, withNoise, { metric: "euclidean", kernels: plainKernels });
  expect(judged.mean).toBeCloseTo(wanted.sil, 6);
  expect(withNoise.filter((cluster) => cluster === k).length).toBe(noise);
});

test("more neighbouring pairs than are kept give the same clusters", async () => {
  // Two heaps of 3,000: nine million pairs, most of them within reach.
  const vectors = matrix(
    6000,
    1,
    Float32Array.from({ length: 6000 }, (_, i) => (i % 2) * 50 + i / 6000),
  );
  const { assignment } = await dbscan.cluster(vectors, { eps: 2, minSamples: 5 }, { seed: 0 });
  expect(assignment.every((cluster, i) => cluster === i % 2)).toBe(true);
});

describe("by hand", () => {
  const line = (...points: number[]) => matrix(points.length, 1, Float32Array.from(points));
  const labels = async (vectors: ReturnType<typeof line>, options: Record<string, unknown>) => [
    ...(await dbscan.cluster(vectors, options, { seed: 0 })).assignment,
  ];

  test("eps is included, and a point counts itself", async () => {
    expect(await labels(line(0, 0.5, 1), { eps: 0.5, minSamples: 3 })).toEqual([0, 0, 0]);
    expect(await labels(line(0, 0.5), { eps: 0.5, minSamples: 3 })).toEqual([-1, -1]);
    expect(await labels(line(0, 5), { eps: 0.5, minSamples: 1 })).toEqual([0, 1]);
  });

  test("a border point between two clusters goes to the one that starts first", async () => {
    const points = [2, 3.1, 3.2, 3.3, 0.7, 0.8, 0.9];
    const found = await labels(line(...points), { eps: 1.1, minSamples: 4 });
    expect(found[0]).toBe(found[1]);
    const turned = await labels(line(2, 0.7, 0.8, 0.9, 3.1, 3.2, 3.3), { eps: 1.1, minSamples: 4 });
    expect(turned[0]).toBe(turned[1]);
  });

  test("the cosine distance looks at direction only", async () => {
    const fan = matrix(6, 2, Float32Array.of(1, 0, 9, 0.1, 0.5, 0.01, 0, 1, 0.1, 7, 0.01, 3));
    expect(await labels(fan, { eps: 0.01, minSamples: 2, metric: "cosine" })).toEqual([0, 0, 0, 1, 1, 1]);
    expect(await labels(normaliseRows(fan), { eps: Math.sqrt(0.02), minSamples: 2 })).toEqual([
      0, 0, 0, 1, 1, 1,
    ]);
  });
});

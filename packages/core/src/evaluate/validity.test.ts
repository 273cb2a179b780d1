import { describe, expect, test } from "vitest";
import {
  digits,
  expected,
  iris,
  matrixOf,
  standardisedWine,
} from "../../../../fixtures/reference/reference.ts";
import { plainKernels } from "../compute/plain.ts";
import { matrix } from "../matrix.ts";
import { random } from "../random.ts";
import { silhouette, silhouetteFromDistances } from "./silhouette.ts";
import { calinskiHarabasz, clusteringShape, daviesBouldin } from "./validity.ts";

const euclidean = { metric: "euclidean", kernels: plainKernels } as const;
const cosine = { metric: "cosine", kernels: plainKernels } as const;

describe.each([
  ["iris", iris(), expected.internal.iris],
  ["wine", standardisedWine(), expected.internal.wine_std],
])("scikit-learn's figures for the true labels of %s", (_, { vectors, labels }, wanted) => {
  test("silhouette, euclidean and cosine", async () => {
    expect((await silhouette(vectors, labels, euclidean)).mean).toBeCloseTo(wanted.sil_true, 6);
    expect((await silhouette(vectors, labels, cosine)).mean).toBeCloseTo(wanted.sil_cos_true, 6);
  });
  test("Calinski-Harabasz and Davies-Bouldin", () => {
    expect(calinskiHarabasz(vectors, labels) / wanted.ch_true).toBeCloseTo(1, 6);
    expect(daviesBouldin(vectors, labels)).toBeCloseTo(wanted.db_true, 6);
  });
});

test("silhouette of the true digits", async () => {
  const { vectors, labels } = digits();
  expect((await silhouette(vectors, labels, euclidean)).mean).toBeCloseTo(expected.digits.sil_true, 6);
});

test.each([
  ["labels2", "s2", "avg2"],
  ["labels3", "s3", "avg3"],
] as const)("Rousseeuw's twelve countries, %s", (labels, values, average) => {
  const { tri, [labels]: given, [values]: each, [average]: mean } = expected.silhouette_countries;
  const at = (i: number, j: number): number =>
    i === j ? 0 : tri[(Math.max(i, j) * (Math.max(i, j) - 1)) / 2 + Math.min(i, j)];
  const result = silhouetteFromDistances(
    (i) => Array.from({ length: 12 }, (_, j) => at(i, j)),
    Int32Array.from(given as number[], (label) => label - 1),
  );
  expect(result.mean).toBeCloseTo(mean, 9);
  for (const [i, value] of result.values.entries()) expect(value).toBeCloseTo(each[i], 6);
});

describe("the grid of forty points", () => {
  const pairs = [
    [
      [0, 0],
      [1, 1],
    ],
    [
      [3, 3],
      [4, 4],
    ],
    [
      [0, 4],
      [1, 3],
    ],
    [
      [3, 1],
      [4, 0],
    ],
  ];
  const rows = pairs.flatMap((pair) => Array.from({ length: 5 }, () => pair).flat());
  const labels = Int32Array.from({ length: 40 }, (_, i) => Math.floor(i / 10));
  test("has the closed-form scores", async () => {
    const vectors = matrixOf(rows);
    expect(calinskiHarabasz(vectors, labels)).toBeCloseTo(expected.grid40.ch, 6);
    expect(daviesBouldin(vectors, labels)).toBeCloseTo(expected.grid40.db, 6);
    expect((await silhouette(vectors, labels, euclidean)).mean).toBeCloseTo(expected.grid40.sil, 6);
  });
});

describe("edges", () => {
  const halves = Int32Array.from({ length: 10 }, (_, i) => (i < 5 ? 0 : 1));
  test("identical points: 1 and 0, nothing NaN", async () => {
    const same = matrix(10, 2, new Float32Array(20).fill(1));
    expect(calinskiHarabasz(same, halves)).toBe(1);
    expect(daviesBouldin(same, halves)).toBe(0);
    expect((await silhouette(same, halves, euclidean)).mean).toBe(0);
  });

  test("equal means: Calinski-Harabasz and Davies-Bouldin 0", () => {
    const rows = Array.from({ length: 10 }, (_, i) => (i % 5 < 2 ? [-1, -1] : i % 5 < 4 ? [1, 1] : [0, 0]));
    expect(calinskiHarabasz(matrixOf(rows), halves)).toBeCloseTo(0, 12);
    expect(daviesBouldin(matrixOf(rows), halves)).toBe(0);
  });

  test("a lone member scores 0, and noise takes no part", async () => {
    const { vectors } = iris();
    const labels = Int32Array.from({ length: 150 }, (_, i) => (i < 50 ? 0 : i < 149 ? 1 : 2));
    expect((await silhouette(vectors, labels, euclidean)).values[149]).toBe(0);
    const noisy = labels.map((label, i) => (i % 3 === 0 ? -1 : label));
    const kept = [...noisy.keys()].filter((i) => noisy[i]! >= 0);
    const only = await silhouette(
      matrixOf(kept.map((i) => [...vectors.data.subarray(4 * i, 4 * i + 4)])),
      Int32Array.from(kept, (i) => noisy[i]!),
      euclidean,
    );
    expect((await silhouette(vectors, noisy, euclidean)).mean).toBeCloseTo(only.mean, 9);
  });

  test("one cluster, or nothing but lone members, cannot be judged", async () => {
    const chance = random(1);
    const vectors = matrix(
      10,
      2,
      Float32Array.from({ length: 20 }, () => chance.normal()),
    );
    const lone = Int32Array.from({ length: 10 }, (_, i) => i);
    for (const labels of [new Int32Array(10), lone]) {
      expect(() => calinskiHarabasz(vectors, labels)).toThrow(/needs 2 to 9 clusters/);
      await expect(silhouette(vectors, labels, euclidean)).rejects.toThrow(/needs 2 to 9 clusters/);
    }
  });
});

test("degenerate shapes are flagged", () => {
  expect(clusteringShape(new Int32Array(5)).flags).toEqual(["one-cluster"]);
  expect(clusteringShape(Int32Array.of(0, 0, 0, 1, -1)).flags).toEqual(["giant-cluster"]);
  expect(clusteringShape(Int32Array.of(0, 1, 2, 3, 3)).flags).toEqual(["mostly-singletons"]);
  expect(clusteringShape(Int32Array.of(0, 0, -1, -1, -1)).flags).toEqual(["one-cluster", "mostly-noise"]);
  expect(clusteringShape(Int32Array.of(0, 0, 1, 1, 2, 2))).toMatchObject({ coverage: 1, flags: [] });
});

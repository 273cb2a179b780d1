import { describe, expect, test } from "vitest";
import { expected, iris, standardisedWine } from "../../../../../fixtures/reference/reference.ts";
import { plainKernels } from "../../compute/plain.ts";
import { matrix, normaliseRows, selectRows } from "../../matrix.ts";
import { type ClusterProgress, methodRun } from "../../method/context.ts";
import { blobs, normalVectors, sameness, sizesOf } from "../clustering.contract.ts";
import { kmeans, kmeansFrom } from "./kmeans.ts";
import { lloyd } from "./lloyd.ts";
import { sphericalKmeans } from "./spherical-kmeans.ts";

describe.each([
  ["iris", iris(), expected.internal.iris],
  ["wine", standardisedWine(), expected.internal.wine_std],
])("scikit-learn's k-means of %s", (_, { vectors, labels }, wanted) => {
  test("best of twenty seedings", async () => {
    const result = await kmeans.cluster(
      vectors,
      { clusterCount: 3, restarts: 20, tolerance: 0 },
      { seed: 1 },
    );
    expect(result.inertia! / wanted.kmeans3.inertia).toBeCloseTo(1, 6);
    expect(sizesOf(result.assignment)).toEqual(wanted.kmeans3.sizes);
    expect(sameness(labels, result.assignment)).toBeCloseTo(wanted.kmeans3.ari, 9);
  });

  test("from rows 0, 60 and 120: inertia, centres and iterations", async () => {
    const from = wanted.kmeans3_init_rows_0_60_120;
    const result = await lloyd(
      vectors,
      selectRows(vectors, [0, 60, 120]),
      { maxIterations: 300, tolerance: 1e-4, metric: "euclidean" },
      methodRun({ seed: 0 }),
    );
    expect(result.inertia / from.inertia).toBeCloseTo(1, 6);
    expect(result.iterations).toBe(from.n_iter);
    for (const [j, value] of from.centers.flat().entries())
      expect(result.centres.data[j]).toBeCloseTo(value, 5);
  });
});

test("the objective never rises", async () => {
  for (const metric of ["euclidean", "cosine"]) {
    for (let seed = 0; seed < 10; seed++) {
      const objectives: number[] = [];
      const onProgress = ({ stage, objective }: ClusterProgress) => {
        if (stage === "iterate") objectives.push(objective!);
      };
      const options = { clusterCount: 12, restarts: 1, seeding: "random", tolerance: 0, metric };
      await kmeans.cluster(normalVectors(300, 5, seed), options, { seed, onProgress });
      expect(objectives.length).toBeGreaterThan(2);
      for (let i = 1; i < objectives.length; i++) {
        expect(objectives[i]).toBeLessThanOrEqual(objectives[i - 1]! * (1 + 1e-6));
      }
    }
  }
});

test("separate groups are found, also by direction alone", async () => {
  const { vectors, labels } = blobs(8, 40, 16, 8, 3);
  const found = await kmeans.cluster(vectors, { clusterCount: 8 }, { seed: 1 });
  expect(sameness(labels, found.assignment)).toBe(1);
  const scaled = matrix(
    vectors.rows,
    16,
    vectors.data.map((value, p) => value * (1 + (Math.floor(p / 16) % 5))),
  );
  const byDirection = await kmeans.cluster(scaled, { clusterCount: 8, metric: "cosine" }, { seed: 1 });
  expect(sameness(labels, byDirection.assignment)).toBeGreaterThan(0.95);
  for (const squared of await plainKernels.squaredNorms(byDirection.centres))
    expect(squared).toBeCloseTo(1, 5);
});

test("spreading the seeds beats random seeds on many groups", async () => {
  const { vectors } = blobs(30, 20, 8, 12, 5);
  const inertia = async (seeding: string) => {
    const runs = [1, 2, 3, 4, 5].map((seed) =>
      kmeans.cluster(vectors, { clusterCount: 30, seeding, restarts: 1 }, { seed }),
    );
    return (await Promise.all(runs)).reduce((sum, run) => sum + run.inertia!, 0);
  };
  expect(await inertia("k-means++")).toBeLessThan(0.8 * (await inertia("random")));
});

test("two different points make two clusters however often they are repeated", async () => {
  const vectors = matrix(
    20,
    2,
    Float32Array.from({ length: 40 }, (_, p) => (p < 38 ? 1 : 2)),
  );
  for (const seeding of ["k-means++", "random"]) {
    for (let seed = 0; seed < 10; seed++) {
      const { assignment } = await kmeans.cluster(vectors, { clusterCount: 2, seeding }, { seed });
      expect(sizesOf(assignment)).toEqual([1, 19]);
    }
  }
});

test("fewer different vectors than clusters make fewer clusters", async () => {
  const { clusterCount, strength } = await kmeans.cluster(
    normaliseRows(matrix(6, 2, Float32Array.of(1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1))),
    { clusterCount: 4 },
    { seed: 1 },
  );
  expect(clusterCount).toBe(2);
  expect([...strength]).toEqual([1, 1, 1, 1, 1, 1]);
});

test("started from the centres of a settled result, nothing changes", async () => {
  const { vectors } = blobs(6, 30, 8, 3, 8);
  const first = await kmeans.cluster(vectors, { clusterCount: 6, tolerance: 0 }, { seed: 2 });
  const again = await kmeansFrom(vectors, first.centres, { tolerance: 0 }, { seed: 9 });
  expect(again.assignment).toEqual(first.assignment);
  expect(again.iterations).toBeLessThanOrEqual(2);
});

test("starting centres of another width, with NaN, and options that mean nothing here are refused", async () => {
  const vectors = normalVectors(5, 3, 1);
  const started = (centres: typeof vectors, options = {}) =>
    kmeansFrom(vectors, centres, options, { seed: 1 });
  await expect(started(normalVectors(2, 4, 1))).rejects.toThrow(/of 3 and of 4/);
  await expect(started(matrix(1, 3, Float32Array.of(0, Number.NaN, 0)))).rejects.toThrow(/row 0 holds NaN/);
  await expect(started(vectors, { clusterCount: 2 })).rejects.toThrow(/no option "clusterCount"/);
});

test("spherical k-means is k-means under the cosine metric, and sees no lengths", async () => {
  const { vectors } = blobs(5, 30, 8, 6, 4);
  const found = await sphericalKmeans.cluster(vectors, { clusterCount: 5 }, { seed: 1 });
  const options = { clusterCount: 5, metric: "cosine" };
  expect(found).toEqual(await kmeans.cluster(vectors, options, { seed: 1 }));
  const longer = matrix(
    vectors.rows,
    8,
    vectors.data.map((value, p) => value * 2 ** (Math.floor(p / 8) % 4)),
  );
  expect(await sphericalKmeans.cluster(longer, { clusterCount: 5 }, { seed: 1 })).toEqual(found);
});

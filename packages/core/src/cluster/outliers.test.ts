import { expect, test } from "vitest";
import { matrix, row } from "../matrix.ts";
import { blobs, normalVectors } from "./clustering.contract.ts";
import { findOutliers } from "./outliers.ts";
import { clusterMethod } from "./registry.ts";

test("strays far from every group are found and set apart, members stay", async () => {
  const { vectors } = blobs(4, 40, 8, 6, 1);
  const strays = normalVectors(6, 8, 9, 6);
  const all = matrix(166, 8);
  all.data.set(vectors.data);
  for (let i = 0; i < 6; i++) row(all, 160 + i).set(row(strays, i));
  const outliers = await findOutliers(all);
  expect([...outliers.isOutlier.subarray(160)]).toEqual([1, 1, 1, 1, 1, 1]);
  expect(outliers.isOutlier.subarray(0, 160).reduce((sum, flag) => sum + flag, 0)).toBeLessThan(8);

  for (const id of ["agglomerative", "kmeans", "two-stage"]) {
    const options = { clusterCount: 8, setOutliersApart: true };
    const apart = await clusterMethod(id).cluster(all, options, { seed: 0 });
    const noise = [...apart.assignment.keys()].filter((i) => apart.assignment[i]! < 0);
    expect(noise).toEqual([...outliers.isOutlier.keys()].filter((i) => outliers.isOutlier[i]));
    expect(apart.strength[165]).toBe(0);
    expect(new Set(apart.assignment.filter((cluster) => cluster >= 0)).size).toBe(apart.clusterCount);
  }
});

test("among more than ten thousand the neighbours of a sample tell as well", async () => {
  const { vectors } = blobs(5, 4000, 4, 9, 2);
  const all = matrix(20_001, 4);
  all.data.set(vectors.data);
  row(all, 20_000).fill(30);
  const { isOutlier } = await findOutliers(all);
  expect(isOutlier[20_000]).toBe(1);
  expect(isOutlier.reduce((sum, flag) => sum + flag, 0)).toBeLessThan(1000);
});

test("an even collection, copies of one picture, and a handful have none", async () => {
  const grid = matrix(
    100,
    2,
    Float32Array.from({ length: 200 }, (_, p) => (p % 2 ? Math.floor(p / 20) : (p >> 1) % 10)),
  );
  for (const vectors of [grid, matrix(50, 3), normalVectors(9, 2, 1, 1), matrix(1, 2)]) {
    expect((await findOutliers(vectors, { neighbour: 1 })).isOutlier.every((flag) => flag === 0)).toBe(true);
  }
});

import { describe, expect, test } from "vitest";
import { kmeans } from "../cluster/centroid/kmeans.ts";
import { blobs, normalVectors } from "../cluster/clustering.contract.ts";
import type { Matrix } from "../matrix.ts";
import { stability } from "./stability.ts";

const groups = (clusterCount: number) => async (part: Matrix, seed: number) =>
  (await kmeans.cluster(part, { clusterCount, restarts: 3 }, { seed })).assignment;

const judged = async (vectors: Matrix, clusterCount: number, seed = 1) =>
  stability(vectors, await groups(clusterCount)(vectors, 1), groups(clusterCount), { rounds: 6, seed });

describe("three separate groups", () => {
  const { vectors } = blobs(3, 40, 8, 9, 5);
  test("are found again as three, and less so as seven", async () => {
    const three = await judged(vectors, 3);
    expect(three.agreement).toBeGreaterThan(0.97);
    expect(three.overlaps.every((overlap) => overlap > 0.95)).toBe(true);
    const seven = await judged(vectors, 7);
    expect(seven.agreement).toBeLessThan(0.85);
    expect(Math.min(...seven.overlaps)).toBeLessThan(0.75);
  });

  test("same seed, same figures", async () => {
    expect(await judged(vectors, 4, 9)).toEqual(await judged(vectors, 4, 9));
  });
});

test("parts of a shapeless cloud are not found again", async () => {
  expect((await judged(normalVectors(150, 8, 2), 6)).agreement).toBeLessThan(0.6);
});

test("noise counts as lone vectors, and a cluster that dissolves as no overlap", async () => {
  const { vectors, labels } = blobs(2, 10, 3, 9, 5);
  const asNoise = async (part: Matrix) => new Int32Array(part.rows).fill(-1);
  const { agreement, overlaps } = await stability(vectors, labels, asNoise, { rounds: 2 });
  expect(agreement).toBeCloseTo(0, 12);
  expect([...overlaps]).toEqual([0, 0]);
});

test("labels that do not fit are refused", async () => {
  await expect(stability(normalVectors(5, 2, 1), new Int32Array(4), groups(2))).rejects.toThrow(
    /of 5 vectors with 4 labels/,
  );
});

import { expect, test } from "vitest";
import { normalVectors } from "../cluster/clustering.contract.ts";
import { plainKernels } from "../compute/plain.ts";
import { matrix, normaliseRows, row, squaredDistance } from "../matrix.ts";
import { nearestAmong } from "./nearest-among.ts";

test.each([
  ["euclidean", 0],
  ["euclidean", 500],
  ["cosine", 0],
] as const)("the nearest of a sorted list, %s, %d from the origin", async (metric, away) => {
  const moved = (rows: number, seed: number) => {
    const vectors = normalVectors(rows, 6, seed);
    return matrix(
      rows,
      6,
      vectors.data.map((value) => value + away),
    );
  };
  const [queries, vectors] = [moved(30, 1), moved(90, 2)];
  const { count, indices, distances } = await nearestAmong(queries, vectors, 7, {
    metric,
    kernels: plainKernels,
  });
  expect(count).toBe(7);
  const [from, to] =
    metric === "cosine" ? [normaliseRows(queries), normaliseRows(vectors)] : [queries, vectors];
  for (let i = 0; i < 30; i++) {
    const squared = Array.from({ length: 90 }, (_, j) => squaredDistance(row(from, i), row(to, j)));
    const order = [...squared.keys()].sort((a, b) => squared[a]! - squared[b]!).slice(0, 7);
    expect([...indices.subarray(7 * i, 7 * i + 7)]).toEqual(order);
    for (const [k, j] of order.entries()) {
      const wanted = metric === "cosine" ? squared[j]! / 2 : Math.sqrt(squared[j]!);
      expect(distances[7 * i + k]).toBeCloseTo(wanted, 10);
    }
  }
});

test("asking for too many gives all", async () => {
  const { count } = await nearestAmong(normalVectors(2, 3, 1), normalVectors(5, 3, 2), 9, {
    metric: "euclidean",
    kernels: plainKernels,
  });
  expect(count).toBe(5);
});

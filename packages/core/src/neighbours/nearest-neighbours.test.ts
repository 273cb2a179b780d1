import { expect, test } from "vitest";
import { plainKernels } from "../compute/plain.ts";
import { type Matrix, matrix, normaliseRows, row, squaredDistance } from "../matrix.ts";
import { random } from "../random.ts";
import { nearestNeighbours } from "./nearest-neighbours.ts";

const kernels = plainKernels;

function vectorsOf(rows: number, columns: number, scale: number): Matrix {
  const chance = random(rows);
  return matrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => scale * chance.normal()),
  );
}

test.each(["euclidean", "cosine"] as const)("are those of a sorted list, %s", async (metric) => {
  const vectors = vectorsOf(120, 6, 30);
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  const { count, indices, distances } = await nearestNeighbours(vectors, 7, { metric, kernels });
  expect(count).toBe(7);
  for (let i = 0; i < 120; i++) {
    const others = Array.from({ length: 120 }, (_, j) => j)
      .filter((j) => j !== i)
      .map((j) => ({ j, squared: squaredDistance(row(measured, i), row(measured, j)) }))
      .sort((a, b) => a.squared - b.squared);
    for (let k = 0; k < 7; k++) {
      const { j, squared } = others[k]!;
      expect(indices[7 * i + k]).toBe(j);
      expect(distances[7 * i + k]).toBeCloseTo(metric === "cosine" ? squared / 2 : Math.sqrt(squared), 10);
    }
  }
});

test("copies are neighbours at distance 0; nobody is its own neighbour; asking for too many gives all", async () => {
  const { count, indices, distances } = await nearestNeighbours(matrix(4, 2), 9, {
    metric: "euclidean",
    kernels,
  });
  expect(count).toBe(3);
  expect([...indices]).toEqual([1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2]);
  expect(distances.every((distance) => distance === 0)).toBe(true);
  expect((await nearestNeighbours(matrix(1, 2), 3, { metric: "euclidean", kernels })).count).toBe(0);
});

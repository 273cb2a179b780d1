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

test("neighbours among some rows only, across several tiles", async () => {
  const vectors = vectorsOf(1100, 5, 3);
  const among = Int32Array.from({ length: 260 }, (_, i) => 3 * i + 1);
  const { count, indices } = await nearestNeighbours(vectors, 6, { metric: "euclidean", kernels, among });
  expect(count).toBe(6);
  for (const i of [0, 1, 4, 600, 1099]) {
    const others = [...among]
      .filter((j) => j !== i)
      .map((j) => ({ j, squared: squaredDistance(row(vectors, i), row(vectors, j)) }))
      .sort((a, b) => a.squared - b.squared);
    expect([...indices.subarray(6 * i, 6 * i + 6)]).toEqual(others.slice(0, 6).map(({ j }) => j));
  }
});

test("far from the origin, close pairs are still told apart", async () => {
  const vectors = vectorsOf(700, 4, 1);
  const moved = matrix(
    700,
    4,
    vectors.data.map((value) => Math.fround(value) + 4096),
  );
  const { indices } = await nearestNeighbours(moved, 3, { metric: "euclidean", kernels });
  for (let i = 0; i < 700; i++) {
    const others = Array.from({ length: 700 }, (_, j) => j)
      .filter((j) => j !== i)
      .map((j) => ({ j, squared: squaredDistance(row(moved, i), row(moved, j)) }))
      .sort((a, b) => a.squared - b.squared || a.j - b.j);
    expect([...indices.subarray(3 * i, 3 * i + 3)]).toEqual(others.slice(0, 3).map(({ j }) => j));
  }
});

test.each([1e-30, 1e25])("products beyond float32 decide nothing: vectors of length %d", async (length) => {
  const vectors = vectorsOf(150, 4, 1);
  const scaled = matrix(
    150,
    4,
    vectors.data.map((value) => value * length),
  );
  const options = { metric: "euclidean", kernels } as const;
  const { indices } = await nearestNeighbours(scaled, 6, options);
  expect(indices).toEqual((await nearestNeighbours(vectors, 6, options)).indices);
});

test("broken numbers are named, and the work stops when its step says so", async () => {
  const broken = vectorsOf(20, 3, 1);
  broken.data[31] = Number.NaN;
  const options = { metric: "euclidean", kernels } as const;
  await expect(nearestNeighbours(broken, 2, options)).rejects.toThrow(/row 10 holds NaN at column 1/);
  const done: number[] = [];
  const step = async (progress: { done: number }) => {
    done.push(progress.done);
    if (progress.done === 2) throw new Error("enough");
  };
  const running = nearestNeighbours(vectorsOf(1600, 3, 1), 2, { ...options, step });
  await expect(running).rejects.toThrow("enough");
  expect(done).toEqual([1, 2]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { iris } from "../../../../fixtures/reference/reference.ts";
import { coarseMatrices, normalVectors } from "../cluster/clustering.contract.ts";
import { plainKernels } from "../compute/plain.ts";
import { openWasmKernels } from "../compute/wasm/wasm-kernels.ts";
import { type Matrix, matrix, normaliseRows, row, squaredDistance } from "../matrix.ts";
import { type RadiusNeighbours, radiusNeighbours } from "./radius-neighbours.ts";

const kernels = plainKernels;

/** The definition, row by row. */
function within(vectors: Matrix, radius: number): number[][] {
  return Array.from({ length: vectors.rows }, (_, i) =>
    Array.from({ length: vectors.rows }, (_, j) => j).filter(
      (j) => j !== i && Math.sqrt(squaredDistance(row(vectors, i), row(vectors, j))) <= radius,
    ),
  );
}

const lists = ({ starts, indices }: RadiusNeighbours) =>
  Array.from({ length: starts.length - 1 }, (_, i) => [...indices.subarray(starts[i], starts[i + 1])]);

test("are those within the radius, on grids where many lie exactly on it", async () => {
  await fc.assert(
    fc.asyncProperty(coarseMatrices(), fc.constantFrom(0, 1, 2, 3), async (vectors, radius) => {
      const found = await radiusNeighbours(vectors, radius, { metric: "euclidean", kernels });
      expect(lists(found)).toEqual(within(vectors, radius));
    }),
  );
});

test("every distance is that of its pair, whoever multiplies, near the origin or far away", async () => {
  for (const offset of [0, 300]) {
    const vectors = normalVectors(400, 8, 3);
    for (let v = 0; v < vectors.data.length; v++) vectors.data[v]! += offset;
    const found = await radiusNeighbours(vectors, 2.5, { metric: "euclidean", kernels });
    const wasm = await radiusNeighbours(vectors, 2.5, { metric: "euclidean", kernels: openWasmKernels() });
    expect(wasm).toEqual(found);
    expect(found.indices.length).toBeGreaterThan(1000);
    for (let i = 0; i < 400; i++) {
      for (let e = found.starts[i]!; e < found.starts[i + 1]!; e++) {
        const apart = Math.sqrt(squaredDistance(row(vectors, i), row(vectors, found.indices[e]!)));
        expect(found.distances[e]).toBe(apart);
      }
    }
  }
});

test("lists of many tiles ascend, whatever the scale", async () => {
  const vectors = normalVectors(5000, 3, 4, 1e-28);
  const options = { metric: "euclidean", kernels: openWasmKernels() } as const;
  const { starts, indices, distances } = await radiusNeighbours(vectors, 2e-29, options);
  expect(indices.length).toBeGreaterThan(5000);
  for (let i = 0; i < 5000; i++) {
    const mine = indices.subarray(starts[i]!, starts[i + 1]!);
    expect([...mine]).toEqual([...mine].sort((a, b) => a - b));
  }
  expect(Math.max(...distances)).toBeLessThanOrEqual(2e-29 * (1 + 1e-6));
});

test("scikit-learn's core points of iris follow from the counts", async () => {
  const { vectors } = iris();
  const { starts } = await radiusNeighbours(vectors, 0.5, { metric: "euclidean", kernels });
  // DBSCAN counts the point itself: at least 4 others within 0.5.
  const cores = Array.from({ length: 150 }, (_, i) => starts[i + 1]! - starts[i]!).filter((n) => n >= 4);
  expect(cores.length).toBe(117);
});

test("the cosine radius looks at directions only", async () => {
  const vectors = normalVectors(80, 5, 6, 40);
  const byCosine = await radiusNeighbours(vectors, 0.3, { metric: "cosine", kernels });
  const byLength = await radiusNeighbours(normaliseRows(vectors), Math.sqrt(0.6), {
    metric: "euclidean",
    kernels,
  });
  expect(byCosine.indices).toEqual(byLength.indices);
  for (const [e, distance] of byCosine.distances.entries()) {
    expect(distance).toBeCloseTo(byLength.distances[e]! ** 2 / 2, 12);
  }
});

test("nothing, one vector and a broken radius", async () => {
  const none = await radiusNeighbours(matrix(0, 3), 1, { metric: "euclidean", kernels });
  expect([...none.starts]).toEqual([0]);
  const one = await radiusNeighbours(matrix(1, 3), 1, { metric: "euclidean", kernels });
  expect([[...one.starts], one.indices.length]).toEqual([[0, 0], 0]);
  const wrong = radiusNeighbours(matrix(2, 3), Number.NaN, { metric: "euclidean", kernels });
  await expect(wrong).rejects.toThrow(/radius is NaN/);
});

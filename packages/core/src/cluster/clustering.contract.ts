/** Vectors for tests: blobs, noise, and comparing labellings. */
import fc from "fast-check";
import { contingency } from "../evaluate/contingency.ts";
import { adjustedRandIndex } from "../evaluate/pairs.ts";
import { type Matrix, matrix } from "../matrix.ts";
import { random } from "../random.ts";

export function normalVectors(rows: number, columns: number, seed: number, spread = 1): Matrix {
  const chance = random(seed);
  return matrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => spread * chance.normal()),
  );
}

/** `count` round groups of `size` vectors, their centres `separation` deviations apart on average. */
export function blobs(count: number, size: number, columns: number, separation: number, seed: number) {
  const centres = normalVectors(count, columns, seed + 1, separation / Math.sqrt(2 * columns));
  const vectors = normalVectors(count * size, columns, seed, 1 / Math.sqrt(columns));
  const labels = Int32Array.from({ length: count * size }, (_, i) => i % count);
  for (let i = 0; i < vectors.rows; i++) {
    for (let j = 0; j < columns; j++) vectors.data[i * columns + j] += centres.data[labels[i] * columns + j];
  }
  return { vectors, labels };
}

/** 1 when two labellings are the same up to names. */
export const sameness = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  adjustedRandIndex(contingency(a, b));

/** Cluster sizes, ascending; noise left out. */
export function sizesOf(assignment: Int32Array): number[] {
  const sizes = new Map<number, number>();
  for (const cluster of assignment) if (cluster >= 0) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  return [...sizes.values()].sort((a, b) => a - b);
}

/** Small matrices with coarse numbers, so that duplicates and ties are common. */
export const coarseMatrices = (): fc.Arbitrary<Matrix> =>
  fc
    .tuple(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 4 }))
    .chain(([rows, columns]) =>
      fc
        .array(fc.integer({ min: -3, max: 3 }), { minLength: rows * columns, maxLength: rows * columns })
        .map((numbers) => matrix(rows, columns, Float32Array.from(numbers))),
    );

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: all values, and the vectors of as many of the
 * largest as are wanted.
 *
 * The whole matrix is kept, so callers who want a few axes of a huge one are better served by
 * `lanczos.ts`. The method is in `tridiagonal.ts`.
 */
import type { SquareMatrix } from "../compute/square-matrix.ts";
import { diagonalise, eigenvectors, reduceToTridiagonal } from "./tridiagonal.ts";

export interface Eigen {
  /** All of them, descending. */
  readonly values: Float64Array;
  /** Row `i` is the unit eigenvector of `values[i]`, its largest entry positive; as many rows as wanted. */
  readonly vectors: { readonly size: number; readonly data: Float64Array };
}

/**
 * Decomposes `matrix`, of which only the lower half is read. O(size³); 512 × 512 take some
 * hundredths of a second with 50 vectors.
 * @param wanted how many vectors, given the values; default all
 * @throws RangeError when an entry is not finite.
 */
export function symmetricEigen(
  matrix: SquareMatrix,
  wanted: (values: Float64Array) => number = (values) => values.length,
): Eigen {
  const { size, data } = matrix;
  let bad = 0;
  while (bad < data.length && Number.isFinite(data[bad])) bad++;
  if (bad < data.length) {
    throw new RangeError(
      `Entry ${bad} of the ${size} × ${size} matrix is ${data[bad]}; only finite numbers have eigenvalues.`,
    );
  }
  const reduced = reduceToTridiagonal(matrix);
  const { values: unsorted, rotations } = diagonalise(reduced);
  const order = Array.from(unsorted.keys()).sort((a, b) => unsorted[b] - unsorted[a] || a - b);
  const values = Float64Array.from(order, (source) => unsorted[source]);
  const vectors = eigenvectors(reduced, rotations, order.slice(0, wanted(values)));
  for (let start = 0; start < vectors.length; start += size) {
    turnPositive(vectors.subarray(start, start + size));
  }
  return { values, vectors: { size, data: vectors } };
}

/** The sign of an eigenvector is free; fixing it keeps fitted heads equal between machines. */
export function turnPositive(vector: Float64Array): void {
  let largest = 0;
  for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value;
  if (largest < 0) for (let j = 0; j < vector.length; j++) vector[j] = -vector[j];
}

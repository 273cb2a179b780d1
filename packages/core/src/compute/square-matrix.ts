/**
 * Small dense float64 matrices for solving: covariances, Gram matrices and what is made of them.
 * Vectors of the flow stay float32 (`../matrix.ts`); solving in float32 would lose the small eigenvalues.
 */
import type { Matrix } from "../matrix.ts";

/** Row-major `size` × `size` float64 numbers. */
export interface SquareMatrix {
  readonly size: number;
  readonly data: Float64Array;
}

/** `Σ weight · (row − mean)(row − mean)ᵀ / Σ weight` and the weighted mean itself. */
export interface Covariance {
  readonly mean: Float64Array;
  readonly covariance: SquareMatrix;
}

/**
 * Weighted mean and covariance of the rows of `vectors`; every row weighs 1 by default.
 * O(rows × columns²), in the order of the rows, so equal input gives equal bytes.
 */
export function covarianceOf(vectors: Matrix, weights?: ArrayLike<number>): Covariance {
  const { rows, columns } = vectors;
  const mean = new Float64Array(columns);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights === undefined ? 1 : weights[i];
    total += weight;
    for (let j = 0; j < columns; j++) mean[j] += weight * vectors.data[i * columns + j];
  }
  for (let j = 0; j < columns; j++) mean[j] /= total;

  const covariance: SquareMatrix = { size: columns, data: new Float64Array(columns * columns) };
  const centred = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) centred[j] = vectors.data[i * columns + j] - mean[j];
    addOuterProduct(covariance, centred, (weights === undefined ? 1 : weights[i]) / total);
  }
  mirrorLowerHalf(covariance);
  return { mean, covariance };
}

/** Adds `weight · vector vectorᵀ` to the lower half, diagonal included. */
export function addOuterProduct(target: SquareMatrix, vector: ArrayLike<number>, weight: number): void {
  const { size, data } = target;
  for (let j = 0; j < size; j++) {
    const scaled = weight * vector[j];
    if (scaled === 0) continue;
    const start = j * size;
    for (let k = 0; k <= j; k++) data[start + k] += scaled * vector[k];
  }
}

/** Copies the lower half to the upper one. */
export function mirrorLowerHalf({ size, data }: SquareMatrix): void {
  for (let j = 0; j < size; j++) for (let k = 0; k < j; k++) data[k * size + j] = data[j * size + k];
}

/**
 * Where iterative projections start: along the axes of most variance. Starting there, rather than at
 * random, is what makes the large picture of t-SNE and UMAP mean something (Kobak & Linderman, 2021).
 *
 * Two or three axes by subspace iteration, never a covariance matrix: O(rows × columns) per round for
 * any width. Exact PCA with all its figures is `../reduce/pca.ts`.
 */
import type { Metric } from "../cluster/clustering.ts";
import { meanOfRows } from "../compute/mean-of-rows.ts";
import { symmetricEigen } from "../linear-algebra/symmetric-eigen.ts";
import { type Matrix, matrix, normaliseRows, selectRows } from "../matrix.ts";
import { type Random, random, sample } from "../random.ts";
import { addScaled, orthonormalise, product } from "./orthonormal.ts";

/** A start needs no more digits than this many numbers give. */
const MAX_FITTED_NUMBERS = 1_000_000;
const MIN_FITTED_ROWS = 500;
/** Axes beyond those wanted, so that the wanted ones settle fast. */
const SPARE_AXES = 3;
const MAX_ROUNDS = 60;
const SETTLED = 1e-6;

/**
 * Coordinates of `vectors` along their first axes: rows × `dimensions`. Axes without variance are 0;
 * every axis' largest coordinate is positive.
 */
export function principalStart(vectors: Matrix, dimensions: number, metric: Metric, seed: number): Matrix {
  const chance = random(seed);
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  const fitted = fittedRows(measured, chance);
  const mean = meanOfRows(fitted);
  const axes = leadingAxes(fitted, mean, dimensions, chance);
  const start = matrix(vectors.rows, dimensions);
  for (let d = 0; d < dimensions; d++) {
    const along =
      d < axes.length ? coordinatesAlong(measured, mean, axes[d]) : new Float64Array(vectors.rows);
    let largest = 0;
    for (const value of along) if (Math.abs(value) > Math.abs(largest)) largest = value;
    for (let i = 0; i < along.length; i++)
      start.data[i * dimensions + d] = largest < 0 ? -along[i] : along[i];
  }
  return start;
}

function fittedRows(vectors: Matrix, chance: Random): Matrix {
  const most = Math.max(MIN_FITTED_ROWS, Math.floor(MAX_FITTED_NUMBERS / vectors.columns));
  return vectors.rows <= most ? vectors : selectRows(vectors, sample(vectors.rows, most, chance));
}

/** Orthogonal iteration on Xᵀ X, then a small eigenproblem within the space it found. */
function leadingAxes(vectors: Matrix, mean: Float64Array, wanted: number, chance: Random): Float64Array[] {
  const { columns } = vectors;
  const size = Math.min(columns, wanted + SPARE_AXES);
  let axes = Array.from({ length: size }, () =>
    Float64Array.from({ length: columns }, () => chance.normal()),
  );
  orthonormalise(axes);
  let before = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const images = axes.map((axis) => imageOf(vectors, mean, axis));
    const moments = { size, data: new Float64Array(size * size) };
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) moments.data[a * size + b] = product(axes[a], images[b]);
    }
    const eigen = symmetricEigen(moments);
    axes = Array.from({ length: size }, (_, a) => {
      const turned = new Float64Array(columns);
      for (let b = 0; b < size; b++) addScaled(turned, images[b], eigen.vectors.data[a * size + b]);
      return turned;
    });
    orthonormalise(axes);
    const captured = eigen.values.subarray(0, wanted).reduce((sum, value) => sum + value, 0);
    if (Math.abs(captured - before) <= SETTLED * captured) break;
    before = captured;
  }
  return axes.slice(0, wanted);
}

function coordinatesAlong({ rows, columns, data }: Matrix, mean: Float64Array, axis: Float64Array) {
  const offset = product(mean, axis);
  return Float64Array.from({ length: rows }, (_, i) => productAt(data, i * columns, axis) - offset);
}

/** XᵀX · axis for the centred vectors X. Every row is read once, while it is in the cache. */
function imageOf({ rows, columns, data }: Matrix, mean: Float64Array, axis: Float64Array): Float64Array {
  const offset = product(mean, axis);
  const image = new Float64Array(columns);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const start = i * columns;
    const weight = productAt(data, start, axis) - offset;
    total += weight;
    for (let j = 0; j < columns; j++) image[j] += weight * data[start + j];
  }
  addScaled(image, mean, -total);
  return image;
}

/** data[start …] · axis in four sums, none of which waits for another. */
function productAt(data: Float32Array, start: number, axis: Float64Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let j = 0;
  for (; j + 4 <= axis.length; j += 4) {
    a += data[start + j] * axis[j];
    b += data[start + j + 1] * axis[j + 1];
    c += data[start + j + 2] * axis[j + 2];
    d += data[start + j + 3] * axis[j + 3];
  }
  for (; j < axis.length; j++) a += data[start + j] * axis[j];
  return a + b + c + d;
}

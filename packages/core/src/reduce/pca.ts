/**
 * Principal component analysis: the axes along which vectors vary most, exact, from the covariance.
 *
 * Good up to about a thousand columns (O(columns³) once) and some thousand vectors, and synchronous;
 * `principal-components.ts` goes through the kernels for more of either. Axes have their largest entry
 * positive, so signs do not flip between runs. After Pearson (1901) and Hotelling (1933).
 */
import { covarianceOf } from "../compute/square-matrix.ts";
import { symmetricEigen } from "../linear-algebra/symmetric-eigen.ts";
import { type Matrix, matrix } from "../matrix.ts";

/** A fitted projection; plain numbers, so it can be stored as it is. */
export interface Pca {
  readonly mean: Float64Array;
  /** One unit axis a row, most variance first: dimensions × columns, row-major. */
  readonly axes: Float64Array;
  readonly dimensions: number;
  /** Variance along each axis (divided by n - 1, as usual for samples). */
  readonly variances: Float64Array;
  /** Share of all variance along each axis, 0..1. */
  readonly varianceShares: Float64Array;
}

/** Either so many axes, or as many as keep this share of the variance. */
export type PcaSize = { readonly dimensions: number } | { readonly varianceKept: number };

/**
 * Fits axes to `vectors`. O(rows × columns² + columns³).
 * @throws RangeError for fewer than two vectors, or a size outside its range.
 */
export function fitPca(vectors: Matrix, size: PcaSize): Pca {
  const { rows, columns } = vectors;
  if (rows < 2) throw new RangeError(`There are ${rows} vectors; axes of variation need at least 2.`);
  const { mean, covariance } = covarianceOf(vectors);
  const eigen = symmetricEigen(covariance);
  const all = eigen.values.map((value) => Math.max(0, (value * rows) / (rows - 1)));
  const total = all.reduce((sum, variance) => sum + variance, 0);
  const shares = all.map((variance) => (total > 0 ? variance / total : 0));
  const dimensions = "dimensions" in size ? size.dimensions : axesFor(size.varianceKept, shares);
  if (!(Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= columns)) {
    throw new RangeError(`dimensions is ${dimensions}; it must be an integer from 1 to ${columns}.`);
  }
  return {
    mean,
    axes: eigen.vectors.data.slice(0, dimensions * columns),
    dimensions,
    variances: all.slice(0, dimensions),
    varianceShares: shares.slice(0, dimensions),
  };
}

/**
 * Coordinates of `vectors` along the axes: rows × `dimensions`. Whitened, every axis has variance 1
 * (axes without variance stay 0). O(rows × columns × dimensions).
 * @throws RangeError when the vectors are not as wide as those of the fit.
 */
export function applyPca(pca: Pca, vectors: Matrix, { whitens = false } = {}): Matrix {
  const { mean, axes, dimensions, variances } = pca;
  const columns = mean.length;
  if (vectors.columns !== columns) {
    throw new RangeError(`Vectors of ${vectors.columns} numbers do not fit axes of ${columns}.`);
  }
  const coordinates = matrix(vectors.rows, dimensions);
  const centred = new Float64Array(columns);
  for (let i = 0; i < vectors.rows; i++) {
    for (let j = 0; j < columns; j++) centred[j] = vectors.data[i * columns + j] - mean[j];
    for (let d = 0; d < dimensions; d++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += centred[j] * axes[d * columns + j];
      const scale = whitens ? (variances[d] > 0 ? 1 / Math.sqrt(variances[d]) : 0) : 1;
      coordinates.data[i * dimensions + d] = scale * sum;
    }
  }
  return coordinates;
}

/** As many axes as hold this share of the variance. @throws RangeError outside 0..1. */
export function axesFor(varianceKept: number, shares: Float64Array): number {
  if (!(varianceKept > 0 && varianceKept <= 1)) {
    throw new RangeError(`varianceKept is ${varianceKept}; it must be above 0 and at most 1.`);
  }
  let kept = 0;
  for (let d = 0; d < shares.length; d++) {
    kept += shares[d];
    if (kept >= varianceKept) return d + 1;
  }
  return shares.length;
}

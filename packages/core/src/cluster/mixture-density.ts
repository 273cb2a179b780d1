/**
 * Log densities of a Gaussian mixture's components, weights included.
 *
 * Components along the columns: −½ Σ p (x − m)² is one product of [x², x] with [−½ p, p m], which the
 * kernels do fast but in float32. So it only decides which components matter for a vector; those
 * (in many dimensions one or two) are measured again from differences in float64, and shares too small
 * for float32 count as none, so that nobody spends time on them. Round components are a special case, a shared ellipsoid is one after
 * whitening, and free ellipsoids are whitened one by one, by the same two steps.
 */
import type { Kernels } from "../compute/kernels.ts";
import { choleskyFactor, invertLowerTriangle } from "../linear-algebra/cholesky.ts";
import { dot, type Matrix, matrix, row } from "../matrix.ts";
import type { MixtureParameters } from "./mixture-model.ts";

/** Row-major rows × components; valid until the next call. */
export type LogDensities = (block: Matrix) => Promise<Float64Array>;

/** Components this many units of log density below the best share less than float32 can tell from 0. */
const NEGLIGIBLE = 16;
/** Components this far below share less than 1e-4: what a float32 product errs by does not show. */
const MINOR = 9;
/** Bound on the error of a float32 product, relative to the sum of what is added. */
const PRODUCT_ERROR = 1e-5;

/** @throws RangeError when a covariance is singular. */
export function logDensities(mixture: MixtureParameters, kernels: Kernels): LogDensities {
  const { covarianceType, columns, weights, means, covariances } = mixture;
  switch (covarianceType) {
    case "diagonal":
      return axisDensities({ weights, means, variances: covariances }, columns, kernels);
    case "spherical": {
      const variances = means.map((_, j) => covariances[Math.floor(j / columns)]);
      return axisDensities({ weights, means, variances }, columns, kernels);
    }
    case "tied": {
      const { whitener, halfLogDeterminant } = whitening(covariances, columns);
      const middle = weightedMean(weights, means, columns);
      const measure = axisDensities(
        {
          weights,
          means: whitened(means, middle, whitener),
          variances: new Float64Array(means.length).fill(1),
          halfLogScale: halfLogDeterminant,
        },
        columns,
        kernels,
      );
      return async (block) => measure(await kernels.products(shifted(block, middle), whitener));
    }
    case "full":
      return ellipsoidDensities(mixture, kernels);
  }
}

interface AxisComponents {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly variances: Float64Array;
  /** Half the log determinant of what the vectors were whitened by. Default 0. */
  readonly halfLogScale?: number;
}

function axisDensities(
  { weights, means, variances, halfLogScale = 0 }: AxisComponents,
  columns: number,
  kernels: Kernels,
): LogDensities {
  const count = weights.length;
  const precisions = variances.map((variance) => 1 / variance);
  const constants = weights.map((weight, k) => {
    let halfLogDeterminant = halfLogScale;
    for (let j = k * columns; j < (k + 1) * columns; j++) halfLogDeterminant += 0.5 * Math.log(variances[j]);
    return Math.log(weight) - halfLogDeterminant - 0.5 * columns * Math.log(2 * Math.PI);
  });
  // Around their middle the numbers are small, and so is what their products lose.
  const middle = weightedMean(weights, means, columns);
  const factors = matrix(count, 2 * columns);
  const offsets = constants.slice();
  const meanTerms = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let squared = 0;
    for (let j = 0; j < columns; j++) {
      const precision = precisions[k * columns + j];
      const mean = means[k * columns + j] - middle[j];
      factors.data[2 * k * columns + j] = -0.5 * precision;
      factors.data[(2 * k + 1) * columns + j] = precision * mean;
      squared += precision * mean * mean;
    }
    meanTerms[k] = 0.5 * squared;
    offsets[k] -= meanTerms[k];
  }
  // With s = ½ Σ p (x − m)², all terms of a product together are at most 4 s + 6 · ½ Σ p m².
  const errorOf = (k: number, rough: number): number =>
    PRODUCT_ERROR * (4 * Math.max(0, constants[k] - rough) + 6 * meanTerms[k]);
  let terms = new Float32Array(0);
  let logs = new Float64Array(0);

  return async (block) => {
    const { rows } = block;
    if (terms.length < rows * 2 * columns) {
      terms = new Float32Array(rows * 2 * columns);
      logs = new Float64Array(rows * count);
    }
    writeTerms(block, middle, terms);
    const left = matrix(rows, 2 * columns, terms.subarray(0, rows * 2 * columns));
    const tile = (await kernels.products(left, factors)).data;
    for (let i = 0; i < rows; i++) {
      const start = i * count;
      let bar = -Infinity;
      for (let k = 0; k < count; k++) {
        const rough = tile[start + k] + offsets[k];
        if (rough > bar && rough < Infinity) bar = Math.max(bar, rough - errorOf(k, rough));
      }
      for (let k = 0; k < count; k++) {
        const rough = tile[start + k] + offsets[k];
        // Whatever overflowed compares as false, and is measured.
        const above = rough + errorOf(k, rough) - bar;
        if (above < -MINOR && rough > -Infinity) {
          logs[start + k] = above < -NEGLIGIBLE ? -Infinity : rough;
        } else {
          const distance = scaledDistance(block.data, i * columns, means, precisions, k * columns, columns);
          logs[start + k] = constants[k] - 0.5 * distance;
        }
      }
    }
    return logs;
  };
}

/** [(x − middle)², x − middle] of every row. */
function writeTerms({ rows, columns, data }: Matrix, middle: Float64Array, terms: Float32Array): void {
  for (let i = 0; i < rows; i++) {
    const from = i * columns;
    const to = 2 * from;
    for (let j = 0; j < columns; j++) {
      const value = data[from + j] - middle[j];
      terms[to + j] = value * value;
      terms[to + columns + j] = value;
    }
  }
}

/** Σ p (x − m)². Four sums side by side hide the latency of addition. */
function scaledDistance(
  data: Float32Array,
  from: number,
  means: Float64Array,
  precisions: Float64Array,
  at: number,
  columns: number,
): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let j = 0;
  for (; j + 3 < columns; j += 4) {
    const d0 = data[from + j] - means[at + j];
    const d1 = data[from + j + 1] - means[at + j + 1];
    const d2 = data[from + j + 2] - means[at + j + 2];
    const d3 = data[from + j + 3] - means[at + j + 3];
    sum0 += d0 * d0 * precisions[at + j];
    sum1 += d1 * d1 * precisions[at + j + 1];
    sum2 += d2 * d2 * precisions[at + j + 2];
    sum3 += d3 * d3 * precisions[at + j + 3];
  }
  for (; j < columns; j++) sum0 += (data[from + j] - means[at + j]) ** 2 * precisions[at + j];
  return sum0 + sum1 + (sum2 + sum3);
}

function ellipsoidDensities(mixture: MixtureParameters, kernels: Kernels): LogDensities {
  const { columns, weights, means, covariances } = mixture;
  const count = weights.length;
  const components = Array.from(weights, (weight, k) => {
    const own = covariances.subarray(k * columns * columns, (k + 1) * columns * columns);
    const { whitener, triangle, halfLogDeterminant } = whitening(own, columns);
    const constant = Math.log(weight) - halfLogDeterminant - 0.5 * columns * Math.log(2 * Math.PI);
    const size = Math.sqrt(dot(triangle, triangle));
    return { whitener, triangle, size, constant, mean: means.subarray(k * columns, (k + 1) * columns) };
  });
  return async (block) => {
    const logs = new Float64Array(block.rows * count);
    const errors = new Float64Array(block.rows * count);
    for (const [k, { whitener, size, constant, mean }] of components.entries()) {
      const differences = shifted(block, mean);
      const products = await kernels.products(differences, whitener);
      for (let i = 0; i < block.rows; i++) {
        const squared = dot(row(products, i), row(products, i));
        const difference = row(differences, i);
        const error = PRODUCT_ERROR * size * Math.sqrt(dot(difference, difference));
        logs[i * count + k] = constant - 0.5 * squared;
        errors[i * count + k] = Math.sqrt(squared) * error + 0.5 * error * error;
      }
    }
    const difference = new Float64Array(columns);
    for (let start = 0; start < logs.length; start += count) {
      let bar = -Infinity;
      for (let k = start; k < start + count; k++) bar = Math.max(bar, logs[k] - errors[k] - NEGLIGIBLE);
      for (let k = 0; k < count; k++) {
        const isNegligible = logs[start + k] + errors[start + k] < bar;
        const { triangle, constant, mean } = components[k];
        const from = (start / count) * columns;
        for (let j = 0; j < columns; j++) difference[j] = block.data[from + j] - mean[j];
        logs[start + k] = isNegligible ? -Infinity : constant - 0.5 * whitenedLength(triangle, difference);
      }
    }
    return logs;
  };
}

/** ‖L⁻¹ difference‖², of the lower triangle only. */
function whitenedLength(triangle: Float64Array, difference: Float64Array): number {
  const size = difference.length;
  let squared = 0;
  for (let i = 0; i < size; i++) {
    const start = i * size;
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += triangle[start + j] * difference[j];
    squared += sum * sum;
  }
  return squared;
}

/** L⁻¹ of a covariance L Lᵀ: what it is multiplied with has unit covariance. */
function whitening(covariance: Float64Array, columns: number) {
  const factor = choleskyFactor({ size: columns, data: covariance });
  let halfLogDeterminant = 0;
  for (let j = 0; j < columns; j++) halfLogDeterminant += Math.log(factor[j * columns + j]);
  const triangle = invertLowerTriangle(factor, columns);
  return { triangle, whitener: matrix(columns, columns, Float32Array.from(triangle)), halfLogDeterminant };
}

function whitened(means: Float64Array, middle: Float64Array, whitener: Matrix): Float64Array {
  const { columns } = whitener;
  return Float64Array.from(means, (_, at) => {
    const start = at - (at % columns);
    const axis = row(whitener, at % columns);
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += axis[j] * (means[start + j] - middle[j]);
    return sum;
  });
}

function shifted(block: Matrix, origin: Float64Array): Matrix {
  const { rows, columns, data } = block;
  const moved = matrix(rows, columns);
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, p++) moved.data[p] = data[p] - origin[j];
  }
  return moved;
}

function weightedMean(weights: Float64Array, means: Float64Array, columns: number): Float64Array {
  const middle = new Float64Array(columns);
  for (let k = 0; k < weights.length; k++) {
    for (let j = 0; j < columns; j++) middle[j] += weights[k] * means[k * columns + j];
  }
  return middle;
}

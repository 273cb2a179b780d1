/**
 * Log densities of a Gaussian mixture's components, weights included.
 *
 * Components along the columns: −½ Σ p (x − m)² is one product of [x², x] with [−½ p, p m], which the
 * kernels do fast but in float32. So it only decides which components matter for a vector; those
 * (in many dimensions one or two) are measured again from differences in float64, and shares too small
 * for float32 count as none, so that nobody spends time on them. Round components are a special case, a shared ellipsoid is one after
 * whitening, and free ellipsoids are whitened one by one, by the same two steps.
 */
import type { Kernels } from "../../compute/kernels.ts";
import { choleskyFactor, invertLowerTriangle } from "../../linear-algebra/cholesky.ts";
import { dot, type Matrix, matrix, row } from "../../matrix.ts";
import type { MixtureParameters } from "./mixture-model.ts";

/** Row-major rows × components for the rows from `start` on; valid until the next call. */
export type LogDensities = (block: Matrix, start: number) => Promise<Float64Array>;

/** Components this many units of log density below the best share less than float32 can tell from 0. */
const NEGLIGIBLE = 16;
/** Components this far below share less than 1e-4: what a float32 product errs by does not show. */
const MINOR = 9;
/** Bound on the error of a float32 product, relative to the sum of what is added. */
const PRODUCT_ERROR = 1e-5;

/**
 * @param terms kept from call to call, for vectors measured under one mixture after another. Default: made anew
 * @throws RangeError when a covariance is singular.
 */
export function logDensities(
  mixture: MixtureParameters,
  kernels: Kernels,
  terms: SquareTerms = squareTerms(mixture),
): LogDensities {
  const { covarianceType, columns, weights, means, covariances } = mixture;
  switch (covarianceType) {
    case "diagonal":
      return axisDensities({ weights, means, variances: covariances }, terms, kernels);
    case "spherical": {
      const variances = means.map((_, j) => covariances[Math.floor(j / columns)]);
      return axisDensities({ weights, means, variances }, terms, kernels);
    }
    case "tied": {
      const { whitener, halfLogDeterminant } = whitening(covariances, columns);
      const middle = weightedMean(weights, means, columns);
      const components = {
        weights,
        means: whitened(means, middle, whitener),
        variances: new Float64Array(means.length).fill(1),
        halfLogScale: halfLogDeterminant,
      };
      const turned = new SquareTerms(weightedMean(weights, components.means, columns));
      const measure = axisDensities(components, turned, kernels);
      return async (block, start) => measure(await kernels.products(shifted(block, middle), whitener), start);
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
  terms: SquareTerms,
  kernels: Kernels,
): LogDensities {
  const { middle } = terms;
  const columns = middle.length;
  const count = weights.length;
  const precisions = variances.map((variance) => 1 / variance);
  const constants = weights.map((weight, k) => {
    let halfLogDeterminant = halfLogScale;
    for (let j = k * columns; j < (k + 1) * columns; j++) halfLogDeterminant += 0.5 * Math.log(variances[j]);
    return Math.log(weight) - halfLogDeterminant - 0.5 * columns * Math.log(2 * Math.PI);
  });
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
  // With s = ½ Σ p (x − m)², all terms of a product together are at most 4 s + 6 · ½ Σ p m². So what the
  // product says of a density, and how much that may be wrong, are both straight lines.
  const slack = 4 * PRODUCT_ERROR;
  const spans = constants.map((constant, k) => slack * constant + 6 * PRODUCT_ERROR * meanTerms[k]);
  const leastOffsets = offsets.map((offset, k) => (1 + slack) * offset - spans[k]);
  const mostOffsets = offsets.map((offset, k) => (1 - slack) * offset + spans[k]);
  let logs = new Float64Array(0);

  return async (block, start) => {
    const { rows } = block;
    if (logs.length < rows * count) logs = new Float64Array(rows * count);
    const tile = (await kernels.products(terms.of(block, start), factors)).data;
    for (let i = 0, at = 0; i < rows; i++, at += count) {
      let bar = -Infinity;
      for (let k = 0; k < count; k++) {
        const least = (1 + slack) * tile[at + k] + leastOffsets[k];
        if (least > bar && least < Infinity) bar = least;
      }
      for (let k = 0; k < count; k++) {
        const above = (1 - slack) * tile[at + k] + mostOffsets[k] - bar;
        // Whatever overflowed compares as false, and is measured.
        if (above < -MINOR && above > -Infinity) {
          logs[at + k] = above < -NEGLIGIBLE ? -Infinity : tile[at + k] + offsets[k];
        } else {
          const distance = scaledDistance(block.data, i * columns, means, precisions, k * columns, columns);
          logs[at + k] = constants[k] - 0.5 * distance;
        }
      }
    }
    return logs;
  };
}

/**
 * [(x − middle)², x − middle] of every row. Around their middle numbers are small, and so is what their
 * products lose; the middle of a mixture is the mean of what it is fitted to, whatever its components.
 */
export class SquareTerms {
  readonly middle: Float64Array;
  /** By first row; null when every block is written over the last. */
  readonly #kept: Map<number, Matrix> | null;
  #last = new Float32Array(0);

  /** @param keeps whether terms stay in memory, twice that of the vectors. Default false */
  constructor(middle: Float64Array, keeps = false) {
    this.middle = middle;
    this.#kept = keeps ? new Map() : null;
  }

  /** rows × (2 × columns) for the rows from `start` on. */
  of(block: Matrix, start: number): Matrix {
    const found = this.#kept?.get(start);
    if (found !== undefined) return found;
    const length = 2 * block.data.length;
    if (this.#kept !== null || this.#last.length < length) this.#last = new Float32Array(length);
    const terms = matrix(block.rows, 2 * block.columns, this.#last.subarray(0, length));
    writeTerms(block, this.middle, terms.data);
    this.#kept?.set(start, terms);
    return terms;
  }
}

/** Terms around the middle of a mixture. */
export function squareTerms({ weights, means, columns }: MixtureParameters, keeps = false): SquareTerms {
  return new SquareTerms(weightedMean(weights, means, columns), keeps);
}

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

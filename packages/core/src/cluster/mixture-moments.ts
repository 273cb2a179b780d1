/**
 * What a Gaussian mixture learns from one pass over the vectors: the weighted count, sum and spread of
 * each component, gathered block by block while memberships are computed, so that they are never
 * stored. Everything is measured from the previous means, which keeps the digits of small variances
 * in data far from zero.
 */
import {
  addOuterProduct,
  type Covariance,
  mirrorLowerHalf,
  type SquareMatrix,
} from "../linear-algebra/square-matrix.ts";
import type { Matrix } from "../matrix.ts";
import type { CovarianceType, MixtureParameters } from "./mixture-model.ts";

/** Keeps a component that nobody belongs to from dividing by zero. */
const LEAST_COUNT = 10 * Number.EPSILON;

export interface MomentOptions {
  readonly covarianceType: CovarianceType;
  /** Added to every variance. */
  readonly regularisation: number;
  /** Of all vectors, for `tied`. */
  readonly total?: Covariance;
}

export class MixtureMoments {
  readonly #origins: Float64Array;
  readonly #columns: number;
  readonly #options: MomentOptions;
  readonly #counts: Float64Array;
  readonly #sums: Float64Array;
  /** Weighted squares along the columns. */
  readonly #spread: Float64Array;
  /** Weighted products of all columns, lower half, for `full`. */
  readonly #products: readonly SquareMatrix[];

  /** @param origins row-major components × columns: where each component is measured from */
  constructor(origins: Float64Array, columns: number, options: MomentOptions) {
    const count = origins.length / columns;
    const { covarianceType } = options;
    this.#origins = origins;
    this.#columns = columns;
    this.#options = options;
    this.#counts = new Float64Array(count);
    this.#sums = new Float64Array(count * columns);
    this.#spread = new Float64Array(count * columns);
    const square = () => ({ size: columns, data: new Float64Array(columns ** 2) });
    this.#products = covarianceType === "full" ? Array.from({ length: count }, square) : [];
  }

  /** Adds a block of vectors with their `probabilities` (row-major rows × components). */
  add(block: Matrix, probabilities: Float64Array): void {
    const { covarianceType } = this.#options;
    const count = this.#counts.length;
    // Four of zero weight follow the members, so that they can be taken four at a time.
    const members = new Int32Array(block.rows + 4);
    const weights = new Float64Array(block.rows + 4);
    for (let k = 0; k < count; k++) {
      let size = 0;
      for (let i = 0; i < block.rows; i++) {
        const weight = probabilities[i * count + k];
        if (weight === 0) continue;
        this.#counts[k] += weight;
        members[size] = i;
        weights[size++] = weight;
      }
      if (covarianceType === "full") this.#addProducts(block, k, members.subarray(0, size), weights);
      else {
        weights.fill(0, size, size + 4);
        for (let m = 0; m < size; m += 4) this.#addFour(block, k, members.subarray(m), weights.subarray(m));
      }
    }
  }

  #addFour({ columns, data }: Matrix, component: number, members: Int32Array, weights: Float64Array): void {
    const origins = this.#origins;
    const sums = this.#sums;
    const spread = this.#spread;
    const [from0, from1, from2, from3] = [0, 1, 2, 3].map((m) => members[m] * columns);
    const [weight0, weight1, weight2, weight3] = weights;
    for (let j = 0, at = component * columns; j < columns; j++, at++) {
      const d0 = data[from0 + j] - origins[at];
      const d1 = data[from1 + j] - origins[at];
      const d2 = data[from2 + j] - origins[at];
      const d3 = data[from3 + j] - origins[at];
      const w0 = weight0 * d0;
      const w1 = weight1 * d1;
      const w2 = weight2 * d2;
      const w3 = weight3 * d3;
      sums[at] += w0 + w1 + (w2 + w3);
      spread[at] += w0 * d0 + w1 * d1 + (w2 * d2 + w3 * d3);
    }
  }

  #addProducts(
    { columns, data }: Matrix,
    component: number,
    members: Int32Array,
    weights: Float64Array,
  ): void {
    const at = component * columns;
    const difference = new Float64Array(columns);
    for (const [m, index] of members.entries()) {
      for (let j = 0; j < columns; j++) {
        difference[j] = data[index * columns + j] - this.#origins[at + j];
        this.#sums[at + j] += weights[m] * difference[j];
      }
      addOuterProduct(this.#products[component], difference, weights[m]);
    }
  }

  /** The parameters under which what was added is likeliest. */
  parameters(): MixtureParameters {
    const columns = this.#columns;
    const counts = this.#counts.map((count) => count + LEAST_COUNT);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const drift = this.#sums.map((sum, at) => sum / counts[Math.floor(at / columns)]);
    const means = this.#origins.map((origin, at) => origin + drift[at]);
    return {
      covarianceType: this.#options.covarianceType,
      columns,
      weights: counts.map((count) => count / total),
      means,
      covariances: this.#covariances(counts, drift, means),
    };
  }

  #covariances(counts: Float64Array, drift: Float64Array, means: Float64Array): Float64Array {
    const { covarianceType, regularisation } = this.#options;
    const columns = this.#columns;
    const variance = (at: number): number =>
      Math.max(0, this.#spread[at] / counts[Math.floor(at / columns)] - drift[at] ** 2) + regularisation;
    switch (covarianceType) {
      case "diagonal":
        return this.#spread.map((_, at) => variance(at));
      case "spherical":
        return counts.map((_, k) => {
          let sum = 0;
          for (let j = k * columns; j < (k + 1) * columns; j++) sum += variance(j);
          return sum / columns;
        });
      case "full":
        return this.#ellipsoids(counts, drift);
      case "tied":
        return this.#shared(counts, means);
    }
  }

  #ellipsoids(counts: Float64Array, drift: Float64Array): Float64Array {
    const columns = this.#columns;
    const covariances = new Float64Array(counts.length * columns ** 2);
    for (const [k, products] of this.#products.entries()) {
      mirrorLowerHalf(products);
      const moved = drift.subarray(k * columns, (k + 1) * columns);
      const own = covariances.subarray(k * columns ** 2, (k + 1) * columns ** 2);
      for (let i = 0, at = 0; i < columns; i++) {
        for (let j = 0; j < columns; j++, at++) own[at] = products.data[at] / counts[k] - moved[i] * moved[j];
        own[i * (columns + 1)] += this.#options.regularisation;
      }
    }
    return covariances;
  }

  /** What of the total covariance is not between the means. */
  #shared(counts: Float64Array, means: Float64Array): Float64Array {
    const { regularisation, total } = this.#options;
    if (total === undefined) throw new Error("internal: a tied covariance needs the total covariance.");
    const columns = this.#columns;
    const size = counts.reduce((sum, count) => sum + count, 0);
    const within = total.covariance.data.slice();
    for (let k = 0; k < counts.length; k++) {
      const away = total.mean.map((mean, j) => means[k * columns + j] - mean);
      for (let i = 0, at = 0; i < columns; i++) {
        const weighted = (counts[k] / size) * away[i];
        for (let j = 0; j < columns; j++, at++) within[at] -= weighted * away[j];
      }
    }
    for (let j = 0; j < columns; j++) within[j * (columns + 1)] += regularisation;
    return within;
  }
}

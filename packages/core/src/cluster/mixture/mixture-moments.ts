/**
 * What a Gaussian mixture learns from a pass over the vectors: the weighted count, sum and spread of
 * each component, gathered block by block while memberships are computed, so that these are never
 * stored. Everything is measured from the means of the start, which keeps the digits of small variances
 * in data far from zero.
 *
 * In many dimensions nearly every vector belongs wholly to one component, and stays there: such are
 * followed by their moves, as in `member-sums.ts`, and not read again.
 */
import {
  addOuterProduct,
  type Covariance,
  mirrorLowerHalf,
  type SquareMatrix,
} from "../../compute/square-matrix.ts";
import type { Matrix } from "../../matrix.ts";
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

/** Weighted counts, sums and squares of the members of each component, measured from its origin. */
class MemberMoments {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  /** Weighted squares along the columns. */
  readonly spread: Float64Array;
  /** Weighted products of all columns, lower half, for `full`. */
  readonly products: readonly SquareMatrix[];
  readonly #origins: Float64Array;
  readonly #columns: number;

  constructor(origins: Float64Array, columns: number, covarianceType: CovarianceType) {
    const count = origins.length / columns;
    this.#origins = origins;
    this.#columns = columns;
    this.counts = new Float64Array(count);
    this.sums = new Float64Array(origins.length);
    this.spread = new Float64Array(origins.length);
    const square = () => ({ size: columns, data: new Float64Array(columns ** 2) });
    this.products = covarianceType === "full" ? Array.from({ length: count }, square) : [];
  }

  clear(): void {
    for (const numbers of [this.counts, this.sums, this.spread]) numbers.fill(0);
    for (const { data } of this.products) data.fill(0);
  }

  /** Adds to one component `size` rows of a block; both arrays have room for four more. */
  add(block: Matrix, component: number, members: Int32Array, weights: Float64Array, size: number): void {
    for (let m = 0; m < size; m++) this.counts[component] += weights[m];
    if (this.products.length > 0) this.#addProducts(block, component, members.subarray(0, size), weights);
    else {
      // Those of zero weight fill up the last four.
      weights.fill(0, size, size + 4);
      for (let m = 0; m < size; m += 4)
        this.#addFour(block, component, members.subarray(m), weights.subarray(m));
    }
  }

  #addFour({ columns, data }: Matrix, component: number, members: Int32Array, weights: Float64Array): void {
    const origins = this.#origins;
    const { sums, spread } = this;
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

  #addProducts({ data }: Matrix, component: number, members: Int32Array, weights: Float64Array): void {
    const columns = this.#columns;
    const at = component * columns;
    const difference = new Float64Array(columns);
    for (const [m, index] of members.entries()) {
      for (let j = 0; j < columns; j++) {
        difference[j] = data[index * columns + j] - this.#origins[at + j];
        this.sums[at + j] += weights[m] * difference[j];
      }
      addOuterProduct(this.products[component], difference, weights[m]);
    }
  }
}

export class MixtureMoments {
  readonly #origins: Float64Array;
  readonly #columns: number;
  readonly #options: MomentOptions;
  /** Of rows that belong wholly to one component: kept from pass to pass, and corrected where they change. */
  readonly #whole: MemberMoments;
  /** Of all other rows, in this pass. */
  readonly #divided: MemberMoments;
  /** The component to which each row belongs wholly, or -1. */
  readonly #owners: Int32Array;

  /** @param origins row-major components × columns: where each component is measured from */
  constructor(rows: number, origins: Float64Array, columns: number, options: MomentOptions) {
    this.#origins = origins;
    this.#columns = columns;
    this.#options = options;
    this.#whole = new MemberMoments(origins, columns, options.covarianceType);
    this.#divided = new MemberMoments(origins, columns, options.covarianceType);
    this.#owners = new Int32Array(rows).fill(-1);
  }

  /** Begins a pass, in which every row must be added once. */
  begin(): void {
    this.#divided.clear();
  }

  /** Adds the block of rows from `start` on, with their `probabilities` (row-major rows × components). */
  add(block: Matrix, start: number, probabilities: Float64Array): void {
    const count = this.#origins.length / this.#columns;
    const changed: { index: number; from: number; to: number }[] = [];
    const divided: number[] = [];
    for (let i = 0; i < block.rows; i++) {
      const owner = ownerOf(probabilities, i * count, count);
      const before = this.#owners[start + i];
      if (owner < 0) divided.push(i);
      if (owner !== before) changed.push({ index: i, from: before, to: owner });
      this.#owners[start + i] = owner;
    }
    const members = new Int32Array(block.rows + 4);
    const weights = new Float64Array(block.rows + 4);
    for (let k = 0; k < count; k++) {
      let size = 0;
      for (const { index, from, to } of changed) {
        if (from !== k && to !== k) continue;
        members[size] = index;
        weights[size++] = to === k ? 1 : -1;
      }
      this.#whole.add(block, k, members, weights, size);
      size = 0;
      for (const index of divided) {
        const weight = probabilities[index * count + k];
        if (weight === 0) continue;
        members[size] = index;
        weights[size++] = weight;
      }
      this.#divided.add(block, k, members, weights, size);
    }
  }

  /** The parameters under which what was added is likeliest. */
  parameters(): MixtureParameters {
    const columns = this.#columns;
    const whole = this.#whole;
    const divided = this.#divided;
    const counts = whole.counts.map((count, k) => count + divided.counts[k] + LEAST_COUNT);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const drift = whole.sums.map((sum, at) => (sum + divided.sums[at]) / counts[Math.floor(at / columns)]);
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
    const spread = this.#whole.spread.map((square, at) => square + this.#divided.spread[at]);
    const variance = (at: number): number =>
      Math.max(0, spread[at] / counts[Math.floor(at / columns)] - drift[at] ** 2) + regularisation;
    switch (covarianceType) {
      case "diagonal":
        return spread.map((_, at) => variance(at));
      case "spherical":
        return counts.map((_, k) => {
          let sum = 0;
          for (let j = k * columns; j < (k + 1) * columns; j++) sum += variance(j);
          return sum / columns;
        });
      case "full":
        return this.#ellipsoids(counts, drift);
      case "tied":
        return this.#sharedEllipsoid(counts, means);
    }
  }

  #ellipsoids(counts: Float64Array, drift: Float64Array): Float64Array {
    const columns = this.#columns;
    const covariances = new Float64Array(counts.length * columns ** 2);
    for (const [k, { size, data }] of this.#whole.products.entries()) {
      const divided = this.#divided.products[k].data;
      const products = { size, data: data.map((square, at) => square + divided[at]) };
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
  #sharedEllipsoid(counts: Float64Array, means: Float64Array): Float64Array {
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

/** The component to which a row belongs wholly, or -1. */
function ownerOf(probabilities: Float64Array, from: number, count: number): number {
  for (let k = 0; k < count; k++)
    if (probabilities[from + k] !== 0) return probabilities[from + k] === 1 ? k : -1;
  return -1;
}

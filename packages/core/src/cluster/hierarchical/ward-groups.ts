/**
 * Groups of vectors as Ward's criterion sees them: each is a mean and a weight, and the distance of two
 * follows from these at any time. A union is a new group with a number of its own, so whoever remembers
 * a group notices that it is gone and finds what it became.
 */
import { meanOfRows } from "../../compute/mean-of-rows.ts";
import { type Matrix, matrix } from "../../matrix.ts";

export class WardGroups {
  /** By place. A group has the place of one of its vectors: groups 0 … rows - 1 have their own. */
  readonly weights: Float64Array;
  /** Squared lengths of the means, by place. */
  readonly norms: Float64Array;
  readonly #columns: number;
  /** From the mean of all, which keeps the digits of products. */
  readonly #means: Float64Array;
  readonly #placeOf: Int32Array;
  /** What a group became; -1 while it lives. */
  readonly #union: Int32Array;
  #count: number;
  #living: Int32Array;

  constructor(vectors: Matrix, weights: ArrayLike<number>) {
    const { rows, columns, data } = vectors;
    this.weights = Float64Array.from(weights);
    this.#columns = columns;
    this.#means = new Float64Array(data.length);
    const centre = meanOfRows(vectors);
    this.norms = new Float64Array(rows);
    for (let i = 0, p = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, p++) {
        this.#means[p] = data[p] - centre[j];
        this.norms[i] += this.#means[p] ** 2;
      }
    }
    this.#placeOf = Int32Array.from({ length: 2 * rows }, (_, group) => group);
    this.#union = new Int32Array(2 * rows).fill(-1);
    this.#count = rows;
    this.#living = Int32Array.from({ length: rows }, (_, group) => group);
  }

  placeOf(group: number): number {
    return this.#placeOf[group];
  }

  isGone(group: number): boolean {
    return this.#union[group] >= 0;
  }

  /** The living group that holds the vectors of `group`. */
  current(group: number): number {
    const union = this.#union;
    let last = group;
    while (union[last] >= 0) last = union[last];
    for (let at = group; at !== last; ) {
      const next = union[at];
      union[at] = last;
      at = next;
    }
    return last;
  }

  /** Groups that live, ascending. O(rows) at most, once after each change. */
  living(): Int32Array {
    const known = this.#living.filter((group) => !this.isGone(group));
    const newest = this.#living.length === 0 ? 0 : this.#living[this.#living.length - 1] + 1;
    const fresh: number[] = [];
    for (let group = newest; group < this.#count; group++) if (!this.isGone(group)) fresh.push(group);
    this.#living = new Int32Array(known.length + fresh.length);
    this.#living.set(known);
    this.#living.set(fresh, known.length);
    return this.#living;
  }

  /**
   * 2 |A| |B| / (|A| + |B|) ‖mean A - mean B‖²: twice the growth of the squared deviations, and for two
   * single vectors their squared distance.
   */
  distance(a: number, b: number): number {
    const columns = this.#columns;
    const means = this.#means;
    const weightA = this.weights[this.#placeOf[a]];
    const weightB = this.weights[this.#placeOf[b]];
    let p = this.#placeOf[a] * columns;
    let q = this.#placeOf[b] * columns;
    const end = p + columns;
    // Four sums do not wait for each other.
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (; p + 3 < end; p += 4, q += 4) {
      const d0 = means[p] - means[q];
      const d1 = means[p + 1] - means[q + 1];
      const d2 = means[p + 2] - means[q + 2];
      const d3 = means[p + 3] - means[q + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; p < end; p++, q++) s0 += (means[p] - means[q]) ** 2;
    return ((2 * weightA * weightB) / (weightA + weightB)) * (s0 + s1 + (s2 + s3));
  }

  /** Unites two groups and returns the number of the union. It has the place of `a`. */
  join(a: number, b: number): number {
    const union = this.#count++;
    const placeA = this.#placeOf[a];
    const placeB = this.#placeOf[b];
    const total = this.weights[placeA] + this.weights[placeB];
    const share = this.weights[placeB] / total;
    const means = this.#means;
    let p = placeA * this.#columns;
    let q = placeB * this.#columns;
    let norm = 0;
    for (const end = p + this.#columns; p < end; p++, q++) {
      means[p] += share * (means[q] - means[p]);
      norm += means[p] * means[p];
    }
    this.norms[placeA] = norm;
    this.weights[placeA] = total;
    this.#placeOf[union] = placeA;
    this.#union[a] = union;
    this.#union[b] = union;
    return union;
  }

  /** The means of some groups, rounded to float32. */
  rounded(groups: Int32Array): Matrix {
    const columns = this.#columns;
    const means = matrix(groups.length, columns);
    for (let i = 0; i < groups.length; i++) {
      const from = this.#placeOf[groups[i]] * columns;
      for (let j = 0; j < columns; j++) means.data[i * columns + j] = this.#means[from + j];
    }
    return means;
  }
}

/**
 * The sums of each cluster's members, kept while vectors change sides. After the first iterations of
 * k-means few vectors move, so following the moves reads a small part of the data again instead of
 * all of it. Sums are float64: what moves in and out again leaves no trace that float32 would show.
 */
import type { Kernels } from "../../compute/kernels.ts";
import { type Matrix, matrix } from "../../matrix.ts";

/** A move reads a row and writes two sums; above this share of the rows a fresh start costs less. */
const LARGEST_SHARE_MOVED = 1 / 3;

export class MemberSums {
  readonly #vectors: Matrix;
  readonly #kernels: Kernels;
  readonly #assignment: Int32Array;
  #sums: Float64Array;
  #counts: Int32Array;

  /** Nobody belongs anywhere yet. */
  constructor(vectors: Matrix, clusterCount: number, kernels: Kernels) {
    this.#vectors = vectors;
    this.#kernels = kernels;
    this.#assignment = new Int32Array(vectors.rows).fill(-1);
    this.#sums = new Float64Array(clusterCount * vectors.columns);
    this.#counts = new Int32Array(clusterCount);
  }

  get counts(): Int32Array {
    return this.#counts;
  }

  /** The assignment that the sums are of; not to be written to. */
  get assignment(): Int32Array {
    return this.#assignment;
  }

  /** Takes over an assignment; gives the number of vectors that changed. O(changed × columns). */
  async assign(next: Int32Array): Promise<number> {
    let changed = 0;
    for (let i = 0; i < next.length; i++) if (next[i] !== this.#assignment[i]) changed++;
    if (changed > LARGEST_SHARE_MOVED * next.length) {
      const fresh = await this.#kernels.sumByLabel(this.#vectors, next, this.#counts.length);
      this.#sums = fresh.sums;
      this.#counts = fresh.counts;
      this.#assignment.set(next);
    } else if (changed > 0) {
      for (let i = 0; i < next.length; i++) this.move(i, next[i]);
    }
    return changed;
  }

  /** Puts one vector into another cluster. */
  move(index: number, cluster: number): void {
    const from = this.#assignment[index];
    if (from === cluster) return;
    if (from >= 0) this.#add(index, from, -1);
    this.#add(index, cluster, 1);
    this.#assignment[index] = cluster;
  }

  /** Mean of each cluster; an empty one keeps its row of `previous`. */
  means(previous: Matrix): Matrix {
    const means = matrix(previous.rows, previous.columns);
    for (let c = 0; c < means.rows; c++) {
      const count = this.#counts[c];
      for (let j = c * means.columns; j < (c + 1) * means.columns; j++) {
        means.data[j] = count > 0 ? this.#sums[j] / count : previous.data[j];
      }
    }
    return means;
  }

  /**
   * Σ squared distance of the members to `centres`, from the sums alone: O(clusters × columns).
   * @param squaresOfAll Σ squared length of all vectors, each of which belongs somewhere
   */
  inertia(centres: Matrix, squaresOfAll: number): number {
    let inertia = squaresOfAll;
    for (let c = 0; c < centres.rows; c++) {
      const count = this.#counts[c];
      for (let j = c * centres.columns; j < (c + 1) * centres.columns; j++) {
        inertia += centres.data[j] * (count * centres.data[j] - 2 * this.#sums[j]);
      }
    }
    return Math.max(0, inertia);
  }

  #add(index: number, cluster: number, sign: 1 | -1): void {
    const { columns, data } = this.#vectors;
    const sums = this.#sums;
    const from = index * columns;
    const to = cluster * columns;
    this.#counts[cluster] += sign;
    for (let j = 0; j < columns; j++) sums[to + j] += sign * data[from + j];
  }
}

/**
 * Silhouette: for each vector, how much closer its own cluster is than the next, -1..1.
 *
 * Beware: it favours few, round clusters, and on collections of photos it only falls as clusters get
 * more (so it cannot choose their number there). After Rousseeuw (1987).
 */

import type { Kernels } from "../compute/kernels.ts";
import { tileRows, tiles } from "../compute/tile-rows.ts";
import { type Matrix, normaliseRows, row, rowRange } from "../matrix.ts";
import type { Metric } from "../method/metric.ts";

export interface Silhouette {
  /** One for each vector; 0 for noise and for the only member of a cluster. */
  readonly values: Float64Array;
  /** Over vectors that are not noise. */
  readonly mean: number;
}

/**
 * O(n² d), a tile of distances at a time.
 * @throws RangeError unless there are 2 to n - 1 clusters among the vectors that are not noise.
 */
export async function silhouette(
  vectors: Matrix,
  assignment: Int32Array,
  { metric, kernels }: { metric: Metric; kernels: Kernels },
): Promise<Silhouette> {
  const sums = new SilhouetteSums(assignment);
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  for (const { start, end } of tiles(vectors.rows, tileRows(vectors.rows))) {
    const tile = await kernels.squaredDistances(rowRange(measured, start, end), measured);
    const { data } = tile;
    if (metric === "cosine") for (let p = 0; p < data.length; p++) data[p] *= 0.5;
    else for (let p = 0; p < data.length; p++) data[p] = Math.sqrt(data[p]);
    for (let i = start; i < end; i++) sums.add(i, row(tile, i - start));
  }
  return sums.finish();
}

/** The same from distances that are already there: `distancesFrom(i)` gives those of vector i to all. */
export function silhouetteFromDistances(
  distancesFrom: (index: number) => ArrayLike<number>,
  assignment: Int32Array,
): Silhouette {
  const sums = new SilhouetteSums(assignment);
  for (let i = 0; i < assignment.length; i++) sums.add(i, distancesFrom(i));
  return sums.finish();
}

class SilhouetteSums {
  readonly #assignment: Int32Array;
  readonly #sizes: Int32Array;
  readonly #values: Float64Array;

  constructor(assignment: Int32Array) {
    this.#assignment = assignment;
    this.#sizes = clusterSizes(assignment);
    this.#values = new Float64Array(assignment.length);
    requireComparableClusters(this.#sizes);
  }

  add(index: number, distances: ArrayLike<number>): void {
    const own = this.#assignment[index];
    if (own < 0 || this.#sizes[own] === 1) return;
    const sums = new Float64Array(this.#sizes.length);
    for (let j = 0; j < distances.length; j++) {
      const cluster = this.#assignment[j];
      if (cluster >= 0 && j !== index) sums[cluster] += distances[j];
    }
    const within = sums[own] / (this.#sizes[own] - 1);
    let next = Infinity;
    for (let c = 0; c < sums.length; c++) {
      if (c !== own && this.#sizes[c] > 0) next = Math.min(next, sums[c] / this.#sizes[c]);
    }
    const larger = Math.max(within, next);
    this.#values[index] = larger === 0 ? 0 : (next - within) / larger;
  }

  finish(): Silhouette {
    const covered = this.#sizes.reduce((sum, size) => sum + size, 0);
    return { values: this.#values, mean: this.#values.reduce((sum, value) => sum + value, 0) / covered };
  }
}

/** Members of each cluster number; noise is left out. */
export function clusterSizes(assignment: Int32Array): Int32Array {
  const count = assignment.reduce((largest, cluster) => Math.max(largest, cluster), -1) + 1;
  const sizes = new Int32Array(count);
  for (const cluster of assignment) if (cluster >= 0) sizes[cluster]++;
  return sizes;
}

/** @throws RangeError unless clusters can be compared with each other and within themselves. */
export function requireComparableClusters(sizes: Int32Array): void {
  const clusterCount = sizes.filter((size) => size > 0).length;
  const covered = sizes.reduce((sum, size) => sum + size, 0);
  if (clusterCount < 2 || clusterCount > covered - 1) {
    throw new RangeError(
      `There are ${clusterCount} clusters of ${covered} vectors; this measure needs 2 to ${Math.max(2, covered - 1)} clusters.`,
    );
  }
}

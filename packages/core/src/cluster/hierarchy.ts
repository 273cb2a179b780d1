/**
 * From vectors (or weighted centres) to a dendrogram: distances, chain, heights.
 */
import type { Matrix } from "../matrix.ts";
import { type InvertingLinkage, mergeClosest } from "./closest-pair-merging.ts";
import type { Metric } from "./clustering.ts";
import { condensedDistances } from "./condensed.ts";
import { type Dendrogram, dendrogramFromMerges, dendrogramInOrder, type Merge } from "./dendrogram.ts";
import type { MethodRun } from "./method.ts";
import { type ChainLinkage, mergeByChain } from "./nearest-neighbour-chain.ts";

export type Linkage = ChainLinkage | InvertingLinkage;

export interface HierarchyOptions {
  readonly linkage: Linkage;
  readonly metric: Metric;
  /** How many original vectors each row stands for. Default 1 each. */
  readonly weights?: ArrayLike<number>;
}

/**
 * Heights as scikit-learn gives them: the distance at which two groups met; for ward
 * √(2 |A| |B| / (|A| + |B|)) ‖mean A - mean B‖, which for two vectors is their distance. For centroid and
 * median linkage they may fall from one merge to the next.
 * O(n² d) time, n (n - 1) / 2 float32 numbers of memory.
 * @throws RangeError for ward, centroid or median linkage under the cosine metric, or above 25,000 rows.
 */
export async function hierarchy(
  vectors: Matrix,
  { linkage, metric, weights = new Float64Array(vectors.rows).fill(1) }: HierarchyOptions,
  run: MethodRun,
): Promise<Dendrogram> {
  const isByMeans = linkage === "ward" || linkage === "centroid" || linkage === "median";
  if (isByMeans && metric === "cosine") {
    throw new RangeError(
      `Option metric is cosine, but ${linkage} linkage is defined by Euclidean means; ` +
        "take metric euclidean (on unit vectors the distances order alike) or another linkage.",
    );
  }
  const distances = await condensedDistances(vectors, metric, run);
  if (linkage === "centroid" || linkage === "median") {
    const squared = await mergeClosest(distances, linkage, weights, run);
    const merges = squared.map(({ a, b, height }) => ({ a, b, height: Math.sqrt(Math.max(0, height)) }));
    return dendrogramInOrder(merges, weights);
  }
  if (linkage === "ward") weightSquares(distances.data, distances.starts, weights);
  else if (metric === "euclidean") {
    for (let p = 0; p < distances.data.length; p++) distances.data[p] = Math.sqrt(distances.data[p]);
  }
  const merges = await mergeByChain(distances, linkage, weights, run);
  return dendrogramFromMerges(linkage === "ward" ? wardHeights(vectors, merges, weights) : merges, weights);
}

/** What ward minimises between single rows of unequal weight: 2 a b / (a + b) ‖x - y‖². */
function weightSquares(data: Float32Array, starts: Int32Array, weights: ArrayLike<number>): void {
  const size = weights.length;
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      if (weights[i] === 1 && weights[j] === 1) continue;
      data[starts[i] + j] *= (2 * weights[i] * weights[j]) / (weights[i] + weights[j]);
    }
  }
}

/**
 * Measures ward's merges again, in float64 from the means: the float32 recurrence decides who merges,
 * but its rounding should not show in the heights. A merge is never lower than those below it.
 */
function wardHeights(vectors: Matrix, merges: readonly Merge[], weights: ArrayLike<number>): Merge[] {
  const { columns } = vectors;
  const means = Float64Array.from(vectors.data);
  const weight = Float64Array.from(weights);
  const top = new Float64Array(vectors.rows);
  return merges.map(({ a, b }) => {
    let squared = 0;
    const total = weight[a] + weight[b];
    for (let j = 0; j < columns; j++) {
      const ofA = means[a * columns + j];
      const ofB = means[b * columns + j];
      squared += (ofA - ofB) ** 2;
      means[b * columns + j] = (weight[a] * ofA + weight[b] * ofB) / total;
    }
    const height = Math.max(Math.sqrt(((2 * weight[a] * weight[b]) / total) * squared), top[a], top[b]);
    weight[b] = total;
    top[b] = height;
    return { a, b, height };
  });
}

/**
 * From vectors (or weighted centres) to a dendrogram: ward from means, other linkages from distances.
 */
import type { Matrix } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Metric } from "../../method/metric.ts";
import { condensedDistances } from "../condensed.ts";
import { type InvertingLinkage, mergeClosest } from "./closest-pair-merging.ts";
import { type Dendrogram, dendrogramFromMerges, dendrogramInOrder } from "./dendrogram.ts";
import { type ChainLinkage, mergeByChain } from "./nearest-neighbour-chain.ts";
import { mergeByWard } from "./ward.ts";

export type Linkage = "ward" | ChainLinkage | InvertingLinkage;

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
 * O(n² d) time; O(n d) numbers of memory for ward, n (n - 1) / 2 float32 numbers for other linkages.
 * @throws RangeError for ward, centroid or median linkage under the cosine metric, or for other linkages
 * than ward above 25,000 rows.
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
  if (linkage === "ward") return dendrogramFromMerges(await mergeByWard(vectors, weights, run), weights);
  const distances = await condensedDistances(vectors, metric, run);
  if (linkage === "centroid" || linkage === "median") {
    const squared = await mergeClosest(distances, linkage, weights, run);
    const merges = squared.map(({ a, b, height }) => ({ a, b, height: Math.sqrt(Math.max(0, height)) }));
    return dendrogramInOrder(merges, weights);
  }
  if (metric === "euclidean") {
    for (let p = 0; p < distances.data.length; p++) distances.data[p] = Math.sqrt(distances.data[p]);
  }
  return dendrogramFromMerges(await mergeByChain(distances, linkage, weights, run), weights);
}

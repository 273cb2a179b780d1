/**
 * Sets apart what is far from everything: vectors that k-means or ward would squeeze into the least
 * bad cluster, because they must put every vector somewhere.
 *
 * A vector is an outlier when the distance to its k-th nearest neighbour exceeds the median of these
 * distances by more than `deviations` robust standard deviations (1.4826 × the median absolute
 * deviation). Robust, because outliers do not move a median; honest, because an even collection has
 * none. After Ramaswamy, Rastogi & Shim (2000) and Leys et al. (2013).
 */
import type { Kernels } from "../compute/kernels.ts";
import { plainKernels } from "../compute/plain.ts";
import type { Matrix } from "../matrix.ts";
import { nearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import { type Clustering, clusteringFromLabels, type Metric } from "./clustering.ts";

export interface OutlierOptions {
  /** Which neighbour is looked at; small groups of fewer members count as far from everything. Default 5. */
  readonly neighbour?: number;
  /** Robust standard deviations above the median that make an outlier. Default 3. */
  readonly deviations?: number;
  readonly metric?: Metric;
  readonly kernels?: Kernels;
}

export interface Outliers {
  /** 1 for each vector that is far from everything, else 0. */
  readonly isOutlier: Uint8Array;
  /** Distance to the k-th nearest neighbour. */
  readonly distances: Float64Array;
  /** Largest distance that is still usual. */
  readonly threshold: number;
}

/** Scales the median absolute deviation to the standard deviation of a normal distribution. */
const NORMAL_CONSISTENCY = 1.4826;

/** O(n² d). With fewer than ten vectors nothing is an outlier: there is no "usual" yet. */
export async function findOutliers(
  vectors: Matrix,
  { neighbour = 5, deviations = 3, metric = "euclidean", kernels = plainKernels }: OutlierOptions = {},
): Promise<Outliers> {
  const { count, distances: all } = await nearestNeighbours(vectors, neighbour, { metric, kernels });
  const distances = Float64Array.from({ length: vectors.rows }, (_, i) =>
    count === 0 ? 0 : all[(i + 1) * count - 1],
  );
  const middle = median(distances);
  const spread = NORMAL_CONSISTENCY * median(distances.map((distance) => Math.abs(distance - middle)));
  const threshold = vectors.rows < 10 ? Infinity : middle + deviations * spread;
  return {
    isOutlier: Uint8Array.from(distances, (distance) => (distance > threshold ? 1 : 0)),
    distances,
    threshold,
  };
}

/** The clustering with the outliers as noise; clusters that lose all members disappear. */
export async function setOutliersApart(
  vectors: Matrix,
  { assignment, centres: _, strength: __, clusterCount: ___, ...extras }: Clustering,
  { isOutlier }: Outliers,
  { metric = "euclidean", kernels = plainKernels }: Pick<OutlierOptions, "metric" | "kernels"> = {},
): Promise<Clustering> {
  const labels = assignment.map((cluster, i) => (isOutlier[i] ? -1 : cluster));
  return clusteringFromLabels(vectors, labels, { metric, kernels, extras });
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

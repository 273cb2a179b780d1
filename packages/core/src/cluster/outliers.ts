/**
 * Sets apart what is far from everything: vectors that k-means or ward would squeeze into the least
 * bad cluster, because they must put every vector somewhere.
 *
 * A vector is an outlier when the distance to its k-th nearest neighbour exceeds the median of these
 * distances by more than `deviations` robust standard deviations (1.4826 × the median absolute
 * deviation). Robust, because outliers do not move a median; honest, because an even collection has
 * none. After Ramaswamy, Rastogi & Shim (2000); the cut at 3.5 after Iglewicz & Hoaglin (1993).
 */
import type { Kernels } from "../compute/kernels.ts";
import { plainKernels } from "../compute/plain.ts";
import type { Matrix } from "../matrix.ts";
import type { MethodRun } from "../method/context.ts";
import type { Metric } from "../method/metric.ts";
import { nearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import { random, sample } from "../random.ts";
import type { NoiseRule } from "./noise-rule.ts";

export interface OutlierOptions {
  /** Which neighbour is looked at; groups with fewer members count as far from everything. Default 5. */
  readonly neighbour?: number;
  /** Robust standard deviations above the median that make an outlier. Default 3.5. */
  readonly deviations?: number;
  readonly metric?: Metric;
  /** Draws the sample when there are more than 10,000 vectors. Default 0. */
  readonly seed?: number;
  readonly kernels?: Kernels;
}

export interface Outliers {
  /** 1 for each vector that is far from everything, else 0. */
  readonly isOutlier: Uint8Array;
  /** Distance to the neighbour looked at. */
  readonly distances: Float64Array;
  /** Largest distance that is still usual. */
  readonly threshold: number;
  /** The same as a rule for vectors that come later; null when there were too few to say what is usual. */
  readonly rule: NoiseRule | null;
}

/** The option by which methods that place every vector take this step. */
export const setOutliersApartOption = {
  name: "setOutliersApart",
  type: "boolean",
  default: false,
  meaning: "Leave vectors that are far from everything outside the clusters, as noise.",
} as const;

/** Scales the median absolute deviation to the standard deviation of a normal distribution. */
const NORMAL_CONSISTENCY = 1.4826;
/** Neighbours are sought among this many vectors at most, at a rank in proportion. */
const MOST_COMPARED = 10_000;
/** With fewer vectors nothing is an outlier: there is no "usual" yet. */
const FEWEST_VECTORS = 10;

/** O(n d min(n, 10,000)). */
export async function findOutliers(
  vectors: Matrix,
  {
    neighbour = 5,
    deviations = 3.5,
    metric = "euclidean",
    seed = 0,
    kernels = plainKernels,
  }: OutlierOptions = {},
): Promise<Outliers> {
  const among = sample(vectors.rows, MOST_COMPARED, random(seed));
  const rank = Math.max(1, Math.round((neighbour * among.length) / Math.max(1, vectors.rows)));
  const { count, distances: all } = await nearestNeighbours(vectors, rank, { metric, kernels, among });
  const distances = Float64Array.from({ length: vectors.rows }, (_, i) =>
    count === 0 ? 0 : all[(i + 1) * count - 1],
  );
  const middle = median(distances);
  const spread = NORMAL_CONSISTENCY * median(distances.map((distance) => Math.abs(distance - middle)));
  const threshold = vectors.rows < FEWEST_VECTORS ? Infinity : middle + deviations * spread;
  const rows = among.length === vectors.rows ? null : among;
  return {
    isOutlier: Uint8Array.from(distances, (distance) => (distance > threshold ? 1 : 0)),
    distances,
    threshold,
    rule: threshold === Infinity ? null : { vectors, rows, rank, threshold },
  };
}

/** The labels with outliers as noise, when `isWanted`, and by which rule. */
export async function withOutliersApart(
  vectors: Matrix,
  cut: Int32Array,
  { isWanted, metric, run }: { isWanted: boolean; metric: Metric; run: MethodRun },
): Promise<{ labels: Int32Array; noise: NoiseRule | null }> {
  if (!isWanted) return { labels: cut, noise: null };
  await run.step({ stage: "outliers", done: 0, total: 1 });
  const { isOutlier, rule } = await findOutliers(vectors, { metric, seed: run.seed, kernels: run.kernels });
  return { labels: cut.map((label, i) => (isOutlier[i] ? -1 : label)), noise: rule };
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

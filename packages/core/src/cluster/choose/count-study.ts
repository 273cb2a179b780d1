/**
 * One collection divided into several numbers of clusters: what every criterion for the number looks
 * at, so that nothing is clustered or measured twice.
 */
import { type Matrix, row } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import { kmeans } from "../centroid/kmeans.ts";
import { cutByCount } from "../hierarchical/dendrogram.ts";
import { hierarchy } from "../hierarchical/hierarchy.ts";

/** Divides any vectors into each of the counts; hierarchical methods do all counts in one go. */
export type ClusterAtCounts = (
  vectors: Matrix,
  counts: readonly number[],
  seed: number,
) => Promise<Int32Array[]>;

export interface CountStudy {
  /** Euclidean; of unit length where cosine is meant. */
  readonly vectors: Matrix;
  /** Ascending, from 2 to n - 1. */
  readonly counts: readonly number[];
  /** The clustering of each count. */
  readonly assignments: readonly Int32Array[];
  /** Clusters other vectors (references, parts) in the same way. */
  readonly clusterAt: ClusterAtCounts;
  /** Euclidean distances of vector `index` to all. */
  distancesFrom(index: number): Float32Array;
}

/**
 * O(n² d) and n² numbers of memory beside the clusterings: give it a sample of a few thousand at most.
 * @throws RangeError for a count outside 2 … n - 1, or counts that do not ascend.
 */
export async function studyCounts(
  vectors: Matrix,
  counts: readonly number[],
  clusterAt: ClusterAtCounts,
  run: MethodRun,
): Promise<CountStudy> {
  for (const [i, count] of counts.entries()) {
    if (!Number.isInteger(count) || count < 2 || count > vectors.rows - 1 || count <= (counts[i - 1] ?? 1)) {
      throw new RangeError(
        `Count ${i} is ${count}; counts of ${vectors.rows} vectors must be ascending integers from 2 to ${vectors.rows - 1}.`,
      );
    }
  }
  const assignments = await clusterAt(vectors, counts, run.seed);
  const distances = await run.kernels.squaredDistances(vectors, vectors);
  for (let p = 0; p < distances.data.length; p++) distances.data[p] = Math.sqrt(distances.data[p]);
  return { vectors, counts, assignments, clusterAt, distancesFrom: (index) => row(distances, index) };
}

/** Cuts of one ward tree: all counts for the price of one, no chance involved. */
export const wardAtCounts =
  (run: MethodRun): ClusterAtCounts =>
  async (vectors, counts) => {
    const tree = await hierarchy(vectors, { linkage: "ward", metric: "euclidean" }, run);
    return counts.map((count) => cutByCount(tree, count));
  };

/** k-means for each count, the best of `restarts`. */
export const kmeansAtCounts =
  (run: MethodRun, restarts = 3): ClusterAtCounts =>
  async (vectors, counts, seed) => {
    const assignments: Int32Array[] = [];
    for (const clusterCount of counts) {
      const { kernels } = run;
      const found = await kmeans.cluster(vectors, { clusterCount, restarts }, { seed, kernels });
      assignments.push(found.assignment);
      await run.step({ stage: "count clusters", done: assignments.length, total: counts.length });
    }
    return assignments;
  };

/** 2, 3, 4 … 12, then steps of a seventh, up to `most` and to a quarter of the vectors. */
export function countLadder(vectorCount: number, most = 150): number[] {
  const counts: number[] = [];
  const last = Math.min(most, vectorCount / 4);
  for (let count = 2; count <= last; count = Math.max(count + 1, Math.round(count * 1.15)))
    counts.push(count);
  return counts;
}

/**
 * How typical a vector is of its cluster, 0..1: s / (s + d²) with d its distance to the cluster's centre
 * and s the mean d² of the members. The same measure for those that were clustered and for new ones.
 */
import { type Matrix, normaliseRows, row, squaredDistance } from "../matrix.ts";
import type { Metric } from "./clustering.ts";

/** What strengths are measured by; plain numbers. */
export interface ClusterShapes {
  /** Centre of each cluster. */
  readonly centres: Matrix;
  /** Mean squared distance of each cluster's members to its centre. */
  readonly spreads: Float64Array;
}

/** O(rows × columns). @param measured unit vectors under the cosine metric */
export function spreadsOf(measured: Matrix, assignment: Int32Array, centres: Matrix, counts: Int32Array) {
  const spreads = new Float64Array(centres.rows);
  for (let i = 0; i < measured.rows; i++) {
    const cluster = assignment[i];
    if (cluster < 0) continue;
    spreads[cluster] += squaredDistance(row(measured, i), row(centres, cluster)) / counts[cluster];
  }
  return spreads;
}

/** O(rows × columns). @param measured unit vectors under the cosine metric */
export function typicality(
  measured: Matrix,
  assignment: Int32Array,
  { centres, spreads }: ClusterShapes,
): Float32Array {
  return Float32Array.from(assignment, (cluster, i) => {
    if (cluster < 0) return 0;
    const distance = squaredDistance(row(measured, i), row(centres, cluster));
    return distance === 0 ? 1 : spreads[cluster] / (spreads[cluster] + distance);
  });
}

/** As the metric compares them: by direction alone, or as they are. */
export const measuredBy = (metric: Metric, vectors: Matrix): Matrix =>
  metric === "cosine" ? normaliseRows(vectors) : vectors;

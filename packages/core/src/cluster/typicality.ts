/**
 * How typical a vector is of its cluster, 0..1: s / (s + d²) with d its distance to the cluster's centre
 * and s the mean d² of the members. The same measure for those that were clustered and for new ones.
 */
import { type Matrix, normaliseRows, row, squaredDistance } from "../matrix.ts";
import type { Metric } from "../method/metric.ts";

/** What strengths are measured by; plain numbers. */
export interface ClusterShapes {
  /** Centre of each cluster. */
  readonly centres: Matrix;
  /** Mean squared distance of each cluster's members to its centre. */
  readonly spreads: Float64Array;
}

/** Strengths of any vectors; 0 for noise. O(rows × columns). @param measured unit vectors under the cosine metric */
export function typicality(measured: Matrix, assignment: Int32Array, shapes: ClusterShapes): Float32Array {
  return strengthsAt(distancesToOwn(measured, assignment, shapes.centres), assignment, shapes.spreads);
}

/** Strengths of the members themselves, and the spreads that follow from them. O(rows × columns). */
export function typicalityOfMembers(
  measured: Matrix,
  assignment: Int32Array,
  centres: Matrix,
  counts: Int32Array,
): { spreads: Float64Array; strength: Float32Array } {
  const distances = distancesToOwn(measured, assignment, centres);
  const spreads = new Float64Array(centres.rows);
  for (const [i, cluster] of assignment.entries()) {
    if (cluster >= 0) spreads[cluster] += distances[i] / counts[cluster];
  }
  return { spreads, strength: strengthsAt(distances, assignment, spreads) };
}

/** As the metric compares them: by direction alone, or as they are. */
export const measuredBy = (metric: Metric, vectors: Matrix): Matrix =>
  metric === "cosine" ? normaliseRows(vectors) : vectors;

/** Squared; 0 for noise. */
function distancesToOwn(measured: Matrix, assignment: Int32Array, centres: Matrix): Float64Array {
  return Float64Array.from(assignment, (cluster, i) =>
    cluster < 0 ? 0 : squaredDistance(row(measured, i), row(centres, cluster)),
  );
}

function strengthsAt(distances: Float64Array, assignment: Int32Array, spreads: Float64Array): Float32Array {
  return Float32Array.from(assignment, (cluster, i) => {
    if (cluster < 0) return 0;
    return distances[i] === 0 ? 1 : spreads[cluster] / (spreads[cluster] + distances[i]);
  });
}

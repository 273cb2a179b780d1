/**
 * Kernels measure squared Euclidean distances; these lead from there to a metric's own and back. Vectors
 * compared by cosine are of unit length by then, where ‖x - y‖² = 2 (1 - cos).
 */
import type { Metric } from "./metric.ts";

/** Distance under `metric` from a squared Euclidean one. */
export const fromSquared = (metric: Metric) =>
  metric === "cosine" ? (squared: number) => squared / 2 : Math.sqrt;

/** Squared Euclidean distance from one under `metric`. */
export const toSquared = (metric: Metric) => (distance: number) =>
  metric === "cosine" ? 2 * distance : distance * distance;

/**
 * What a kernel's squared distances may miss, because norms and products of float32 numbers cancel;
 * nearer decisions are measured again in float64.
 */
export function kernelDoubt(squaredNorms: Float64Array): number {
  return 1e-5 * squaredNorms.reduce((largest, norm) => Math.max(largest, norm), 0);
}

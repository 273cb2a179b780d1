/**
 * The order of OPTICS: go on, again and again, with the vector that is easiest to reach from those
 * already visited. Valleys of the reachabilities in that order are clusters, at every density at once.
 *
 * All pairwise distances are in memory (2 n² bytes). Those that could change a reachability are
 * measured again in float64, so the order does not depend on who computes.
 * After Ankerst, Breunig, Kriegel & Sander (1999); ties go to the lower index, as in scikit-learn.
 */
import { type Matrix, normaliseRows, row, squaredDistance } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Metric } from "../../method/metric.ts";
import { fromSquared, kernelDoubt, toSquared } from "../../method/metric-scale.ts";
import { nearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import { condensedDistances } from "../condensed.ts";

/** Everything but `ordering` by vector. */
export interface ReachabilityOrder {
  /** Vectors as they were visited. */
  readonly ordering: Int32Array;
  /** Largest of the predecessor's core distance and the distance from it; ∞ where a walk began. */
  readonly reachability: Float64Array;
  /** Distance to the `minSamples`-th vector, itself the first; ∞ beyond `maxDistance` or with fewer vectors. */
  readonly coreDistances: Float64Array;
  /** The vector from which each was reached; -1 where a walk began. */
  readonly predecessor: Int32Array;
}

export interface ReachabilityOptions {
  readonly minSamples: number;
  /** Nothing is reached from further away; Infinity for no limit. */
  readonly maxDistance: number;
  readonly metric: Metric;
}

/** Visits between looks at the abort signal. */
const VISITS_PER_STEP = 128;

/**
 * O(n² d) time, 2 n² bytes.
 * @throws RangeError above 25,000 vectors.
 */
export async function reachabilityOrder(
  vectors: Matrix,
  { minSamples, maxDistance, metric }: ReachabilityOptions,
  run: MethodRun,
): Promise<ReachabilityOrder> {
  const size = vectors.rows;
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  const { data, starts } = await condensedDistances(measured, "euclidean", run);
  const coreDistances = await coreDistancesOf(vectors, { minSamples, maxDistance, metric }, run);
  const distance = fromSquared(metric);
  const square = toSquared(metric);
  const doubt = kernelDoubt(await run.kernels.squaredNorms(measured));

  const reachability = new Float64Array(size).fill(Infinity);
  // A larger kernel distance is certainly no improvement.
  const limit = new Float64Array(size).fill(square(maxDistance) + doubt);
  const predecessor = new Int32Array(size).fill(-1);
  const ordering = new Int32Array(size);
  // Not yet visited, ascending.
  const open = Int32Array.from({ length: size }, (_, i) => i);
  let next = 0;
  for (let visited = 0; visited < size; visited++) {
    if (visited % VISITS_PER_STEP === 0) await run.step({ stage: "order", done: visited, total: size });
    const from = open[next];
    const openCount = size - visited - 1;
    open.copyWithin(next, next + 1, openCount + 1);
    ordering[visited] = from;
    const core = coreDistances[from];
    if (core < Infinity) reachFrom(from, core, openCount);
    next = 0;
    for (let p = 1; p < openCount; p++) if (reachability[open[p]] < reachability[open[next]]) next = p;
  }
  return { ordering, reachability, coreDistances, predecessor };

  function reachFrom(from: number, core: number, openCount: number): void {
    const squaredCore = square(core);
    const start = starts[from];
    const here = row(measured, from);
    for (let p = 0; p < openCount; p++) {
      const to = open[p];
      const squared = data[to < from ? starts[to] + from : start + to];
      if (squared > limit[to] || core >= reachability[to]) continue;
      const exact = squared + doubt < squaredCore ? core : distance(squaredDistance(here, row(measured, to)));
      const reach = Math.max(core, exact);
      if (reach >= reachability[to] || exact > maxDistance) continue;
      reachability[to] = reach;
      limit[to] = square(reach) + doubt;
      predecessor[to] = from;
    }
  }
}

async function coreDistancesOf(
  vectors: Matrix,
  { minSamples, maxDistance, metric }: ReachabilityOptions,
  { kernels, step }: MethodRun,
): Promise<Float64Array> {
  if (minSamples > vectors.rows) return new Float64Array(vectors.rows).fill(Infinity);
  if (minSamples === 1) return new Float64Array(vectors.rows);
  const { count, distances } = await nearestNeighbours(vectors, minSamples - 1, { metric, kernels, step });
  return Float64Array.from({ length: vectors.rows }, (_, i) => {
    const core = distances[(i + 1) * count - 1];
    return core <= maxDistance ? core : Infinity;
  });
}

/**
 * The clusters of DBSCAN at `eps`, read from the order: equal cores and equal groups of cores; borders
 * visited before their cluster began are noise. -1 is noise. O(n).
 */
export function clustersWithin(
  { ordering, reachability, coreDistances }: ReachabilityOrder,
  eps: number,
): Int32Array {
  const labels = new Int32Array(ordering.length).fill(-1);
  let cluster = -1;
  for (const i of ordering) {
    const isReached = reachability[i] <= eps;
    if (!isReached && coreDistances[i] <= eps) cluster++;
    if (isReached || coreDistances[i] <= eps) labels[i] = cluster;
  }
  return labels;
}

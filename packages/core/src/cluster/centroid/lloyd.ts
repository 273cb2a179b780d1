/**
 * Lloyd's iterations from given centres: assign, average, repeat. The core of every k-means.
 *
 * Stops when no vector changes its cluster, when the centres move less than the tolerance, or at the
 * limit, as scikit-learn does, so that iteration counts compare. A cluster that loses all its vectors
 * takes over the one farthest from its centre. After Lloyd (1957, published 1982).
 */
import { meanOfRows } from "../../compute/mean-of-rows.ts";
import { dot, type Matrix, normaliseRows, row, squaredDistance } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Metric } from "../../method/metric.ts";
import { kernelDoubt } from "../../method/metric-scale.ts";
import { MemberSums } from "./member-sums.ts";
import { NearestCentres } from "./nearest-centres.ts";

export interface LloydOptions {
  readonly maxIterations: number;
  /** Squared movement of all centres at which to stop, relative to the mean variance of the columns. */
  readonly tolerance: number;
  /** `cosine` keeps the centres at unit length; the vectors must have it already. */
  readonly metric: Metric;
}

export interface LloydResult {
  readonly centres: Matrix;
  readonly assignment: Int32Array;
  /** Σ squared distance to the assigned centre, in float64. */
  readonly inertia: number;
  readonly iterations: number;
}

/** At most O(rows × columns × centres) per iteration, late ones far less. Finds a local optimum. */
export async function lloyd(
  vectors: Matrix,
  initial: Matrix,
  { maxIterations, tolerance, metric }: LloydOptions,
  run: MethodRun,
): Promise<LloydResult> {
  const squaredNorms = await run.kernels.squaredNorms(vectors);
  const squaresOfAll = sum(squaredNorms);
  const stopAt = tolerance === 0 ? 0 : tolerance * meanVariance(vectors, squaresOfAll);
  const nearest = new NearestCentres(vectors, {
    kernels: run.kernels,
    doubt: kernelDoubt(squaredNorms),
    between: (done, total) => run.step({ stage: "assign", done, total }),
  });
  const members = new MemberSums(vectors, initial.rows, run.kernels);
  let centres = initial;
  let iterations = 0;
  let isSettled = false;
  while (iterations < maxIterations) {
    isSettled = (await members.assign(await nearest.assign(centres))) === 0;
    iterations++;
    const objective = members.inertia(centres, squaresOfAll);
    await run.step({ stage: "iterate", done: iterations, total: maxIterations, objective });
    if (isSettled) break;
    fillEmptyClusters(vectors, members, centres);
    const moved = members.means(centres);
    const next = metric === "cosine" ? normaliseRows(moved) : moved;
    const shift = squaredDistance(centres.data, next.data);
    centres = next;
    if (shift <= stopAt) break;
  }
  const assignment = isSettled ? members.assignment : await nearest.assign(centres);
  return { centres, assignment, inertia: inertiaOf(vectors, assignment, centres), iterations };
}

/** Σ squared distance to the assigned centre, from differences in float64. O(rows × columns). */
export function inertiaOf(vectors: Matrix, assignment: Int32Array, centres: Matrix): number {
  let inertia = 0;
  for (let i = 0; i < vectors.rows; i++) {
    inertia += squaredDistance(row(vectors, i), row(centres, assignment[i]));
  }
  return inertia;
}

/** Each takes over the row farthest from its centre, ties by lower index; rows at their centre stay. */
function fillEmptyClusters(vectors: Matrix, members: MemberSums, centres: Matrix): void {
  const empty = [...members.counts.keys()].filter((cluster) => members.counts[cluster] === 0);
  if (empty.length === 0) return;
  const distances = Float64Array.from(members.assignment, (cluster, i) =>
    squaredDistance(row(vectors, i), row(centres, cluster)),
  );
  const far = [...distances.keys()]
    .filter((i) => distances[i] > 0)
    .sort((a, b) => distances[b] - distances[a] || a - b);
  for (const [position, index] of far.slice(0, empty.length).entries()) members.move(index, empty[position]);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Mean of the columns' variances. */
function meanVariance(vectors: Matrix, squaresOfAll: number): number {
  const mean = meanOfRows(vectors);
  return Math.max(0, squaresOfAll / vectors.rows - dot(mean, mean)) / vectors.columns;
}

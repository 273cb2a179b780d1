/**
 * Lloyd's iterations from given centres: assign, average, repeat. The core of every k-means.
 *
 * Stops when no vector changes its cluster, when the centres move less than the tolerance, or at the
 * limit, as scikit-learn does, so that iteration counts compare. A cluster that loses all its vectors
 * takes over the one farthest from its centre. After Lloyd (1957, published 1982).
 */
import { type Matrix, normaliseRows, row, squaredDistance } from "../matrix.ts";
import { nearestByBlocks } from "./assign.ts";
import type { Metric } from "./clustering.ts";
import { MemberSums } from "./member-sums.ts";
import type { MethodRun } from "./method.ts";

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

/** O(rows × columns × centres) per iteration. Finds a local optimum. */
export async function lloyd(
  vectors: Matrix,
  initial: Matrix,
  { maxIterations, tolerance, metric }: LloydOptions,
  run: MethodRun,
): Promise<LloydResult> {
  const stopAt = tolerance === 0 ? 0 : tolerance * meanVariance(vectors);
  const nearest = (centres: Matrix) =>
    nearestByBlocks(vectors, centres, {
      kernels: run.kernels,
      between: (done, total) => run.step({ stage: "assign", done, total }),
    });
  const members = new MemberSums(vectors, initial.rows, run.kernels);
  let centres = initial;
  let iterations = 0;
  let isSettled = false;
  while (iterations < maxIterations) {
    const { indices, squaredDistances } = await nearest(centres);
    iterations++;
    const objective = sum(squaredDistances);
    await run.step({ stage: "iterate", done: iterations, total: maxIterations, objective });
    isSettled = (await members.assign(indices)) === 0;
    if (isSettled) break;
    fillEmptyClusters(members, squaredDistances);
    const moved = members.means(centres);
    const next = metric === "cosine" ? normaliseRows(moved) : moved;
    const shift = squaredDistance(centres.data, next.data);
    centres = next;
    if (shift <= stopAt) break;
  }
  const assignment = isSettled ? members.assignment : (await nearest(centres)).indices;
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

function fillEmptyClusters(members: MemberSums, distances: Float32Array): void {
  const empty = [...members.counts.keys()].filter((cluster) => members.counts[cluster] === 0);
  const far = farthest(distances, empty.length);
  for (const [position, index] of far.entries()) members.move(index, empty[position]);
}

/** Up to `count` rows with a positive distance, largest first, ties by lower index. */
function farthest(distances: Float32Array, count: number): number[] {
  if (count === 0) return [];
  return [...distances.keys()]
    .filter((i) => distances[i] > 0)
    .sort((a, b) => distances[b] - distances[a] || a - b)
    .slice(0, count);
}

function sum(values: Float32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Mean of the columns' variances, in one pass: shifted by the first row, so an offset costs no digits. */
function meanVariance({ rows, columns, data }: Matrix): number {
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    const start = i * columns;
    for (let j = 0; j < columns; j++) {
      const shifted = data[start + j] - data[j];
      sums[j] += shifted;
      squares[j] += shifted * shifted;
    }
  }
  let total = 0;
  for (let j = 0; j < columns; j++) total += Math.max(0, squares[j] / rows - (sums[j] / rows) ** 2);
  return total / columns;
}

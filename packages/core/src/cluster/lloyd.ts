/**
 * Lloyd's iterations from given centres: assign, average, repeat. The core of every k-means.
 *
 * Stops when no vector changes its cluster, when the centres move less than the tolerance, or at the
 * limit, as scikit-learn does, so that iteration counts compare. A cluster that loses all its vectors
 * takes over the one farthest from its centre. After Lloyd (1957, published 1982).
 */
import { type Matrix, matrix, normaliseRows, row, squaredDistance } from "../matrix.ts";
import type { Metric } from "./clustering.ts";
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
  const stopAt = tolerance * meanVariance(vectors);
  let centres = initial;
  let assignment = new Int32Array(vectors.rows).fill(-1);
  let iterations = 0;
  let isSettled = false;
  while (iterations < maxIterations) {
    const { indices, squaredDistances } = await run.kernels.nearest(vectors, centres);
    iterations++;
    const objective = squaredDistances.reduce((sum, distance) => sum + distance, 0);
    await run.step({ stage: "iterate", done: iterations, total: maxIterations, objective });
    isSettled = indices.every((cluster, i) => cluster === assignment[i]);
    assignment = new Int32Array(indices);
    if (isSettled) break;
    const moved = await averages(vectors, indices, squaredDistances, centres, run);
    const next = metric === "cosine" ? normaliseRows(moved) : moved;
    const shift = squaredDistance(centres.data, next.data);
    centres = next;
    if (shift <= stopAt) break;
  }
  if (!isSettled) assignment = new Int32Array((await run.kernels.nearest(vectors, centres)).indices);
  let inertia = 0;
  for (let i = 0; i < vectors.rows; i++) {
    inertia += squaredDistance(row(vectors, i), row(centres, assignment[i]));
  }
  return { centres, assignment, inertia, iterations };
}

async function averages(
  vectors: Matrix,
  assignment: Int32Array,
  distances: Float32Array,
  previous: Matrix,
  { kernels }: MethodRun,
): Promise<Matrix> {
  const { columns } = vectors;
  const { sums, counts } = await kernels.sumByLabel(vectors, assignment, previous.rows);
  const empty = [...counts.keys()].filter((cluster) => counts[cluster] === 0);
  for (const [cluster, index] of zip(empty, farthest(distances, empty.length))) {
    const from = assignment[index];
    const values = row(vectors, index);
    for (let j = 0; j < columns; j++) {
      sums[from * columns + j] -= values[j];
      sums[cluster * columns + j] = values[j];
    }
    counts[from]--;
    counts[cluster] = 1;
  }
  const centres = matrix(previous.rows, columns);
  for (let c = 0; c < centres.rows; c++) {
    for (let j = c * columns; j < (c + 1) * columns; j++) {
      centres.data[j] = counts[c] > 0 ? sums[j] / counts[c] : previous.data[j];
    }
  }
  return centres;
}

/** Up to `count` rows with a positive distance, largest first, ties by lower index. */
function farthest(distances: Float32Array, count: number): number[] {
  if (count === 0) return [];
  return [...distances.keys()]
    .filter((i) => distances[i] > 0)
    .sort((a, b) => distances[b] - distances[a] || a - b)
    .slice(0, count);
}

function zip<A, B>(left: readonly A[], right: readonly B[]): [A, B][] {
  return left.slice(0, right.length).map((item, index) => [item, right[index]]);
}

function meanVariance({ rows, columns, data }: Matrix): number {
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) sums[j] += data[i * columns + j];
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) squares[j] += (data[i * columns + j] - sums[j] / rows) ** 2;
  }
  return squares.reduce((sum, square) => sum + square / rows, 0) / columns;
}

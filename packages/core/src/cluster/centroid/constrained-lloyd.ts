/**
 * Lloyd's iterations under constraints: rows that must be linked move as one weighted point, their mean, and
 * rows that may not be linked are placed apart (COP-k-means, Wagstaff, Cardie, Rogers & Schroedl 2001).
 */
import { type Matrix, matrix, normaliseRows, row, squaredDistance } from "../../matrix.ts";
import { type ClusterConstraints, linkedGroups, type RowPair } from "../../method/constraints.ts";
import type { MethodRun } from "../../method/context.ts";
import { ApartAssignment } from "./apart-assignment.ts";
import { inertiaOf, type LloydOptions, type LloydResult } from "./lloyd.ts";

/** Rows as the must-links join them. */
export interface LinkedRows {
  /** Group of every row. */
  readonly group: Int32Array;
  /** Groups × columns. */
  readonly means: Matrix;
  readonly sizes: Int32Array;
  /** Pairs of groups that may not be in one cluster. */
  readonly apart: readonly RowPair[];
}

export function isConstrained({ mustLink, cannotLink }: Required<ClusterConstraints>): boolean {
  return mustLink.length > 0 || cannotLink.length > 0;
}

/** O(rows × columns + pairs). The constraints must not contradict each other. */
export function linkRows(vectors: Matrix, constraints: Required<ClusterConstraints>): LinkedRows {
  const { columns } = vectors;
  const group = linkedGroups(constraints.mustLink, vectors.rows);
  const sizes = new Int32Array(group.reduce((most, one) => Math.max(most, one), -1) + 1);
  const sums = new Float64Array(sizes.length * columns);
  for (let i = 0; i < vectors.rows; i++) {
    sizes[group[i]]++;
    for (let j = 0; j < columns; j++) sums[group[i] * columns + j] += vectors.data[i * columns + j];
  }
  const means = matrix(sizes.length, columns);
  for (let p = 0; p < sums.length; p++) means.data[p] = sums[p] / sizes[Math.floor(p / columns)];
  return { group, means, sizes, apart: constraints.cannotLink.map(([a, b]) => [group[a], group[b]]) };
}

/**
 * `initial` may hold equal centres: rows that must be apart take them when they have to. Stops when no row
 * changes its cluster or at the limit. O(groups × columns × centres) per iteration.
 * @throws RangeError naming a row that finds no cluster.
 */
export async function constrainedLloyd(
  vectors: Matrix,
  linked: LinkedRows,
  initial: Matrix,
  { maxIterations, metric }: LloydOptions,
  run: MethodRun,
): Promise<LloydResult> {
  const { group, means, sizes, apart } = linked;
  const placement = new ApartAssignment(apart);
  let centres = initial;
  let labels = new Int32Array(means.rows).fill(-1);
  let iterations = 0;
  while (iterations < maxIterations) {
    const before = labels;
    labels = Int32Array.from(before, (_, one) => nearestOf(distancesTo(centres, row(means, one))));
    const stuck = placement.place(labels, (one) => distancesTo(centres, row(means, one)));
    if (stuck !== null) {
      throw new RangeError(
        `Row ${group.indexOf(stuck)} finds none of ${centres.rows} clusters without a row that it may not be linked ` +
          "with: the pairs in cannotLink need more clusters. Raise clusterCount or leave out some pairs.",
      );
    }
    iterations++;
    await run.step({ stage: "iterate", done: iterations, total: maxIterations });
    if (labels.every((label, one) => label === before[one])) break;
    const moved = meansOf(means, sizes, labels, centres);
    centres = metric === "cosine" ? normaliseRows(moved) : moved;
  }
  const assignment = group.map((one) => labels[one]);
  return { centres, assignment, inertia: inertiaOf(vectors, assignment, centres), iterations };
}

function distancesTo(centres: Matrix, point: Float32Array): Float64Array {
  return Float64Array.from({ length: centres.rows }, (_, c) => squaredDistance(row(centres, c), point));
}

function nearestOf(distances: Float64Array): number {
  return distances.reduce((best, distance, c) => (distance < distances[best] ? c : best), 0);
}

/** Weighted means; a centre without members stays. */
function meansOf(points: Matrix, weights: Int32Array, labels: Int32Array, centres: Matrix): Matrix {
  const { columns } = points;
  const sums = new Float64Array(centres.rows * columns);
  const totals = new Float64Array(centres.rows);
  for (let i = 0; i < points.rows; i++) {
    totals[labels[i]] += weights[i];
    for (let j = 0; j < columns; j++)
      sums[labels[i] * columns + j] += weights[i] * points.data[i * columns + j];
  }
  return matrix(
    centres.rows,
    columns,
    Float32Array.from(sums, (sum, p) => {
      const total = totals[Math.floor(p / columns)];
      return total > 0 ? sum / total : centres.data[p];
    }),
  );
}

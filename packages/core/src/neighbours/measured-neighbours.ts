/**
 * What exact and approximate neighbours share: vectors as a metric sees them, and the last step, in
 * which the float32 survivors are measured in float64 and put in order.
 */

import { squaredDistancesTo } from "../compute/exact-distances.ts";
import { meanOfRows } from "../compute/mean-of-rows.ts";
import { type Matrix, matrix, normaliseRows } from "../matrix.ts";
import { requireFiniteVectors } from "../method/finite-vectors.ts";
import type { Metric } from "../method/metric.ts";
import type { NearestNeighbours } from "./nearest-neighbours.ts";
import { type NeighbourHeaps, NOBODY } from "./neighbour-heaps.ts";

export interface CentredVectors {
  /** Of unit length under the cosine metric, else as given. */
  readonly measured: Matrix;
  /**
   * The same moved to their mean and scaled: distances keep their order, and those that come from
   * products keep their digits however far from the origin the vectors lie.
   */
  readonly centred: Matrix;
  /** 1, or the power of two that keeps products of very long or short vectors within float32. */
  readonly scale: number;
}

/** Numbers between 2^-32 and 2^32 have products that float32 holds. */
const COMFORTABLE_EXPONENT = 32;

/** @throws RangeError naming row and column of a number that is not finite. */
export function centredFor(vectors: Matrix, metric: Metric): CentredVectors {
  if (vectors.rows > 0) requireFiniteVectors(vectors);
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  const mean = meanOfRows(measured);
  const centred = matrix(measured.rows, measured.columns);
  let largest = 0;
  for (let i = 0; i < measured.rows; i++) {
    const from = i * measured.columns;
    for (let j = 0; j < measured.columns; j++) {
      const value = measured.data[from + j] - mean[j];
      centred.data[from + j] = value;
      if (value > largest) largest = value;
      else if (-value > largest) largest = -value;
    }
  }
  const exponent = largest === 0 ? 0 : Math.floor(Math.log2(largest));
  if (Math.abs(exponent) <= COMFORTABLE_EXPONENT) return { measured, centred, scale: 1 };
  const scale = 2 ** -exponent;
  return {
    measured,
    centred: matrix(
      centred.rows,
      centred.columns,
      centred.data.map((value) => value * scale),
    ),
    scale,
  };
}

/**
 * The `count` nearest of each heap in order, measured in float64 between rows of `measured`.
 * @throws RangeError when a heap holds fewer, as where distances exceed float32.
 */
export function measuredNeighbours(
  measured: Matrix,
  heaps: NeighbourHeaps,
  count: number,
  metric: Metric,
): NearestNeighbours {
  const { rows, capacity } = heaps;
  const indices = new Int32Array(rows * count);
  const distances = new Float64Array(rows * count);
  const others = new Int32Array(capacity);
  const squares = new Float64Array(capacity);
  for (let i = 0; i < rows; i++) {
    let found = 0;
    for (let k = i * capacity; k < (i + 1) * capacity; k++) {
      if (heaps.indices[k] !== NOBODY) others[found++] = heaps.indices[k];
    }
    if (found < count) {
      throw new RangeError(
        `Vector ${i} has ${found} of ${count} neighbours within the range of float32; ` +
          "scale the vectors so that their squared lengths stay below 1e38.",
      );
    }
    squaredDistancesTo(measured, i, others, found, squares);
    sortByDistance(others, squares, found);
    indices.set(others.subarray(0, count), i * count);
    for (let k = 0; k < count; k++) {
      distances[i * count + k] = metric === "cosine" ? squares[k] / 2 : Math.sqrt(squares[k]);
    }
  }
  return { count, indices, distances };
}

/** Ascending, equal distances by index. By insertion: a few dozen entries. */
function sortByDistance(others: Int32Array, squares: Float64Array, count: number): void {
  for (let k = 1; k < count; k++) {
    const squared = squares[k];
    const other = others[k];
    let at = k;
    for (; at > 0; at--) {
      if (squares[at - 1] < squared || (squares[at - 1] === squared && others[at - 1] < other)) break;
      squares[at] = squares[at - 1];
      others[at] = others[at - 1];
    }
    squares[at] = squared;
    others[at] = other;
  }
}

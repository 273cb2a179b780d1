/**
 * What exact and approximate neighbours share: vectors as a metric sees them, and the last step, in
 * which the float32 survivors are measured in float64 and put in order.
 */
import type { Metric } from "../cluster/clustering.ts";
import { requireFiniteVectors } from "../cluster/method.ts";
import { meanOfRows } from "../compute/mean-of-rows.ts";
import { type Matrix, matrix, normaliseRows, row, squaredDistance } from "../matrix.ts";
import type { NearestNeighbours } from "./nearest-neighbours.ts";
import { type NeighbourHeaps, NOBODY } from "./neighbour-heaps.ts";

/**
 * Vectors of unit length under the cosine metric, and the same moved to their mean: distances stay,
 * and those that come from products keep their digits however far from the origin the vectors lie.
 * @throws RangeError naming row and column of a number that is not finite.
 */
export function centredFor(vectors: Matrix, metric: Metric): { measured: Matrix; centred: Matrix } {
  if (vectors.rows > 0) requireFiniteVectors(vectors);
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  const mean = meanOfRows(measured);
  const centred = matrix(measured.rows, measured.columns);
  for (let i = 0; i < measured.rows; i++) {
    const from = i * measured.columns;
    for (let j = 0; j < measured.columns; j++) centred.data[from + j] = measured.data[from + j] - mean[j];
  }
  return { measured, centred };
}

/** The `count` nearest of each heap in order, measured in float64 between rows of `measured`. */
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
    const values = row(measured, i);
    // Insertion sort: a few dozen entries.
    let found = 0;
    for (let k = i * capacity; k < (i + 1) * capacity; k++) {
      const other = heaps.indices[k];
      if (other === NOBODY) continue;
      const squared = squaredDistance(values, row(measured, other));
      let at = found++;
      for (; at > 0; at--) {
        if (squares[at - 1] < squared || (squares[at - 1] === squared && others[at - 1] < other)) break;
        squares[at] = squares[at - 1];
        others[at] = others[at - 1];
      }
      squares[at] = squared;
      others[at] = other;
    }
    indices.set(others.subarray(0, count), i * count);
    for (let k = 0; k < count; k++) {
      distances[i * count + k] = metric === "cosine" ? squares[k] / 2 : Math.sqrt(squares[k]);
    }
  }
  return { count, indices, distances };
}

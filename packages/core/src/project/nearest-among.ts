/**
 * The nearest of one set of vectors for every vector of another: where new vectors come to lie on a
 * map that is there. O(new × old × columns).
 */

import type { Kernels } from "../compute/kernels.ts";
import { meanOfRows } from "../compute/mean-of-rows.ts";
import { tiles } from "../compute/tile-rows.ts";
import { type Matrix, matrix, normaliseRows, row, rowRange, squaredDistance } from "../matrix.ts";
import type { Metric } from "../method/metric.ts";
import type { NearestNeighbours } from "../neighbours/nearest-neighbours.ts";

/** New vectors come in portions, so that scores of all pairs never lie in memory together. */
const ROWS_AT_ONCE = 1024;
/** Candidates beyond those asked for, until float64 has decided. */
const SPARE = 4;

/**
 * The `wanted` nearest `vectors` (all when there are fewer) for every row of `queries`, nearest first.
 * @throws RangeError when the widths differ.
 */
export async function nearestAmong(
  queries: Matrix,
  vectors: Matrix,
  wanted: number,
  { metric, kernels }: { readonly metric: Metric; readonly kernels: Kernels },
): Promise<NearestNeighbours> {
  if (queries.columns !== vectors.columns) {
    throw new RangeError(
      `New vectors of ${queries.columns} numbers cannot be placed among vectors of ${vectors.columns}; ` +
        "both must come from one space.",
    );
  }
  const isCosine = metric === "cosine";
  const [from, to] = isCosine ? [normaliseRows(queries), normaliseRows(vectors)] : [queries, vectors];
  // ‖x - y‖² orders like -(x·y - ½‖y‖²): one more column makes it a product. Near the mean, products
  // in float32 keep their digits; the few that survive are measured in float64 from the vectors.
  const mean = meanOfRows(to);
  const candidates = movedAndWidened(to, mean, 0);
  const norms = await kernels.squaredNorms(candidates);
  for (let i = 0; i < candidates.rows; i++)
    candidates.data[(i + 1) * candidates.columns - 1] = -0.5 * norms[i];
  const count = Math.min(wanted, vectors.rows);
  const indices = new Int32Array(queries.rows * count);
  const distances = new Float64Array(queries.rows * count);
  for (const { start, end } of tiles(queries.rows, ROWS_AT_ONCE)) {
    const part = movedAndWidened(rowRange(from, start, end), mean, 1);
    const top = await kernels.topProducts(part, candidates, count + SPARE);
    for (let i = start; i < end; i++) {
      const found = Array.from(top.indices.subarray((i - start) * top.count, (i - start + 1) * top.count))
        .map((other) => ({ other, squared: squaredDistance(row(from, i), row(to, other)) }))
        .sort((a, b) => a.squared - b.squared || a.other - b.other);
      for (let k = 0; k < count; k++) {
        const { other, squared } = found[k];
        indices[i * count + k] = other;
        distances[i * count + k] = isCosine ? squared / 2 : Math.sqrt(squared);
      }
    }
  }
  return { count, indices, distances };
}

function movedAndWidened(vectors: Matrix, mean: Float64Array, last: number): Matrix {
  const { rows, columns, data } = vectors;
  const moved = matrix(rows, columns + 1);
  for (let i = 0; i < rows; i++) {
    const to = i * (columns + 1);
    for (let j = 0; j < columns; j++) moved.data[to + j] = data[i * columns + j] - mean[j];
    moved.data[to + columns] = last;
  }
  return moved;
}

/**
 * Products of columns with columns over all rows, by kernels: multiplied in float32 piece by piece, the
 * pieces added up in float64.
 */

import { meanOfRows } from "../compute/mean-of-rows.ts";
import { emptyGram } from "../compute/plain.ts";
import type { SquareMatrix } from "../compute/square-matrix.ts";
import { tiles } from "../compute/tile-rows.ts";
import { transposed } from "../compute/transposed.ts";
import { type Matrix, rowRange, selectRows } from "../matrix.ts";
import type { MethodRun } from "../method/context.ts";
import { centredPieces } from "./linear-map.ts";

/** Numbers between two looks at the abort signal: tenths of a second. */
const PIECE_NUMBERS = 2 ** 26;
/** Rows that say about where the mean is. */
const ORIGIN_ROWS = 512;

/**
 * The mean of the rows, and Σ (row − mean)(row − mean)ᵀ: columns × columns. O(rows × columns²).
 *
 * One pass: products and sums are taken around the mean of some rows, near enough that no digits are
 * lost in what the true mean takes off them (Chan, Golub & LeVeque, 1983).
 */
export async function momentsOfColumns(
  vectors: Matrix,
  { kernels, step }: MethodRun,
): Promise<{ mean: Float64Array; gram: SquareMatrix }> {
  const { rows, columns } = vectors;
  const origin = Float32Array.from(meanOfRows(someRows(vectors)));
  const gram = emptyGram(columns);
  for (const { start, end } of tiles(rows, Math.ceil(PIECE_NUMBERS / columns))) {
    const { data, sums } = await kernels.gram(rowRange(vectors, start, end), origin);
    addTo(gram.data, data);
    addTo(gram.sums, sums);
    await step({ stage: "measure variance", done: end, total: rows });
  }
  const shift = gram.sums.map((sum) => sum / rows);
  for (let a = 0, at = 0; a < columns; a++) {
    for (let b = 0; b < columns; b++, at++) gram.data[at] -= rows * shift[a] * shift[b];
  }
  return { mean: shift.map((value, j) => origin[j] + value), gram };
}

/** Rows from all over, at most `ORIGIN_ROWS`. */
function someRows(vectors: Matrix): Matrix {
  const count = Math.min(vectors.rows, ORIGIN_ROWS);
  return selectRows(
    vectors,
    Array.from({ length: count }, (_, i) => Math.floor((i * vectors.rows) / count)),
  );
}

/** Σ (row − mean) ((row − mean) · basis)ᵀ: columns × basis rows, the Gram matrix times the basis. */
export async function gramTimes(
  vectors: Matrix,
  mean: Float64Array,
  basis: Matrix,
  { kernels }: MethodRun,
): Promise<Float64Array> {
  const product = new Float64Array(vectors.columns * basis.rows);
  for (const { piece } of centredPieces(vectors, mean)) {
    const seen = await kernels.products(piece, basis);
    addTo(product, (await kernels.products(transposed(piece), transposed(seen))).data);
  }
  return product;
}

function addTo(target: Float64Array, numbers: ArrayLike<number>): void {
  for (let i = 0; i < target.length; i++) target[i] += numbers[i];
}

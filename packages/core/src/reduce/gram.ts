/**
 * Products of columns with columns over all rows, by kernels: pieces are turned on their side and
 * multiplied in float32, the pieces are added up in float64.
 */
import type { MethodRun } from "../cluster/method.ts";
import type { SquareMatrix } from "../linear-algebra/square-matrix.ts";
import { type Matrix, matrix } from "../matrix.ts";
import { centredPieces } from "./linear-map.ts";

/** Σ (row − mean)(row − mean)ᵀ: columns × columns. O(rows × columns²). */
export async function gramOfColumns(
  vectors: Matrix,
  mean: Float64Array,
  { kernels, step }: MethodRun,
): Promise<SquareMatrix> {
  const { rows, columns } = vectors;
  const gram: SquareMatrix = { size: columns, data: new Float64Array(columns * columns) };
  for (const { end, piece } of centredPieces(vectors, mean)) {
    const turned = transposed(piece);
    addTo(gram.data, (await kernels.products(turned, turned)).data);
    await step({ stage: "measure variance", done: end, total: rows });
  }
  return gram;
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

/** columns × rows, in blocks that stay in the cache. */
export function transposed({ rows, columns, data }: Matrix): Matrix {
  const turned = matrix(columns, rows);
  const block = 16;
  for (let top = 0; top < rows; top += block) {
    const bottom = Math.min(rows, top + block);
    for (let j = 0; j < columns; j++) {
      for (let i = top; i < bottom; i++) turned.data[j * rows + i] = data[i * columns + j];
    }
  }
  return turned;
}

function addTo(target: Float64Array, numbers: Float32Array): void {
  for (let i = 0; i < target.length; i++) target[i] += numbers[i];
}

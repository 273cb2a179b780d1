/** Rows as columns: what a product needs that runs along the rows. */
import { type Matrix, matrix } from "../matrix.ts";

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

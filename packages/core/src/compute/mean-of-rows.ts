/** The mean of vectors, to which distances and variances are best measured. */
import type { Matrix } from "../matrix.ts";

/** Mean of the rows in float64, column by column; NaN when there are no rows. O(rows × columns). */
export function meanOfRows({ rows, columns, data }: Matrix): Float64Array {
  const mean = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    const from = i * columns;
    for (let j = 0; j < columns; j++) mean[j] += data[from + j];
  }
  for (let j = 0; j < columns; j++) mean[j] /= rows;
  return mean;
}

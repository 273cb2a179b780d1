/** The mean of vectors, to which distances and variances are best measured. */
import type { Matrix } from "../matrix.ts";

/** Mean of the rows in float64, column by column; NaN when there are no rows. O(rows × columns). */
export function meanOfRows({ rows, columns, data }: Matrix): Float64Array {
  const mean = new Float64Array(columns);
  let i = 0;
  // Four rows at a time: the sums are read and written once for four numbers.
  for (; i + 4 <= rows; i += 4) {
    const at0 = i * columns;
    const at1 = at0 + columns;
    const at2 = at1 + columns;
    const at3 = at2 + columns;
    for (let j = 0; j < columns; j++) {
      mean[j] += data[at0 + j] + data[at1 + j] + (data[at2 + j] + data[at3 + j]);
    }
  }
  for (; i < rows; i++) {
    const from = i * columns;
    for (let j = 0; j < columns; j++) mean[j] += data[from + j];
  }
  for (let j = 0; j < columns; j++) mean[j] /= rows;
  return mean;
}

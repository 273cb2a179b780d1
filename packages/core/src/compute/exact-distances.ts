/**
 * Distances in float64 where float32 products were not exact enough: from one row to a few others that
 * lie anywhere. Four go side by side, since each sum has to wait for its own additions; every sum keeps the
 * order of `squaredDistance`, and so its bytes.
 */
import { type Matrix, row, squaredDistance } from "../matrix.ts";

/** out[k] = ‖rows[index] − rows[others[k]]‖² for the first `count` of `others`. O(count × columns). */
export function squaredDistancesTo(
  vectors: Matrix,
  index: number,
  others: Int32Array,
  count: number,
  out: Float64Array,
): void {
  const { columns, data } = vectors;
  const values = row(vectors, index);
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const at0 = others[k] * columns;
    const at1 = others[k + 1] * columns;
    const at2 = others[k + 2] * columns;
    const at3 = others[k + 3] * columns;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let j = 0; j < columns; j++) {
      const value = values[j];
      const d0 = value - data[at0 + j];
      const d1 = value - data[at1 + j];
      const d2 = value - data[at2 + j];
      const d3 = value - data[at3 + j];
      sum0 += d0 * d0;
      sum1 += d1 * d1;
      sum2 += d2 * d2;
      sum3 += d3 * d3;
    }
    out[k] = sum0;
    out[k + 1] = sum1;
    out[k + 2] = sum2;
    out[k + 3] = sum3;
  }
  for (; k < count; k++) out[k] = squaredDistance(values, row(vectors, others[k]));
}

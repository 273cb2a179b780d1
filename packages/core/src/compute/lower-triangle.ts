/**
 * The inner loop of reducing a symmetric matrix to three diagonals: an update by two vectors and the next
 * product in one pass over the lower triangle, which is read and written once.
 *
 * Here is the plain loop; `wasm/simd-double-rows.ts` does the same in SIMD and opens whichever there is.
 */

export interface LowerTriangle {
  /** Numbers from one row to the next; even. The vectors below are as long. */
  readonly stride: number;
  /** stride × stride; row `i` holds `i + 1` numbers, and an even row also the one right of its diagonal. */
  readonly rows: Float64Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly vector: Float64Array;
  /** Zeros, to be filled. */
  readonly product: Float64Array;
  /**
   * The leading `count` rows -= left rightᵀ + right leftᵀ, then product += rows · vector; where `count` is odd,
   * number `count` of the three vectors must be 0. O(count²).
   */
  updateAndMultiply(count: number): void;
}

export function plainLowerTriangle(size: number): LowerTriangle {
  const stride = size + (size & 1);
  const rows = new Float64Array(stride * stride);
  const [left, right, vector, product] = [0, 1, 2, 3].map(() => new Float64Array(stride));
  return {
    stride,
    rows,
    left,
    right,
    vector,
    product,
    updateAndMultiply(count) {
      for (let i = 0; i < count; i++) {
        const start = i * stride;
        const factor = vector[i];
        let sum = 0;
        for (let j = 0; j < i; j++) {
          const entry = rows[start + j] - (left[i] * right[j] + right[i] * left[j]);
          rows[start + j] = entry;
          sum += entry * vector[j];
          product[j] += entry * factor;
        }
        rows[start + i] -= 2 * left[i] * right[i];
        product[i] += sum + rows[start + i] * factor;
      }
    },
  };
}

/**
 * Rows of float64 numbers in one memory, multiplied with each other and combined: what eigenproblems are
 * made of, where the float32 of `kernels.ts` would not do. Synchronous, on one thread.
 *
 * Here are plain loops; `wasm/simd-double-rows.ts` does the same in SIMD and opens whichever there is. The
 * two differ by rounding, as kernels do.
 */

export interface DoubleRows {
  /** Row `index`, no copy; zeros at first. */
  row(index: number): Float64Array;
  /**
   * Products of `leftCount` rows from `left` on with `rightCount` rows from `right` on: rightCount ×
   * leftCount, row-major. Over the first `length` numbers of each, an even number or all.
   * O(leftCount × rightCount × length).
   */
  products(left: number, leftCount: number, right: number, rightCount: number, length?: number): Float64Array;
  /**
   * Row target + t += Σ weights[s × targetCount + t] · row source + s, in their first `length` numbers, an
   * even number or all. No row is both target and source. O(targetCount × sourceCount × length).
   */
  add(
    target: number,
    targetCount: number,
    weights: Float64Array,
    source: number,
    sourceCount: number,
    length?: number,
  ): void;
}

/** `count` rows of `size` numbers. */
export function plainDoubleRows(count: number, size: number): DoubleRows {
  const numbers = new Float64Array(count * size);
  const row = (index: number) => numbers.subarray(index * size, (index + 1) * size);
  return {
    row,

    products(left, leftCount, right, rightCount, length = size) {
      const products = new Float64Array(leftCount * rightCount);
      for (let b = 0, at = 0; b < rightCount; b++) {
        const other = row(right + b);
        for (let a = 0; a < leftCount; a++, at++) {
          const own = row(left + a);
          let sum = 0;
          for (let j = 0; j < length; j++) sum += own[j] * other[j];
          products[at] = sum;
        }
      }
      return products;
    },

    add(target, targetCount, weights, source, sourceCount, length = size) {
      for (let t = 0; t < targetCount; t++) {
        const into = row(target + t);
        for (let s = 0; s < sourceCount; s++) {
          const weight = weights[s * targetCount + t];
          const from = row(source + s);
          for (let j = 0; j < length; j++) into[j] += weight * from[j];
        }
      }
    },
  };
}

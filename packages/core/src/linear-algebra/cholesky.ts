/**
 * Linear systems with a symmetric, positive definite matrix: normal equations of ridge regression,
 * and the triangles by which a Gaussian density is measured.
 * Leaves out pivoting: a matrix that needs it is an error here, and more ridge is the remedy.
 */
import type { SquareMatrix } from "../compute/square-matrix.ts";

/**
 * Solves `system · X = right` for X. `right` and X are row-major `system.size` × `columns`.
 * Only the lower half of `system` is read. O(size³ / 3 + size² × columns).
 * @throws RangeError when `system` is not positive definite.
 */
export function solvePositiveDefinite(
  system: SquareMatrix,
  right: Float64Array,
  columns: number,
): Float64Array {
  const { size } = system;
  const factor = choleskyFactor(system);
  const solution = right.slice();
  const subtractRow = (target: number, source: number, scale: number): void => {
    const to = target * columns;
    const from = source * columns;
    for (let c = 0; c < columns; c++) solution[to + c] -= scale * solution[from + c];
  };
  const divideRow = (target: number, divisor: number): void => {
    for (let c = target * columns; c < (target + 1) * columns; c++) solution[c] /= divisor;
  };
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) subtractRow(i, k, factor[i * size + k]);
    divideRow(i, factor[i * size + i]);
  }
  for (let i = size - 1; i >= 0; i--) {
    divideRow(i, factor[i * size + i]);
    for (let k = 0; k < i; k++) subtractRow(k, i, factor[i * size + k]);
  }
  return solution;
}

/**
 * The lower triangle L with `L Lᵀ = system`, row-major. Only the lower half of `system` is read.
 * O(size³ / 3).
 * @throws RangeError when `system` is not positive definite.
 */
export function choleskyFactor({ size, data }: SquareMatrix): Float64Array {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = data[i * size + j];
      for (let k = 0; k < j; k++) sum -= factor[i * size + k] * factor[j * size + k];
      if (i !== j) {
        factor[i * size + j] = sum / factor[j * size + j];
      } else if (sum > 0) {
        factor[i * size + i] = Math.sqrt(sum);
      } else {
        throw new RangeError(
          `The ${size} × ${size} matrix is not positive definite (pivot ${i} is ${sum}); add to its diagonal.`,
        );
      }
    }
  }
  return factor;
}

/** L⁻¹ of a lower triangle with a diagonal of non-zeros, itself lower. O(size³ / 3). */
export function invertLowerTriangle(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const pivot = factor[i * size + i];
    // Row i of L⁻¹ is what rows above it leave of the unit row; all loops run along memory.
    for (let k = 0; k < i; k++) {
      const scale = factor[i * size + k];
      if (scale === 0) continue;
      for (let j = 0; j <= k; j++) inverse[i * size + j] -= scale * inverse[k * size + j];
    }
    for (let j = 0; j < i; j++) inverse[i * size + j] /= pivot;
    inverse[i * size + i] = 1 / pivot;
  }
  return inverse;
}

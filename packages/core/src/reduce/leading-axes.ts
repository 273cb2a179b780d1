/**
 * The few leading right singular vectors of a tall or wide matrix, by block power iteration from a
 * random start: each pass multiplies a small basis by AᵀA and makes it orthonormal again.
 *
 * Never forms AᵀA, so the width may be tens of thousands. A pass narrows the error by (σ_next / σ_k)²;
 * a few more directions than asked for make that ratio small. After Halko, Martinsson & Tropp (2011).
 */

import { symmetricEigen, turnPositive } from "../linear-algebra/symmetric-eigen.ts";
import { type Matrix, matrix } from "../matrix.ts";
import type { MethodRun } from "../method/context.ts";
import { random } from "../random.ts";
import { gramTimes } from "./gram.ts";

export interface LeadingAxes {
  /** Row-major dimensions × columns, orthonormal, the largest entry of each positive. */
  readonly axes: Float64Array;
  /** Eigenvalues of AᵀA: squared singular values of A, descending. */
  readonly squares: Float64Array;
}

/** Directions beyond those asked for. */
const OVERSAMPLES = 10;

/** A is `vectors` moved by `mean`. O(passes × rows × columns × dimensions). */
export async function leadingAxes(
  vectors: Matrix,
  mean: Float64Array,
  { dimensions, passes }: { readonly dimensions: number; readonly passes: number },
  run: MethodRun,
): Promise<LeadingAxes> {
  const { rows, columns } = vectors;
  const size = Math.min(dimensions + OVERSAMPLES, rows, columns);
  const chance = random(run.seed);
  let basis: Float64Array = orthonormal(
    Float64Array.from({ length: size * columns }, () => chance.normal()),
    size,
    columns,
  );
  let image: Float64Array = new Float64Array(0);
  for (let pass = 0; pass <= passes; pass++) {
    await run.step({ stage: "iterate", done: pass, total: passes });
    image = turned(await gramTimes(vectors, mean, asMatrix(basis, columns), run), columns, size);
    if (pass < passes) basis = orthonormal(image, size, columns);
  }
  // Rayleigh and Ritz: the best axes within the span of the basis.
  const small = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      small[a * size + b] = small[b * size + a] =
        (between(basis, a, image, b, columns) + between(basis, b, image, a, columns)) / 2;
    }
  }
  const { values, vectors: turns } = symmetricEigen({ size, data: small });
  const axes = new Float64Array(dimensions * columns);
  for (let d = 0; d < dimensions; d++) {
    const axis = axes.subarray(d * columns, (d + 1) * columns);
    for (let b = 0; b < size; b++) {
      const share = turns.data[d * size + b];
      for (let j = 0; j < columns; j++) axis[j] += share * basis[b * columns + j];
    }
    turnPositive(axis);
  }
  return { axes, squares: values.slice(0, dimensions).map((value) => Math.max(0, value)) };
}

/**
 * Modified Gram and Schmidt, twice for what rounding left. Rows that depend on earlier ones become unit
 * coordinate directions made orthogonal, so the basis keeps its size.
 */
function orthonormal(rowsIn: Float64Array, size: number, columns: number): Float64Array {
  const rows = rowsIn.slice();
  let spare = 0;
  for (let a = 0; a < size; a++) {
    const row = rows.subarray(a * columns, (a + 1) * columns);
    let before = length(row);
    for (;;) {
      removeEarlier(rows, a, columns);
      removeEarlier(rows, a, columns);
      const after = length(row);
      if (after > 1e-10 * before && after > 0) {
        for (let j = 0; j < columns; j++) row[j] /= after;
        break;
      }
      row.fill(0);
      row[spare++] = 1;
      before = 1;
    }
  }
  return rows;
}

function removeEarlier(rows: Float64Array, a: number, columns: number): void {
  for (let b = 0; b < a; b++) {
    const share = between(rows, a, rows, b, columns);
    for (let j = 0; j < columns; j++) rows[a * columns + j] -= share * rows[b * columns + j];
  }
}

function between(left: Float64Array, a: number, right: Float64Array, b: number, columns: number): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += left[a * columns + j] * right[b * columns + j];
  return sum;
}

function length(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

const asMatrix = (numbers: Float64Array, columns: number): Matrix =>
  matrix(numbers.length / columns, columns, Float32Array.from(numbers));

function turned(numbers: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(numbers.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = numbers[i * columns + j];
  }
  return result;
}

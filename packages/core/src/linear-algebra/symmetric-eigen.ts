/**
 * All eigenvalues and eigenvectors of a symmetric matrix: Householder reduction to tridiagonal form,
 * then the implicit QL method.
 *
 * About 5 s for 1,000 × 1,000; everything is kept, so callers who want a few axes of a huge matrix are
 * better served elsewhere. After tred2 and tql2 of EISPACK (Bowdler, Martin, Reinsch & Wilkinson, 1968),
 * with the matrix kept transposed so that inner loops run along memory.
 */
import type { SquareMatrix } from "./square-matrix.ts";

export interface Eigen {
  /** Descending. */
  readonly values: Float64Array;
  /** Row `i` (length `size`) is the unit eigenvector of `values[i]`; its largest entry is positive. */
  readonly vectors: SquareMatrix;
}

const MAX_SWEEPS = 60;

/**
 * Decomposes `matrix`, of which only the lower half is read. O(size³).
 * @throws RangeError when an entry is not finite.
 */
export function symmetricEigen(matrix: SquareMatrix): Eigen {
  const { size } = matrix;
  const bad = matrix.data.findIndex((value) => !Number.isFinite(value));
  if (bad !== -1) {
    throw new RangeError(
      `Entry ${bad} of the ${size} × ${size} matrix is ${matrix.data[bad]}; only finite numbers have eigenvalues.`,
    );
  }
  // rows[j * size + i] holds EISPACK's z(i, j): eigenvector j ends up as row j.
  const rows = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      rows[j * size + i] = matrix.data[i * size + j];
      rows[i * size + j] = matrix.data[i * size + j];
    }
  }
  const diagonal = new Float64Array(size);
  const offDiagonal = new Float64Array(size);
  reduceToTridiagonal(rows, size, diagonal, offDiagonal);
  diagonalise(rows, size, diagonal, offDiagonal);
  return sorted(rows, size, diagonal);
}

/** tred2: `rows` becomes the (transposed) orthogonal transformation. */
function reduceToTridiagonal(
  rows: Float64Array,
  size: number,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
): void {
  const at = (i: number, j: number): number => j * size + i;
  for (let i = 0; i < size; i++) diagonal[i] = rows[at(size - 1, i)];

  for (let i = size - 1; i > 0; i--) {
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(diagonal[k]);
    let h = 0;
    if (scale === 0) {
      offDiagonal[i] = diagonal[i - 1];
      for (let j = 0; j < i; j++) {
        diagonal[j] = rows[at(i - 1, j)];
        rows[at(i, j)] = 0;
        rows[at(j, i)] = 0;
      }
      diagonal[i] = h;
      continue;
    }
    for (let k = 0; k < i; k++) {
      diagonal[k] /= scale;
      h += diagonal[k] * diagonal[k];
    }
    const last = diagonal[i - 1];
    const g = last > 0 ? -Math.sqrt(h) : Math.sqrt(h);
    offDiagonal[i] = scale * g;
    h -= last * g;
    diagonal[i - 1] = last - g;
    offDiagonal.fill(0, 0, i);

    for (let j = 0; j < i; j++) {
      const f = diagonal[j];
      rows[at(j, i)] = f;
      let sum = offDiagonal[j] + rows[at(j, j)] * f;
      const column = j * size;
      for (let k = j + 1; k < i; k++) {
        sum += rows[column + k] * diagonal[k];
        offDiagonal[k] += rows[column + k] * f;
      }
      offDiagonal[j] = sum;
    }
    let f = 0;
    for (let j = 0; j < i; j++) {
      offDiagonal[j] /= h;
      f += offDiagonal[j] * diagonal[j];
    }
    const half = f / (h + h);
    for (let j = 0; j < i; j++) offDiagonal[j] -= half * diagonal[j];
    for (let j = 0; j < i; j++) {
      const d = diagonal[j];
      const e = offDiagonal[j];
      const column = j * size;
      for (let k = j; k < i; k++) rows[column + k] -= d * offDiagonal[k] + e * diagonal[k];
      diagonal[j] = rows[column + i - 1];
      rows[column + i] = 0;
    }
    diagonal[i] = h;
  }

  for (let i = 0; i < size - 1; i++) {
    rows[at(size - 1, i)] = rows[at(i, i)];
    rows[at(i, i)] = 1;
    const h = diagonal[i + 1];
    const next = (i + 1) * size;
    if (h !== 0) {
      for (let k = 0; k <= i; k++) diagonal[k] = rows[next + k] / h;
      for (let j = 0; j <= i; j++) {
        const column = j * size;
        let g = 0;
        for (let k = 0; k <= i; k++) g += rows[next + k] * rows[column + k];
        for (let k = 0; k <= i; k++) rows[column + k] -= g * diagonal[k];
      }
    }
    rows.fill(0, next, next + i + 1);
  }
  for (let j = 0; j < size; j++) {
    diagonal[j] = rows[at(size - 1, j)];
    rows[at(size - 1, j)] = 0;
  }
  rows[at(size - 1, size - 1)] = 1;
  offDiagonal[0] = 0;
}

/** tql2: turns the tridiagonal matrix diagonal by plane rotations, applied to `rows` as well. */
function diagonalise(
  rows: Float64Array,
  size: number,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
): void {
  offDiagonal.copyWithin(0, 1);
  offDiagonal[size - 1] = 0;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < size; l++) {
    largest = Math.max(largest, Math.abs(diagonal[l]) + Math.abs(offDiagonal[l]));
    let m = l;
    while (m < size - 1 && Math.abs(offDiagonal[m]) > Number.EPSILON * largest) m++;

    for (let sweep = 0; m > l && Math.abs(offDiagonal[l]) > Number.EPSILON * largest; sweep++) {
      if (sweep === MAX_SWEEPS) {
        throw new RangeError(`Eigenvalue ${l} of ${size} did not settle in ${MAX_SWEEPS} sweeps.`);
      }
      let g = diagonal[l];
      let p = (diagonal[l + 1] - g) / (2 * offDiagonal[l]);
      let r = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1);
      diagonal[l] = offDiagonal[l] / (p + r);
      diagonal[l + 1] = offDiagonal[l] * (p + r);
      const next = diagonal[l + 1];
      const moved = g - diagonal[l];
      for (let i = l + 2; i < size; i++) diagonal[i] -= moved;
      shift += moved;

      p = diagonal[m];
      let c = 1;
      let c2 = 1;
      let c3 = 1;
      let s = 0;
      let s2 = 0;
      const second = offDiagonal[l + 1];
      for (let i = m - 1; i >= l; i--) {
        c3 = c2;
        c2 = c;
        s2 = s;
        g = c * offDiagonal[i];
        const h = c * p;
        r = Math.hypot(p, offDiagonal[i]);
        offDiagonal[i + 1] = s * r;
        s = offDiagonal[i] / r;
        c = p / r;
        p = c * diagonal[i] - s * g;
        diagonal[i + 1] = h + s * (c * g + s * diagonal[i]);
        rotateRows(rows, size, i, c, s);
      }
      p = (-s * s2 * c3 * second * offDiagonal[l]) / next;
      offDiagonal[l] = s * p;
      diagonal[l] = c * p;
    }
    diagonal[l] += shift;
    offDiagonal[l] = 0;
  }
}

function rotateRows(rows: Float64Array, size: number, i: number, c: number, s: number): void {
  const lower = i * size;
  const upper = lower + size;
  for (let k = 0; k < size; k++) {
    const h = rows[upper + k];
    const low = rows[lower + k];
    rows[upper + k] = s * low + c * h;
    rows[lower + k] = c * low - s * h;
  }
}

/** The sign of an eigenvector is free; fixing it keeps fitted heads equal between machines. */
function sorted(rows: Float64Array, size: number, diagonal: Float64Array): Eigen {
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b] - diagonal[a] || a - b);
  const vectors: SquareMatrix = { size, data: new Float64Array(size * size) };
  for (const [target, source] of order.entries()) {
    const vector = rows.subarray(source * size, (source + 1) * size);
    let largest = 0;
    for (const value of vector) if (Math.abs(value) > Math.abs(largest)) largest = value;
    const sign = largest < 0 ? -1 : 1;
    for (let k = 0; k < size; k++) vectors.data[target * size + k] = sign * vector[k];
  }
  return { values: Float64Array.from(order, (source) => diagonal[source]), vectors };
}

/**
 * Symmetric matrices by way of three diagonals: the Householder reduction A = Q T Qᵀ, and the implicit
 * QL method that finds the eigenvalues of T.
 *
 * Neither Q nor the turns of QL are multiplied out. They are kept as reflections and plane rotations,
 * which `eigenvectors` runs backwards over as many vectors as are wanted: for 50 of 512 that is a
 * fifth of the work. After tred1, tql2 and trbak1 of EISPACK (Martin, Reinsch & Wilkinson, 1968).
 */

import type { SquareMatrix } from "../compute/square-matrix.ts";
import { openDoubleRows, openLowerTriangle } from "../compute/wasm/simd-double-rows.ts";

export interface Tridiagonal {
  readonly size: number;
  readonly diagonal: Float64Array;
  /** Entry `i` stands between rows `i - 1` and `i`; the first is 0. */
  readonly offDiagonal: Float64Array;
  /** The first `i` numbers of row `i` are those of reflection `i`, I - u uᵀ / h. */
  readonly reflections: Float64Array;
  /** Numbers from one reflection to the next. */
  readonly stride: number;
  /** h of each reflection; 0 where nothing is reflected. */
  readonly heights: Float64Array;
}

/** Only the lower half of `matrix` is read. O(4/3 size³). */
export function reduceToTridiagonal({ size, data }: SquareMatrix): Tridiagonal {
  const triangle = openLowerTriangle(size);
  const { stride, rows, left, right, vector, product } = triangle;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) rows[i * stride + j] = data[i * size + j];
    if (i % 2 === 1) rows[(i - 1) * stride + i] = data[i * size + i - 1];
  }
  const diagonal = new Float64Array(size);
  const offDiagonal = new Float64Array(size);
  const heights = new Float64Array(size);
  for (let i = size - 1; i >= 0; i--) {
    // What the reflection before does to this row; to the others it is done on the way to their product.
    const start = i * stride;
    const [ownLeft, ownRight] = [left[i], right[i]];
    for (let j = 0; j <= i; j++) rows[start + j] -= ownLeft * right[j] + ownRight * left[j];
    left[i] = right[i] = 0;
    diagonal[i] = rows[start + i];
    const reflection = rows.subarray(start, start + i);
    let scale = 0;
    for (let j = 0; j < i; j++) scale += Math.abs(reflection[j]);
    vector.fill(0, 0, i + 1);
    if (scale > 0) {
      let squared = 0;
      for (let j = 0; j < i; j++) {
        reflection[j] /= scale;
        squared += reflection[j] * reflection[j];
      }
      const last = reflection[i - 1];
      const root = last > 0 ? -Math.sqrt(squared) : Math.sqrt(squared);
      offDiagonal[i] = scale * root;
      heights[i] = squared - last * root;
      reflection[i - 1] = last - root;
      vector.set(reflection);
    }
    product.fill(0, 0, i + 1);
    triangle.updateAndMultiply(i);
    let along = 0;
    for (let j = 0; j < i && scale > 0; j++) {
      product[j] /= heights[i];
      along += product[j] * vector[j];
    }
    const half = scale > 0 ? along / (2 * heights[i]) : 0;
    for (let j = 0; j < i; j++) {
      left[j] = vector[j];
      right[j] = product[j] - half * vector[j];
    }
  }
  return { size, diagonal, offDiagonal, reflections: rows, stride, heights };
}

/** Plane rotations in the order in which they were made: rotation `r` turns rows `places[r]` and the next. */
export class Rotations {
  count = 0;
  places = new Int32Array(0);
  cosines = new Float64Array(0);
  sines = new Float64Array(0);

  /** Makes room for so many more. */
  reserve(more: number): void {
    const size = this.count + more;
    if (size <= this.places.length) return;
    const { places, cosines, sines } = this;
    this.places = new Int32Array(2 * size);
    this.cosines = new Float64Array(2 * size);
    this.sines = new Float64Array(2 * size);
    this.places.set(places);
    this.cosines.set(cosines);
    this.sines.set(sines);
  }
}

const MAX_SWEEPS = 60;

/**
 * Eigenvalues of a tridiagonal matrix, in no order, and the rotations that make it diagonal.
 * Right to machine precision of the largest. O(size²).
 */
export function diagonalise({
  size,
  diagonal,
  offDiagonal,
}: Pick<Tridiagonal, "size" | "diagonal" | "offDiagonal">): { values: Float64Array; rotations: Rotations } {
  const rotations = new Rotations();
  let bound = 0;
  for (let i = 0; i < size; i++) {
    const beside = Math.abs(offDiagonal[i]) + (i + 1 < size ? Math.abs(offDiagonal[i + 1]) : 0);
    bound = Math.max(bound, Math.abs(diagonal[i]) + beside);
  }
  if (bound === 0) return { values: new Float64Array(size), rotations };
  // Near 1 no square can overflow, and none that counts can vanish.
  const values = diagonal.map((value) => value / bound);
  const off = new Float64Array(size);
  for (let i = 1; i < size; i++) off[i - 1] = offDiagonal[i] / bound;
  let shift = 0;
  for (let l = 0; l < size; l++) {
    let m = l;
    while (m < size - 1 && Math.abs(off[m]) > Number.EPSILON) m++;
    for (let sweep = 0; m > l && Math.abs(off[l]) > Number.EPSILON; sweep++) {
      if (sweep === MAX_SWEEPS) {
        throw new RangeError(`Eigenvalue ${l} of ${size} did not settle in ${MAX_SWEEPS} sweeps.`);
      }
      shift += shiftBlock(values, off, l);
      sweepBlock(values, off, l, m, rotations);
    }
    values[l] += shift;
  }
  for (let i = 0; i < size; i++) values[i] *= bound;
  return { values, rotations };
}

/** Moves eigenvalues from `l` on so that the one to settle next is near 0; returns by how much. */
function shiftBlock(values: Float64Array, off: Float64Array, l: number): number {
  const start = values[l];
  const slope = (values[l + 1] - start) / (2 * off[l]);
  const length = Math.sqrt(slope * slope + 1);
  const root = slope < 0 ? slope - length : slope + length;
  values[l] = off[l] / root;
  values[l + 1] = off[l] * root;
  const moved = start - values[l];
  for (let i = l + 2; i < values.length; i++) values[i] -= moved;
  return moved;
}

/** One implicit QL sweep over rows `m` up to `l`. */
function sweepBlock(values: Float64Array, off: Float64Array, l: number, m: number, rotations: Rotations) {
  rotations.reserve(m - l);
  const { places, cosines, sines } = rotations;
  let at = rotations.count;
  const next = values[l + 1];
  const second = off[l + 1];
  let p = values[m];
  let c = 1;
  let c2 = 1;
  let c3 = 1;
  let s = 0;
  let s2 = 0;
  for (let i = m - 1; i >= l; i--) {
    c3 = c2;
    c2 = c;
    s2 = s;
    const g = c * off[i];
    const h = c * p;
    const r = Math.sqrt(p * p + off[i] * off[i]);
    off[i + 1] = s * r;
    s = off[i] / r;
    c = p / r;
    p = c * values[i] - s * g;
    values[i + 1] = h + s * (c * g + s * values[i]);
    places[at] = i;
    cosines[at] = c;
    sines[at++] = s;
  }
  rotations.count = at;
  p = (-s * s2 * c3 * second * off[l]) / next;
  off[l] = s * p;
  values[l] = c * p;
}

/**
 * The eigenvectors that belong to the values named by `chosen`: one a row, chosen.length × size, of unit
 * length, orthogonal even where values repeat. O(size² × chosen).
 */
export function eigenvectors(
  reduced: Pick<Tridiagonal, "size" | "reflections" | "stride" | "heights">,
  { count: rotationCount, places, cosines, sines }: Rotations,
  chosen: readonly number[],
): Float64Array {
  const { size } = reduced;
  const count = chosen.length;
  // size × count: inner loops run over all chosen vectors along memory.
  const block = new Float64Array(size * count);
  for (let t = 0; t < count; t++) block[chosen[t] * count + t] = 1;
  for (let r = rotationCount - 1; r >= 0; r--) {
    const lower = places[r] * count;
    // Backwards, a sweep goes from row to row: two rotations that meet in a row touch it once.
    if (r > 0 && places[r - 1] === places[r] + 1) {
      rotateThreeRows(block, lower, count, cosines[r], sines[r], cosines[r - 1], sines[r - 1]);
      r--;
    } else rotateRows(block, lower, count, cosines[r], sines[r]);
  }
  return reflected(reduced, block, count);
}

/** Reflections applied together: as many as rows that are combined at once. */
const TOGETHER = 4;

/** The columns of `block` after all reflections, one a row. */
function reflected(
  { size, reflections, stride, heights }: Pick<Tridiagonal, "size" | "reflections" | "stride" | "heights">,
  block: Float64Array,
  count: number,
): Float64Array {
  const rows = openDoubleRows(count + TOGETHER, size);
  for (let t = 0; t < count; t++) {
    const vector = rows.row(t);
    for (let i = 0; i < size; i++) vector[i] = block[i * count + t];
  }
  for (let first = 1; first < size; first += TOGETHER) {
    const width = Math.min(TOGETHER, size - first);
    const length = Math.min(size, first + TOGETHER - 1 + (first % 2 === 0 ? 1 : 0));
    for (let r = 0; r < width; r++) {
      const row = rows.row(count + r);
      row.set(reflections.subarray((first + r) * stride, (first + r) * stride + first + r));
      row.fill(0, first + r);
    }
    // A reflection meets what those before it have left: known from the products among them.
    const along = rows.products(0, count, count, width, length);
    const among = rows.products(count, width, count, width, length);
    for (let r = 0; r < width; r++) {
      const height = heights[first + r];
      for (let t = 0; t < count; t++) {
        let sum = along[r * count + t];
        for (let q = 0; q < r; q++) sum += along[q * count + t] * among[r * width + q];
        along[r * count + t] = height === 0 ? 0 : -sum / height;
      }
    }
    rows.add(0, count, along, count, width, length);
  }
  const vectors = new Float64Array(count * size);
  for (let t = 0; t < count; t++) vectors.set(rows.row(t), t * size);
  return vectors;
}

function rotateRows(block: Float64Array, lower: number, count: number, c: number, s: number): void {
  const upper = lower + count;
  for (let t = 0; t < count; t++) {
    const low = block[lower + t];
    const high = block[upper + t];
    block[lower + t] = c * low + s * high;
    block[upper + t] = c * high - s * low;
  }
}

/** `rotateRows` of a row and the next, then of that and the one after. */
function rotateThreeRows(
  block: Float64Array,
  lower: number,
  count: number,
  c: number,
  s: number,
  nextC: number,
  nextS: number,
): void {
  const middle = lower + count;
  const upper = middle + count;
  for (let t = 0; t < count; t++) {
    const low = block[lower + t];
    const mid = block[middle + t];
    const high = block[upper + t];
    const turned = c * mid - s * low;
    block[lower + t] = c * low + s * mid;
    block[middle + t] = nextC * turned + nextS * high;
    block[upper + t] = nextC * high - nextS * turned;
  }
}

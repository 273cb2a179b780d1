/**
 * Typed arrays that know their shape. Every vector set in Imantics travels as a `Matrix`:
 * row-major float32, one row per region (or per text, per centre …).
 */

/** Row-major `rows` × `columns` float32 numbers. `data.length === rows * columns`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** Wraps `data` (or fresh zeros) as rows × columns. O(1) when `data` is given. */
export function matrix(
  rows: number,
  columns: number,
  data: Float32Array = new Float32Array(rows * columns),
): Matrix {
  if (data.length !== rows * columns) {
    throw new RangeError(
      `A ${rows} × ${columns} matrix needs ${rows * columns} numbers, got ${data.length}.`,
    );
  }
  return { rows, columns, data };
}

/** A view (no copy) of row `index`. */
export function row(vectors: Matrix, index: number): Float32Array {
  return vectors.data.subarray(index * vectors.columns, (index + 1) * vectors.columns);
}

/** Copies the rows named by `indices`, in that order. */
export function selectRows(vectors: Matrix, indices: ArrayLike<number>): Matrix {
  const selected = matrix(indices.length, vectors.columns);
  for (let i = 0; i < indices.length; i++) selected.data.set(row(vectors, indices[i]), i * vectors.columns);
  return selected;
}

/** Scales every row to length 1, as a new matrix; all-zero rows stay zero. */
export function normaliseRows(vectors: Matrix): Matrix {
  const unit = matrix(vectors.rows, vectors.columns, vectors.data.slice());
  for (let i = 0; i < unit.rows; i++) {
    const values = row(unit, i);
    let sum = 0;
    for (const value of values) sum += value * value;
    if (sum === 0) continue;
    const scale = 1 / Math.sqrt(sum);
    for (let j = 0; j < values.length; j++) values[j] *= scale;
  }
  return unit;
}

/** A view (no copy) of rows `start` up to but not including `end`. */
export function rowRange(vectors: Matrix, start: number, end: number): Matrix {
  const { columns, data } = vectors;
  return { rows: end - start, columns, data: data.subarray(start * columns, end * columns) };
}

/** Σ left[j] · right[j] in float64. */
export function dot(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < left.length; j++) sum += left[j] * right[j];
  return sum;
}

/** Σ (left[j] − right[j])² in float64. */
export function squaredDistance(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < left.length; j++) {
    const difference = left[j] - right[j];
    sum += difference * difference;
  }
  return sum;
}

/**
 * Sparse float64 matrices in compressed rows: graphs of neighbours and what is computed from them.
 * Built once, then only multiplied; nothing here changes a matrix in place.
 */

/** Entries of row `i` are `starts[i]` … `starts[i + 1] - 1` of `indices` (columns, ascending) and `values`. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Length `rows + 1`. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** Entries in any order; equal places are added up. The three arrays have one length. */
export interface Entries {
  readonly rows: ArrayLike<number>;
  readonly columns: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Sorts entries into rows and columns by counting. O(entries + rows + columns). */
export function sparseFromEntries(rows: number, columns: number, entries: Entries): SparseMatrix {
  // By column first: the second, stable sort by row then leaves columns ascending.
  const byColumn = orderedBy(entries.columns, columns);
  const rowStarts = startsOf(entries.rows, rows);
  const next = rowStarts.slice();
  const indices = new Int32Array(byColumn.length);
  const values = new Float64Array(byColumn.length);
  for (const entry of byColumn) {
    const at = next[entries.rows[entry]]++;
    indices[at] = entries.columns[entry];
    values[at] = entries.values[entry];
  }
  return withoutRepeats(rows, columns, { starts: rowStarts, indices, values });
}

/** `product = matrix · vector`. O(entries). */
export function multiplySparse(
  { rows, starts, indices, values }: SparseMatrix,
  vector: Float64Array,
  product: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let p = starts[i]; p < starts[i + 1]; p++) sum += values[p] * vector[indices[p]];
    product[i] = sum;
  }
}

/** `multiplySparse` of four vectors, with one look at the entries for all. O(entries). */
export function multiplySparseByFour(
  { rows, starts, indices, values }: SparseMatrix,
  vectors: readonly Float64Array[],
  products: readonly Float64Array[],
): void {
  const [vector0, vector1, vector2, vector3] = vectors;
  const [product0, product1, product2, product3] = products;
  for (let i = 0; i < rows; i++) {
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let p = starts[i], end = starts[i + 1]; p < end; p++) {
      const value = values[p];
      const j = indices[p];
      sum0 += value * vector0[j];
      sum1 += value * vector1[j];
      sum2 += value * vector2[j];
      sum3 += value * vector3[j];
    }
    product0[i] = sum0;
    product1[i] = sum1;
    product2[i] = sum2;
    product3[i] = sum3;
  }
}

/** Sum of every row. */
export function rowSums({ rows, starts, values }: SparseMatrix): Float64Array {
  const sums = new Float64Array(rows);
  for (let i = 0; i < rows; i++) for (let p = starts[i]; p < starts[i + 1]; p++) sums[i] += values[p];
  return sums;
}

/** The matrix with entry (i, j) times `left[i]` and `right[j]`. */
export function scaleSparse(
  matrix: SparseMatrix,
  left: ArrayLike<number>,
  right: ArrayLike<number>,
): SparseMatrix {
  const values = matrix.values.slice();
  for (let i = 0; i < matrix.rows; i++) {
    for (let p = matrix.starts[i]; p < matrix.starts[i + 1]; p++) {
      values[p] *= left[i] * right[matrix.indices[p]];
    }
  }
  return { ...matrix, values };
}

/** Columns as rows. O(entries). */
export function transposeSparse({ rows, columns, starts, indices, values }: SparseMatrix): SparseMatrix {
  const turnedStarts = startsOf(indices, columns);
  const next = turnedStarts.slice();
  const turnedIndices = new Int32Array(indices.length);
  const turnedValues = new Float64Array(indices.length);
  for (let i = 0; i < rows; i++) {
    for (let p = starts[i]; p < starts[i + 1]; p++) {
      const at = next[indices[p]]++;
      turnedIndices[at] = i;
      turnedValues[at] = values[p];
    }
  }
  return {
    rows: columns,
    columns: rows,
    starts: turnedStarts,
    indices: turnedIndices,
    values: turnedValues,
  };
}

/** matrixᵀ · matrix, columns × columns. O(Σ over rows of entries²), row by row: no list of all products. */
export function gramOf(matrix: SparseMatrix): SparseMatrix {
  const turned = transposeSparse(matrix);
  const size = matrix.columns;
  const sums = new Float64Array(size);
  const isTouched = new Uint8Array(size);
  const starts = new Int32Array(size + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let a = 0; a < size; a++) {
    const touched: number[] = [];
    for (let p = turned.starts[a]; p < turned.starts[a + 1]; p++) {
      const i = turned.indices[p];
      for (let q = matrix.starts[i]; q < matrix.starts[i + 1]; q++) {
        const b = matrix.indices[q];
        if (!isTouched[b]) touched.push(b);
        isTouched[b] = 1;
        sums[b] += turned.values[p] * matrix.values[q];
      }
    }
    for (const b of touched.sort((left, right) => left - right)) {
      indices.push(b);
      values.push(sums[b]);
      sums[b] = 0;
      isTouched[b] = 0;
    }
    starts[a + 1] = indices.length;
  }
  return {
    rows: size,
    columns: size,
    starts,
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
  };
}

/** Connected component of every row of a symmetric matrix, numbered by first row. O(entries). */
export function connectedComponents({ rows, starts, indices }: SparseMatrix): {
  readonly component: Int32Array;
  readonly count: number;
} {
  const component = new Int32Array(rows).fill(-1);
  const stack = new Int32Array(rows);
  let count = 0;
  for (let first = 0; first < rows; first++) {
    if (component[first] >= 0) continue;
    let height = 0;
    stack[height++] = first;
    component[first] = count;
    while (height > 0) {
      const i = stack[--height];
      for (let p = starts[i]; p < starts[i + 1]; p++) {
        const j = indices[p];
        if (component[j] >= 0) continue;
        component[j] = count;
        stack[height++] = j;
      }
    }
    count++;
  }
  return { component, count };
}

function startsOf(keys: ArrayLike<number>, limit: number): Int32Array {
  const starts = new Int32Array(limit + 1);
  for (let e = 0; e < keys.length; e++) starts[keys[e] + 1]++;
  for (let i = 0; i < limit; i++) starts[i + 1] += starts[i];
  return starts;
}

function orderedBy(keys: ArrayLike<number>, limit: number): Int32Array {
  const next = startsOf(keys, limit);
  const order = new Int32Array(keys.length);
  for (let e = 0; e < keys.length; e++) order[next[keys[e]]++] = e;
  return order;
}

function withoutRepeats(
  rows: number,
  columns: number,
  { starts, indices, values }: { starts: Int32Array; indices: Int32Array; values: Float64Array },
): SparseMatrix {
  const newStarts = new Int32Array(rows + 1);
  let kept = 0;
  for (let i = 0; i < rows; i++) {
    for (let p = starts[i]; p < starts[i + 1]; p++) {
      if (kept > newStarts[i] && indices[kept - 1] === indices[p]) values[kept - 1] += values[p];
      else {
        indices[kept] = indices[p];
        values[kept++] = values[p];
      }
    }
    newStarts[i + 1] = kept;
  }
  return {
    rows,
    columns,
    starts: newStarts,
    indices: indices.slice(0, kept),
    values: values.slice(0, kept),
  };
}

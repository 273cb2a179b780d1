/**
 * Products between small sets of rows that lie scattered in one large set of vectors: what walking a
 * neighbour graph needs, millions of times, where a promise and a copy for each would cost more than
 * the products themselves. So this is synchronous, and the vectors are copied once into WebAssembly
 * memory (4 GB: 8 million vectors of 128 numbers). Beyond that, or without SIMD, plain loops serve.
 */
import { dot, type Matrix, matrix, row } from "../../matrix.ts";
import { squaredNorms } from "../plain.ts";
import { growMemory, hasSimd, LARGEST_MEMORY, LEFT_GROUP, openSimdProducts } from "./simd-products.ts";

export interface RowProducts {
  /** Squared length of every row as it is multiplied, that is after the shift. */
  readonly squaredNorms: Float64Array;
  /**
   * Products of rows `left[0 … leftCount)` with rows `right[0 … rightCount)`; that of `left[a]` and
   * `right[b]` stands at `b * productStride(leftCount) + a`. Valid until the next call.
   * O(leftCount × rightCount × columns).
   */
  between(left: Int32Array, leftCount: number, right: Int32Array, rightCount: number): Float32Array;
}

export interface RowProductsOptions {
  /** Longest list of rows in one call. */
  readonly most: number;
  /** Subtracted from every row, so that differences keep their digits far from the origin. */
  readonly shift: Float64Array;
}

/** Numbers from one right row's products to the next's. */
export function productStride(leftCount: number): number {
  return Math.ceil(leftCount / LEFT_GROUP) * LEFT_GROUP;
}

/** Copies `vectors`; O(rows × columns) time and memory. */
export function openRowProducts(vectors: Matrix, options: RowProductsOptions): RowProducts {
  const paddedColumns = Math.ceil(vectors.columns / COLUMN_STEP) * COLUMN_STEP;
  const most = productStride(options.most) + LEFT_GROUP;
  const bytes = 4 * (most * (2 + most) + vectors.rows * paddedColumns) + ALIGNMENT;
  return hasSimd() && bytes <= LARGEST_MEMORY
    ? openSimd(vectors, options.shift, most, paddedColumns)
    : openPlain(vectors, options.shift, most);
}

/** Columns the kernel takes at once; and where rows may start. */
const COLUMN_STEP = 16;
const ALIGNMENT = 64;

function openSimd(vectors: Matrix, shift: Float64Array, most: number, width: number): RowProducts {
  const rowsAt = Math.ceil((4 * most * (2 + most)) / ALIGNMENT) * ALIGNMENT;
  const rowBytes = 4 * width;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
  growMemory(memory, rowsAt + vectors.rows * rowBytes);
  const { gatheredProducts } = openSimdProducts(memory);
  const addresses = new Uint32Array(memory.buffer, 0, 2 * most);
  const products = new Float32Array(memory.buffer, 8 * most, most * most);
  const rows = matrix(vectors.rows, width, new Float32Array(memory.buffer, rowsAt, vectors.rows * width));
  copyShifted(vectors, shift, rows);

  /** Fills the list up to a multiple with its last row. */
  const list = (at: number, indices: Int32Array, count: number, multiple: number): number => {
    let end = at;
    for (let i = 0; i < count; i++) addresses[end++] = rowsAt + indices[i] * rowBytes;
    while ((end - at) % multiple !== 0) addresses[end++] = addresses[end - 2];
    return end;
  };
  return {
    squaredNorms: squaredNorms(rows),
    between(left, leftCount, right, rightCount) {
      const leftEnd = list(0, left, leftCount, LEFT_GROUP);
      const rightEnd = list(most, right, rightCount, 2);
      gatheredProducts(0, 4 * leftEnd, 4 * most, 4 * rightEnd, 8 * most, rowBytes);
      return products;
    },
  };
}

function openPlain(vectors: Matrix, shift: Float64Array, most: number): RowProducts {
  const rows = matrix(vectors.rows, vectors.columns);
  copyShifted(vectors, shift, rows);
  const products = new Float32Array(most * most);
  return {
    squaredNorms: squaredNorms(rows),
    between(left, leftCount, right, rightCount) {
      const stride = productStride(leftCount);
      for (let b = 0; b < rightCount; b++) {
        const values = row(rows, right[b]);
        for (let a = 0; a < leftCount; a++) products[b * stride + a] = dot(row(rows, left[a]), values);
      }
      return products;
    },
  };
}

function copyShifted({ rows, columns, data }: Matrix, shift: Float64Array, target: Matrix): void {
  for (let i = 0; i < rows; i++) {
    const from = i * columns;
    const to = i * target.columns;
    for (let j = 0; j < columns; j++) target.data[to + j] = data[from + j] - shift[j];
  }
}

/**
 * The few products that everything heavy in Imantics is made of, as one interface. Methods are
 * written against it; who runs them is injected. Implementations: `plain.ts` (readable reference,
 * exact), `wasm/wasm-kernels.ts` (SIMD, ten times faster, in browsers too), ONNX Runtime in the engine
 * (fastest); the last two in float32.
 *
 * Promises, because implementations may compute elsewhere. Callers hand over tiles of a size that
 * fits memory (`tile-rows.ts`) and look at their abort signal in between.
 *
 * Every implementation gives the same bytes for the same input, whatever its number of threads, and
 * passes `kernels.contract.ts`; between implementations results differ by float32 rounding.
 */

import type { Matrix } from "../matrix.ts";
import type { SquareMatrix } from "./square-matrix.ts";

/** For each vector its nearest centre; ties go to the lower index. */
export interface Nearest {
  readonly indices: Int32Array;
  /** Squared Euclidean distance to that centre, at least 0. */
  readonly squaredDistances: Float32Array;
  /** The same to the second nearest: how sure the choice is. Infinity where there is one centre only. */
  readonly secondSquaredDistances: Float32Array;
}

/**
 * For each query its best vectors, best first: row-major queries × `count`. Ties go to the lower
 * index. `count` is the number asked for, or the number of vectors when there are fewer.
 */
export interface TopProducts {
  readonly count: number;
  readonly indices: Int32Array;
  readonly products: Float32Array;
}

/** Sum and number of the vectors under each label. */
export interface LabelSums {
  /** Row-major labels × columns. */
  readonly sums: Float64Array;
  readonly counts: Int32Array;
}

/** Products of all columns with all columns, and the sums of the columns. */
export interface ColumnGram extends SquareMatrix {
  readonly sums: Float64Array;
}

export interface Kernels {
  readonly name: string;
  /** Nearest of `centres` (at least one) for every vector. O(vectors × centres × columns). */
  nearest(vectors: Matrix, centres: Matrix): Promise<Nearest>;
  /** Largest products with `vectors` for every query. O(queries × vectors × columns), O(count) memory. */
  topProducts(queries: Matrix, vectors: Matrix, count: number): Promise<TopProducts>;
  /**
   * Products of every left row with every right row: left.rows × right.rows, all of it in memory.
   * @param shifts added to the products with each right row. Default: nothing.
   */
  products(left: Matrix, right: Matrix, shifts?: Float32Array): Promise<Matrix>;
  /** Squared Euclidean distances, at least 0: left.rows × right.rows, all of it in memory. */
  squaredDistances(left: Matrix, right: Matrix): Promise<Matrix>;
  /**
   * Σ (row − origin)(row − origin)ᵀ and Σ (row − origin), added up in float64 every few ten thousand rows
   * at most. O(rows × columns²).
   */
  gram(vectors: Matrix, origin: Float32Array): Promise<ColumnGram>;
  /** Sums by label in float64, in row order; rows with a negative label are left out. */
  sumByLabel(vectors: Matrix, labels: Int32Array, labelCount: number): Promise<LabelSums>;
  /** Squared length of every row. */
  squaredNorms(vectors: Matrix): Promise<Float64Array>;
}

/**
 * A head: the smallest thing that training gives.
 *
 * A head maps vectors of one space to scores. Being trained is a type, not a flag: whoever holds a
 * `Head` can use it, store it and get the same scores again.
 */
import type { Matrix } from "@imantics/core";

/** An immutable small model on top of the vectors of one space. */
export interface Head {
  /** Which kind of head, for reading it back: "ridge", "linear-probe", … */
  readonly kind: string;
  /** Numbers it takes and gives for each vector. */
  readonly inputColumns: number;
  readonly outputColumns: number;
  /**
   * Scores, rows × `outputColumns`. Their meaning (logits, a vector in another space) belongs to the
   * kind. O(rows × input × output).
   * @throws RangeError when `vectors.columns` is not `inputColumns`.
   */
  predict(vectors: Matrix): Matrix;
  /** Everything needed to make it again. */
  toBytes(): Uint8Array;
}

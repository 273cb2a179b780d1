/**
 * Vectors by region, one table per space, in our words. Facts never live here: they change
 * often, vectors do not. `vectors.contract.ts` runs over each implementation.
 */
import type { Matrix } from "@imantics/core";
import type { Space } from "../domain/space.ts";

/** `ids[i]` names row i of `vectors`. */
export interface VectorSet {
  readonly ids: readonly string[];
  readonly vectors: Matrix;
}

export interface VectorStore {
  /**
   * Adds or replaces by region id; of an id given twice the last row wins. Acknowledged rows survive
   * kill -9. @throws ImanticsError `vector-dimension-mismatch` when the width is not the space's.
   */
  put(space: Space, set: VectorSet): Promise<void>;
  /** Everything of a space, sorted by region id (plain string order). Unknown spaces are empty, not an error. */
  load(space: Space): Promise<VectorSet>;
  /** The region ids only. */
  ids(space: Space): Promise<ReadonlySet<string>>;
  /** Bytes that its vectors take, about; 0 for an unknown space. */
  sizeBytes(space: Space): Promise<number>;
  remove(space: Space, ids: readonly string[]): Promise<void>;
  /** Drops a space's table. */
  drop(spaceId: string): Promise<void>;
  /** Compacts after bulk work; cheap when there is nothing to do. */
  optimise(space: Space): Promise<void>;
  close(): Promise<void>;
}

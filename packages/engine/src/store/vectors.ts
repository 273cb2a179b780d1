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

/** Where a reader stands in a space; means something to the store that gave it only. */
export interface VectorMark {
  readonly generation: string;
  /** Number of the last row that was written. */
  readonly lastRow: bigint;
}

/** What a reader holds of a space: all that `changes` told it so far. */
export interface HeldVectors {
  /** Of the last answer; null where nothing is held yet. */
  readonly mark: VectorMark | null;
  readonly size: number;
  has(id: string): boolean;
  ids(): Iterable<string>;
}

/** What leads from what a reader holds to what the space holds now. */
export interface VectorChanges {
  readonly mark: VectorMark;
  /** New or to be replaced, sorted by region id. May name rows that are held as they are. */
  readonly put: VectorSet;
  readonly removed: readonly string[];
}

export interface VectorStore {
  /**
   * Adds or replaces by region id; of an id given twice the last row wins. Acknowledged rows survive
   * kill -9. @throws ImanticsError `vector-dimension-mismatch` when the width is not the space's.
   */
  put(space: Space, set: VectorSet): Promise<void>;
  /** Everything of a space, sorted by region id (plain string order). Unknown spaces are empty, not an error. */
  load(space: Space): Promise<VectorSet>;
  /**
   * Changes with every committed write of any process; while it stays the same, so does what is held.
   * The empty string for a space that has nothing yet. Cheap: reads no row.
   */
  generation(space: Space): Promise<string>;
  /**
   * What was written since a reader last asked, as of one moment. O(rows added), where rows were only
   * added or replaced; O(rows) ids more where some were removed; everything after `optimise`, which
   * moves rows.
   */
  changes(space: Space, held: HeldVectors): Promise<VectorChanges>;
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

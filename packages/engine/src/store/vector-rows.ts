/** What every VectorStore checks before it stores. */
import { row } from "@imantics/core";
import { ImanticsError } from "../domain/errors.ts";
import type { Space } from "../domain/space.ts";
import type { VectorSet } from "./vectors.ts";

/**
 * The rows of a set by id; of an id given twice the last stays. The vectors are views, not copies.
 * @throws ImanticsError `vector-dimension-mismatch`, `internal:vector-count`.
 */
export function rowsOf(space: Space, { ids, vectors }: VectorSet): Map<string, Float32Array> {
  checkDimension(space, vectors.columns);
  if (ids.length !== vectors.rows) {
    throw new ImanticsError(
      "internal:vector-count",
      `${ids.length} region ids came with ${vectors.rows} vectors for space "${space.id}"; each needs one.`,
    );
  }
  return new Map(ids.map((id, index) => [id, row(vectors, index)]));
}

export function checkDimension(space: Space, columns: number): void {
  if (columns === space.dimension) return;
  throw new ImanticsError(
    "vector-dimension-mismatch",
    `Space "${space.id}" holds vectors of ${space.dimension} numbers, got ${columns}. ` +
      "Vectors of another model or pooling belong to a space of their own.",
  );
}

/** What every encoder answers in the same words. */
import type { Matrix } from "@imantics/core";
import { ImanticsError } from "../errors.ts";

/** The error of a space that takes pictures only. */
export function textNotSupported(title: string): ImanticsError {
  return new ImanticsError(
    "text-not-supported",
    `${title} takes pictures only, so it cannot be asked in words. Search by picture, or index with a model that ` +
      'takes words: "imantics models list" shows them.',
  );
}

/** Passes vectors on. A wrong size here would be found much later, inside the vector store. */
export function requireDimension(
  vectors: Matrix,
  { id, dimension }: { readonly id: string; readonly dimension: number },
): Matrix {
  if (vectors.columns === dimension) return vectors;
  throw new ImanticsError(
    "model-invalid",
    `"${id}" gave vectors of ${vectors.columns} numbers; expected ${dimension}. Its files are of another model: ` +
      "remove it and pull or import it again.",
  );
}

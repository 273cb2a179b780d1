/** What every encoder answers in the same words. */
import { type Matrix, matrix } from "@imantics/core";
import { ImanticsError } from "../domain/errors.ts";

/** The error of a space that takes pictures only. */
export function textNotSupported(title: string): ImanticsError {
  return new ImanticsError(
    "text-not-supported",
    `${title} takes pictures only, so it cannot be asked in words. Search by picture, or index with a model that ` +
      'takes words: "imantics models list" shows them.',
  );
}

/** `encodeTexts` of a space that takes no words: no texts are no rows, as everywhere; any other is refused. */
export function takesNoTexts(
  title: string,
  dimension: number,
): (texts: readonly string[]) => Promise<Matrix> {
  return async (texts) => {
    if (texts.length > 0) throw textNotSupported(title);
    return matrix(0, dimension);
  };
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

/** The error of a fact that points to nothing. */
import { ImanticsError } from "../domain/errors.ts";

export function brokenReference(id: string): ImanticsError {
  return new ImanticsError(
    "internal:broken-reference",
    `"${id}" is referred to but not stored. Store it before what points to it.`,
  );
}

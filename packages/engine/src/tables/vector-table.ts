/** Vectors as they come from a file of another program: a matrix, and names of its rows where there are any. */
import type { Matrix } from "@imantics/core";
import { ImanticsError, messageOf } from "../domain/errors.ts";

export interface VectorTable {
  readonly vectors: Matrix;
  /** One a row, as text; null when the format or the file has none (rows are then known by number). */
  readonly ids: readonly string[] | null;
}

/** What is wrong inside a file, and what to do about it. */
export function invalidTable(file: string, problem: string, remedy: string): ImanticsError {
  return new ImanticsError("table-invalid", `${file}: ${problem}. ${remedy}.`);
}

/** A file that cannot even be opened or read. */
export function unreadableTable(file: string, cause: unknown): ImanticsError {
  return new ImanticsError("table-not-readable", `${file} cannot be read: ${messageOf(cause)}.`, { cause });
}

/**
 * SQLite's result codes in our words. The low byte of an extended code is its family
 * (https://sqlite.org/rescode.html); what no family explains is a bug of ours.
 */
import { ImanticsError, messageOf } from "../../domain/errors.ts";
import { type LibraryErrorCode, libraryError } from "../library-errors.ts";

const families: ReadonlyMap<number, LibraryErrorCode> = new Map([
  [3, "library-read-only"],
  [5, "library-busy"],
  [6, "library-busy"],
  [8, "library-read-only"],
  [10, "library-unreachable"],
  [11, "library-corrupt"],
  [13, "disk-full"],
  [14, "library-unreachable"],
  [26, "library-corrupt"],
]);

const CONSTRAINT = 19;
const CONSTRAINT_FOREIGN_KEY = 787;

export function explainSqliteError(cause: unknown, file: string): ImanticsError {
  if (cause instanceof ImanticsError) return cause;
  const result = resultCode(cause);
  const code = families.get(result & 0xff);
  if (code !== undefined) return libraryError(code, `SQLite could not use ${file}`, cause);
  const kind =
    result === CONSTRAINT_FOREIGN_KEY
      ? "internal:broken-reference"
      : (result & 0xff) === CONSTRAINT
        ? "internal:conflicting-fact"
        : "internal:sql";
  return new ImanticsError(kind, `${messageOf(cause)} in ${file}. Please report this with what you did.`, {
    cause,
  });
}

/** libsql gives `rawCode` on statements, but only text such as `…: 14")` when opening fails. */
function resultCode(cause: unknown): number {
  if (cause instanceof Error && "rawCode" in cause && typeof cause.rawCode === "number") return cause.rawCode;
  return Number(/: (\d+)"?\)?$/.exec(messageOf(cause))?.[1] ?? 0);
}

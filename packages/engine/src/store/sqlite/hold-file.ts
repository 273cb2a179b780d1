/**
 * An advisory lock on a file that the operating system gives back when the process ends, however it
 * ends. SQLite's exclusive transaction is the portable way to it: fcntl on POSIX, LockFileEx on
 * Windows, and (unlike bare fcntl) it also excludes a second holder inside the same process.
 */
import Database from "libsql";
import { ImanticsError } from "../../domain/errors.ts";
import { explainSqliteError } from "./sqlite-errors.ts";

/** Takes `file` (made when absent, stays empty); `null` when somebody has it. Returns how to let go. */
export function holdFile(file: string): (() => void) | null {
  let database: Database.Database | null = null;
  try {
    database = new Database(file);
    database.exec("BEGIN EXCLUSIVE");
    const held = database;
    return () => void held.close();
  } catch (cause) {
    database?.close();
    const error = explainSqliteError(cause, file);
    if (error instanceof ImanticsError && error.code === "library-busy") return null;
    throw error;
  }
}

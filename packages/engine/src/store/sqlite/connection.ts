/**
 * One open SQLite file, in the shape Kysely's dialect wants, with every error explained. The only
 * file that touches libsql, together with `hold-file.ts`.
 *
 * WAL, so that readers never wait for the writer. `synchronous = FULL`: kill -9 would survive NORMAL
 * too, but a power cut would then forget the last commits, and a name somebody typed is such a commit.
 * FULL costs one fsync a transaction, and bulk work commits hundreds of images at a time.
 *
 * Around libsql 0.5: `readonly` in its options is ignored (a URI is not), `get` adds a `_metadata`
 * key and leaves the statement open, `backup` is missing. So: URIs, `all`, `VACUUM INTO`.
 */
import { existsSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { SqliteDatabase, SqliteStatement } from "kysely";
import Database from "libsql";
import { explainSqliteError } from "./sqlite-errors.ts";

/** How long a statement waits for another connection's write lock. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Ids are hashes, so a batch touches pages all over the indices. The default cache (2 MiB) and
 * checkpoint (1,000 pages, less than one batch dirties) read and copied the same pages again and again:
 * with these, 100,000 images go in about twice as fast.
 */
const CACHE_KIB = 32 * 1024;
const CHECKPOINT_PAGES = 8192;

export interface Connection extends SqliteDatabase {
  /** Runs statements that return nothing. */
  exec(sql: string): void;
  rows(sql: string): unknown[];
  /** Does nothing when SQLite has rolled back by itself, as it does when the disk is full. */
  rollback(): void;
}

/** Makes a call to libsql whose error is explained. */
type Explain = <T>(act: () => T) => T;

/** Statements that change the file, and those that begin and end a transaction. */
const WRITES = /^\s*(insert|update|delete|replace|begin|commit)\b/i;

/** @throws ImanticsError `library-unreachable`, `library-read-only`, `library-corrupt`, `library-busy`. */
export function openConnection(
  file: string,
  { readOnly, beforeWrite }: { readonly readOnly: boolean; readonly beforeWrite?: (sql: string) => void },
): Connection {
  const explained: Explain = (act) => {
    try {
      return act();
    } catch (cause) {
      throw explainSqliteError(cause, file);
    }
  };
  const database = explained(() =>
    readOnly ? openForReading(file) : new Database(file, { timeout: BUSY_TIMEOUT_MS }),
  );
  const connection: Connection = {
    exec: (sql) => explained(() => void database.exec(sql)),
    rows: (sql) => explained(() => database.prepare(sql).all()),
    rollback: () => explained(() => void (database.inTransaction && database.exec("ROLLBACK"))),
    // Kysely's way to roll back; a complaint here would hide the error that led to it.
    prepare: (sql) => {
      if (sql === "rollback" && !database.inTransaction) return noStatement;
      const made: Explain =
        beforeWrite && WRITES.test(sql)
          ? (act) => {
              beforeWrite(sql);
              return explained(act);
            }
          : explained;
      return explainedStatement(
        explained(() => database.prepare(sql)),
        made,
      );
    },
    close: () => explained(() => void database.close()),
  };
  try {
    if (!readOnly) {
      connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
      connection.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    }
    connection.exec(`PRAGMA foreign_keys = ON; PRAGMA cache_size = -${CACHE_KIB}`);
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

function openForReading(file: string): Database.Database {
  const url = pathToFileURL(file).href;
  const database = new Database(`${url}?mode=ro`, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.prepare("PRAGMA schema_version").all();
    return database;
  } catch (cause) {
    database.close();
    // On a read-only disk the shared memory of WAL cannot be made. Without a log to replay nothing is
    // missed when the file is taken as it is.
    const log = `${file}-wal`;
    if (!existsSync(file) || (existsSync(log) && statSync(log).size > 0)) throw cause;
    return new Database(`${url}?immutable=1`);
  }
}

const noStatement: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};

function explainedStatement(statement: Database.Statement, explained: Explain): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => explained(() => statement.all(parameters)),
    run: (parameters) => explained(() => statement.run(parameters)),
    iterate: (parameters) => explained(() => statement.iterate(parameters)),
  };
}

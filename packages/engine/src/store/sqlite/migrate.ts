/**
 * Brings a database to the newest schema, one transaction per migration, after a copy of the old
 * state was put beside it. The version is SQLite's `user_version`, which commits with the change.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import { z } from "zod";
import { ImanticsError } from "../../domain/errors.ts";
import type { Connection } from "./connection.ts";

const VersionRows = z.tuple([z.object({ user_version: z.number() })]);

/** Number of migrations the file has been through; 0 when it is empty. */
export function schemaVersion(connection: Connection): number {
  return VersionRows.parse(connection.rows("PRAGMA user_version"))[0].user_version;
}

/**
 * @throws ImanticsError `library-too-new` when a later Imantics has written the file, `library-too-old`
 *   when it would have to be changed but is open read-only.
 */
export function migrate(
  connection: Connection,
  file: string,
  migrations: readonly string[],
  { readOnly }: { readonly readOnly: boolean },
): void {
  const version = schemaVersion(connection);
  if (version > migrations.length) {
    throw new ImanticsError(
      "library-too-new",
      `${file} has schema version ${version}; this Imantics knows versions up to ${migrations.length}. ` +
        "Update Imantics to open this library.",
    );
  }
  if (version === migrations.length) return;
  if (readOnly) {
    throw new ImanticsError(
      "library-too-old",
      `${file} has schema version ${version}, this Imantics needs ${migrations.length}. ` +
        "Open the library once for writing (for example with any index run) to bring it up to date.",
    );
  }
  if (version > 0) keepCopy(connection, file, version);
  for (const [index, migration] of migrations.entries()) {
    if (index >= version) apply(connection, migration, index + 1);
  }
}

function apply(connection: Connection, migration: string, version: number): void {
  connection.exec("BEGIN IMMEDIATE");
  try {
    connection.exec(migration);
    connection.exec(`PRAGMA user_version = ${version}`);
    connection.exec("COMMIT");
  } catch (error) {
    connection.rollback();
    throw error;
  }
}

/** A migration that was interrupted after its copy starts from the same state: the copy is kept. */
function keepCopy(connection: Connection, file: string, version: number): void {
  const copy = `${file}.before-${version + 1}`;
  if (existsSync(copy)) return;
  const half = `${copy}.part`;
  rmSync(half, { force: true });
  connection.exec(`VACUUM INTO '${half.replaceAll("'", "''")}'`);
  renameSync(half, copy);
}

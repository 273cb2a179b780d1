/** Counts over the whole library, and whether the file is sound. */
import { sql } from "kysely";
import { messageOf } from "../../domain/errors.ts";
import type { LibraryCounts } from "../../domain/library-counts.ts";
import type { Database } from "./tables.ts";

export async function countAll(facts: Database): Promise<LibraryCounts> {
  const { rows } = await sql<LibraryCounts>`
    SELECT count(*) AS images, coalesce(sum(isAvailable), 0) AS available,
      coalesce(sum(sizeBytes), 0) AS sizeBytes,
      (SELECT count(*) FROM paths) AS paths,
      (SELECT count(*) FROM regions) AS regions,
      (SELECT count(*) FROM failures WHERE isIgnored = 0) AS failures,
      (SELECT count(*) FROM clusterings WHERE isRemoved = 0) AS clusterings
    FROM images`.execute(facts);
  const [counts] = rows;
  if (counts === undefined) throw new Error("internal: an aggregate without a row");
  return counts;
}

/** SQLite's own checks; messages, none when sound. */
export async function verify(facts: Database): Promise<readonly string[]> {
  try {
    const integrity = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(facts);
    const references = await sql<{ table: string; parent: string }>`PRAGMA foreign_key_check`.execute(facts);
    return [
      ...integrity.rows.map((row) => row.integrity_check).filter((message) => message !== "ok"),
      ...references.rows.map((row) => `A row of ${row.table} points to a row of ${row.parent} that is gone.`),
    ];
  } catch (error) {
    return [messageOf(error)];
  }
}

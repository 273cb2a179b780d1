/**
 * FactStore on one SQLite file: libsql below, Kysely for the queries, one file per topic.
 *
 * SQLite answers on the calling thread. Every call is short (a page, a batch); the long ones are
 * `verify` and `removeClustering` on large libraries.
 */
import { Kysely, SqliteDialect } from "kysely";
import type { FactStore } from "../facts.ts";
import { clusteringFacts } from "./clusterings.ts";
import { openConnection } from "./connection.ts";
import { failureFacts } from "./failures.ts";
import { imageFacts } from "./images.ts";
import { jobFacts } from "./jobs.ts";
import { journalFacts } from "./journal.ts";
import { libraryFacts } from "./library.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations/index.ts";
import { partFacts } from "./parts.ts";
import { pathFacts } from "./paths.ts";
import { peopleFacts } from "./people.ts";
import { predicateFacts } from "./predicates.ts";
import type { Tables } from "./tables.ts";
import { tileFacts } from "./tiles.ts";

/**
 * Opens `file`, made and migrated as needed. Writing expects that the caller holds the library's
 * lock (`../lock.ts`).
 * @throws ImanticsError `library-too-new`, `library-too-old` (read-only), `library-corrupt`,
 *   `library-read-only`, `library-unreachable`, `library-busy`.
 */
export async function openSqliteFacts(
  file: string,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): Promise<FactStore> {
  const connection = openConnection(file, { readOnly });
  try {
    migrate(connection, file, migrations, { readOnly });
  } catch (error) {
    connection.close();
    throw error;
  }
  const facts = new Kysely<Tables>({ dialect: new SqliteDialect({ database: connection }) });
  return {
    ...libraryFacts(facts),
    ...pathFacts(facts),
    ...imageFacts(facts),
    ...tileFacts(facts),
    ...partFacts(facts),
    ...predicateFacts(facts),
    ...peopleFacts(facts),
    ...clusteringFacts(facts),
    ...jobFacts(facts),
    ...failureFacts(facts),
    ...journalFacts(facts),
    async close() {
      try {
        // libsql leaves the log behind when it closes; emptied, the file alone is the whole library.
        if (!readOnly) connection.rows("PRAGMA wal_checkpoint(TRUNCATE)");
      } catch {
        // A full disk has no room for it. The log stays, and with it everything that was stored.
      } finally {
        await facts.destroy();
      }
    },
  };
}

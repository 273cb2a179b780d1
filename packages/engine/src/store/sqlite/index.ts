/**
 * Facts on one SQLite file: libsql below, Kysely for the queries, one file per topic.
 *
 * SQLite answers on the calling thread. Every call is short (a page, a batch); the long ones are
 * `verify` and `clusterings.forget` on large libraries.
 */
import { Kysely } from "kysely";
import { transactionMark } from "../in-transaction.ts";
import type { FactPorts, Facts } from "../ports/facts.ts";
import { albumFacts } from "./albums.ts";
import { clusteringFacts } from "./clusterings.ts";
import { openConnection } from "./connection.ts";
import { FactDialect } from "./dialect.ts";
import { failureFacts } from "./failures.ts";
import { imageFacts } from "./images.ts";
import { jobFacts } from "./jobs.ts";
import { journalFacts } from "./journal.ts";
import { keyFacts } from "./keys.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations/index.ts";
import { peopleFacts } from "./people.ts";
import { predicateFacts } from "./predicates.ts";
import { regionFacts } from "./regions.ts";
import { runFacts } from "./runs.ts";
import { settingFacts } from "./settings.ts";
import { countAll, verify } from "./soundness.ts";
import { sourceFacts } from "./sources.ts";
import { spaceFacts } from "./spaces.ts";
import type { Database, Tables } from "./tables.ts";
import { tileFacts } from "./tiles.ts";

export interface SqliteOptions {
  /** Default false. */
  readonly readOnly?: boolean;
  /** Is told of every statement that writes, before it is made: for tests that end the process there. */
  readonly beforeWrite?: (sql: string) => void;
}

/**
 * Opens `file`, made and migrated as needed. Writing expects that the caller holds the library's
 * lock (`../disk/lock.ts`).
 * @throws ImanticsError `library-too-new`, `library-too-old` (read-only), `library-corrupt`,
 *   `library-read-only`, `library-unreachable`, `library-busy`.
 */
export async function openSqliteFacts(file: string, options: SqliteOptions = {}): Promise<Facts> {
  const { readOnly = false } = options;
  const connection = openConnection(file, { ...options, readOnly });
  try {
    migrate(connection, file, migrations, { readOnly });
  } catch (error) {
    connection.close();
    throw error;
  }
  const mark = transactionMark();
  const database = new Kysely<Tables>({ dialect: new FactDialect(connection, mark) });
  return {
    ...portsOn(database),
    transaction: (work) =>
      database.transaction().execute((transaction) => mark.run(() => work(portsOn(transaction)))),
    verify: () => verify(database),
    async close() {
      try {
        // libsql leaves the log behind when it closes; emptied, the file alone is the whole library.
        if (!readOnly) connection.rows("PRAGMA wal_checkpoint(TRUNCATE)");
      } catch {
        // A full disk has no room for it. The log stays, and with it everything that was stored.
      } finally {
        await database.destroy();
      }
    },
  };
}

function portsOn(database: Database): FactPorts {
  return {
    sources: sourceFacts(database),
    images: { ...imageFacts(database), ...tileFacts(database), ...predicateFacts(database) },
    regions: regionFacts(database),
    spaces: spaceFacts(database),
    clusterings: clusteringFacts(database),
    people: peopleFacts(database),
    albums: albumFacts(database),
    runs: runFacts(database),
    jobs: jobFacts(database),
    failures: failureFacts(database),
    journal: journalFacts(database),
    settings: settingFacts(database),
    keys: keyFacts(database),
    counts: () => countAll(database),
  };
}

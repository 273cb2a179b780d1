/**
 * All migrations, oldest first: entry n - 1 leads from version n - 1 to version n. To change the
 * schema add a file `00n-….ts` with SQL and append it here; a published one is never edited.
 */
import { start } from "./001-start.ts";

export const migrations: readonly string[] = [start];

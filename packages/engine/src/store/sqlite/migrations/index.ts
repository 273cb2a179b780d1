/**
 * All migrations, oldest first: entry n - 1 leads from version n - 1 to version n. To change the
 * schema add a file `00n-….ts` with SQL and append it here; a published one is never edited.
 */
import { start } from "./001-start.ts";
import { parts } from "./002-parts.ts";
import { people } from "./003-people.ts";
import { removedSpaces } from "./004-removed-spaces.ts";
import { acts } from "./005-acts.ts";

export const migrations: readonly string[] = [start, parts, people, removedSpaces, acts];

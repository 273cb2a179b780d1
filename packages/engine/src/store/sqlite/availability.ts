/**
 * Keeps what an image's row says about its paths true. Called, in the same transaction, by
 * everything that changes paths.
 */
import { sql } from "kysely";
import { oneOf } from "./batches.ts";
import type { Database } from "./tables.ts";

/** O(images named · log paths). */
export async function refreshImages(facts: Database, imageNumbers: Iterable<number>): Promise<void> {
  await sql`
    UPDATE images SET
      isAvailable = EXISTS (SELECT 1 FROM paths WHERE paths.image = images.number AND paths.isAvailable = 1),
      firstPath = coalesce(
        (SELECT path FROM paths WHERE paths.image = images.number ORDER BY paths.isAvailable DESC, path LIMIT 1), ''),
      shownMs = coalesce(
        capturedMs, (SELECT min(modifiedMs) FROM paths WHERE paths.image = images.number), 0)
    WHERE number IN ${oneOf(imageNumbers)}`.execute(facts);
}

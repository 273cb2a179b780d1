/** Several statements in one commit: one of its own, or the one that the caller is already in. */
import type { Database } from "./tables.ts";

export function together<Result>(
  facts: Database,
  work: (transaction: Database) => Promise<Result>,
): Promise<Result> {
  return facts.isTransaction ? work(facts) : facts.transaction().execute(work);
}

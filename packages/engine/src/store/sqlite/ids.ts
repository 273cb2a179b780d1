/** Every id of a table, in order. */
import type { Database } from "./tables.ts";

/** Ids fetched at once while paging through all of them. */
const PAGE = 5000;

/** Pages by key, so that no read transaction stays open between two pages. */
export async function* idsOf(facts: Database, table: "images" | "regions"): AsyncGenerator<string> {
  let last = "";
  while (true) {
    const rows = await facts
      .selectFrom(table)
      .select("id")
      .where("id", ">", last)
      .orderBy("id")
      .limit(PAGE)
      .execute();
    for (const row of rows) yield row.id;
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}

/** What belongs to the library as a whole: spaces, settings, API keys, counts, soundness. */
import { sql } from "kysely";
import { messageOf } from "../../domain/errors.ts";
import type { LibraryCounts } from "../../domain/library-counts.ts";
import type { Space } from "../../domain/space.ts";
import type { FactStore } from "../facts.ts";
import type { Facts } from "./tables.ts";

export function libraryFacts(
  facts: Facts,
): Pick<
  FactStore,
  | "counts"
  | "addSpace"
  | "spaces"
  | "removedSpaces"
  | "setSpaceRemoved"
  | "forgetSpace"
  | "setting"
  | "setSetting"
  | "addApiKey"
  | "apiKeys"
  | "removeApiKey"
  | "verify"
> {
  return {
    async counts() {
      const { rows } = await sql<LibraryCounts>`
        SELECT count(*) AS images, coalesce(sum(isAvailable), 0) AS available,
          coalesce(sum(sizeBytes), 0) AS sizeBytes,
          (SELECT count(*) FROM paths) AS paths,
          (SELECT count(*) FROM regions) AS regions,
          (SELECT count(*) FROM failures WHERE isIgnored = 0) AS failures,
          (SELECT count(*) FROM clusterings) AS clusterings
        FROM images`.execute(facts);
      const [counts] = rows;
      if (counts === undefined) throw new Error("internal: an aggregate without a row");
      return counts;
    },

    async addSpace(space) {
      await facts
        .insertInto("spaces")
        .values({ ...space, acceptsText: Number(space.acceptsText) })
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ isRemoved: 0 }))
        .execute();
    },

    spaces: () => spacesWhere(facts, 0),
    removedSpaces: () => spacesWhere(facts, 1),

    async setSpaceRemoved(id, isRemoved) {
      await facts
        .updateTable("spaces")
        .set({ isRemoved: Number(isRemoved) })
        .where("id", "=", id)
        .execute();
    },

    async forgetSpace(id) {
      await facts.deleteFrom("spaces").where("id", "=", id).execute();
    },

    async setting(name) {
      const row = await facts
        .selectFrom("settings")
        .select("value")
        .where("name", "=", name)
        .executeTakeFirst();
      return row?.value ?? null;
    },

    async setSetting(name, value) {
      if (value === null) await facts.deleteFrom("settings").where("name", "=", name).execute();
      else await facts.replaceInto("settings").values({ name, value }).execute();
    },

    async addApiKey(key) {
      await facts.insertInto("apiKeys").values(key).execute();
    },

    async apiKeys() {
      return facts.selectFrom("apiKeys").selectAll().orderBy("createdAt").orderBy("id").execute();
    },

    async removeApiKey(id) {
      await facts.deleteFrom("apiKeys").where("id", "=", id).execute();
    },

    async verify() {
      try {
        const integrity = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(facts);
        const references = await sql<{ table: string; parent: string }>`PRAGMA foreign_key_check`.execute(
          facts,
        );
        return [
          ...integrity.rows.map((row) => row.integrity_check).filter((message) => message !== "ok"),
          ...references.rows.map(
            (row) => `A row of ${row.table} points to a row of ${row.parent} that is gone.`,
          ),
        ];
      } catch (error) {
        return [messageOf(error)];
      }
    },
  };
}

async function spacesWhere(facts: Facts, isRemoved: number): Promise<Space[]> {
  const rows = await facts
    .selectFrom("spaces")
    .select(["id", "model", "revision", "preprocessing", "pooling", "dimension", "acceptsText"])
    .where("isRemoved", "=", isRemoved)
    .orderBy("number")
    .execute();
  return rows.map((row) => ({ ...row, acceptsText: row.acceptsText === 1 }));
}

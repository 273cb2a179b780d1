/** Spaces, and which of them are in the trash. */
import type { Space } from "../../domain/space.ts";
import type { SpacePort } from "../ports/spaces.ts";
import type { Database } from "./tables.ts";

export function spaceFacts(facts: Database): SpacePort {
  return {
    async add(space) {
      await facts
        .insertInto("spaces")
        .values({ ...space, acceptsText: Number(space.acceptsText) })
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ isRemoved: 0 }))
        .execute();
    },

    list: () => spacesWhere(facts, 0),
    removed: () => spacesWhere(facts, 1),

    async setRemoved(id, isRemoved) {
      await facts
        .updateTable("spaces")
        .set({ isRemoved: Number(isRemoved) })
        .where("id", "=", id)
        .execute();
    },

    async forget(id) {
      await facts.deleteFrom("spaces").where("id", "=", id).execute();
    },
  };
}

async function spacesWhere(facts: Database, isRemoved: number): Promise<Space[]> {
  const rows = await facts
    .selectFrom("spaces")
    .select(["id", "model", "revision", "preprocessing", "pooling", "dimension", "acceptsText"])
    .where("isRemoved", "=", isRemoved)
    .orderBy("number")
    .execute();
  return rows.map((row) => ({ ...row, acceptsText: row.acceptsText === 1 }));
}

/** Albums and their members. */
import type { AlbumPort } from "../ports/albums.ts";
import { batches } from "./batches.ts";
import { numberOf, numbersOf } from "./image-numbers.ts";
import type { Database } from "./tables.ts";
import { together } from "./together.ts";

export function albumFacts(facts: Database): AlbumPort {
  return {
    list: () => facts.selectFrom("albums").selectAll().orderBy("name").orderBy("id").execute(),

    async add(album) {
      await facts.insertInto("albums").values(album).execute();
    },

    async rename(id, name) {
      await facts.updateTable("albums").set({ name }).where("id", "=", id).execute();
    },

    async remove(id) {
      await together(facts, async (transaction) => {
        await transaction.deleteFrom("albumImages").where("album", "=", id).execute();
        await transaction.deleteFrom("albums").where("id", "=", id).execute();
      });
    },

    async members(id) {
      const rows = await facts
        .selectFrom("albumImages")
        .innerJoin("images", "images.number", "albumImages.image")
        .select("images.id")
        .where("album", "=", id)
        .orderBy("place")
        .execute();
      return rows.map((row) => row.id);
    },

    async setMembers(id, images) {
      await together(facts, async (transaction) => {
        const numbers = await numbersOf(transaction, images);
        await transaction.deleteFrom("albumImages").where("album", "=", id).execute();
        const rows = images.map((image, place) => ({ album: id, image: numberOf(numbers, image), place }));
        for (const batch of batches(rows))
          await transaction.insertInto("albumImages").values(batch).execute();
      });
    },
  };
}

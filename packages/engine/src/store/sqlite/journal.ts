/** Every human act in order. Sequence numbers are never used twice. */
import type { FactStore } from "../facts.ts";
import type { Facts } from "./tables.ts";

export function journalFacts(facts: Facts): Pick<FactStore, "appendJournal" | "journal" | "markUndone"> {
  return {
    async appendJournal(entry) {
      const { sequence } = await facts
        .insertInto("journal")
        .values({
          ...entry,
          detail: JSON.stringify(entry.detail),
          inverse: JSON.stringify(entry.inverse),
          isUndone: 0,
        })
        .returning("sequence")
        .executeTakeFirstOrThrow();
      return { ...entry, sequence, isUndone: false };
    },

    async journal(limit) {
      const rows = await facts
        .selectFrom("journal")
        .selectAll()
        .orderBy("sequence", "desc")
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        ...row,
        detail: JSON.parse(row.detail),
        inverse: JSON.parse(row.inverse),
        isUndone: row.isUndone === 1,
      }));
    },

    async markUndone(sequence, isUndone) {
      await facts
        .updateTable("journal")
        .set({ isUndone: Number(isUndone) })
        .where("sequence", "=", sequence)
        .execute();
    },
  };
}

/** Every human act in order. Sequence numbers are never used twice. */
import type { JournalRow } from "../../domain/journal.ts";
import type { JournalPort } from "../ports/journal.ts";
import type { Database } from "./tables.ts";

export function journalFacts(facts: Database): JournalPort {
  return {
    async append(entry) {
      const { sequence } = await facts
        .insertInto("journal")
        .values({
          ...entry,
          detail: JSON.stringify(entry.detail),
          change: JSON.stringify(entry.change),
          inverse: JSON.stringify(entry.inverse),
          isUndone: 0,
        })
        .returning("sequence")
        .executeTakeFirstOrThrow();
      return { ...entry, sequence, isUndone: false };
    },

    async get(sequence) {
      const row = await facts
        .selectFrom("journal")
        .selectAll()
        .where("sequence", "=", sequence)
        .executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },

    async list(limit, before) {
      let query = facts.selectFrom("journal").selectAll().orderBy("sequence", "desc").limit(limit);
      if (before !== undefined) query = query.where("sequence", "<", before);
      return (await query.execute()).map(toRow);
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

type StoredRow = Omit<JournalRow, "detail" | "change" | "inverse" | "isUndone"> & {
  readonly detail: string;
  readonly change: string | null;
  readonly inverse: string;
  readonly isUndone: number;
};

function toRow(row: StoredRow): JournalRow {
  return {
    ...row,
    detail: JSON.parse(row.detail),
    change: row.change === null ? null : JSON.parse(row.change),
    inverse: JSON.parse(row.inverse),
    isUndone: row.isUndone === 1,
  };
}

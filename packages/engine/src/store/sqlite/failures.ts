/** The ledger of files that could not be processed. */
import type { FailureRecord } from "../../domain/failure.ts";
import type { FactStore } from "../facts.ts";
import { batches, oneOf } from "./batches.ts";
import type { Facts } from "./tables.ts";

export function failureFacts(
  facts: Facts,
): Pick<FactStore, "recordFailures" | "failures" | "failuresOf" | "clearFailures" | "ignoreFailures"> {
  return {
    async recordFailures(source, failures) {
      const rows = failures.map((failure) => ({ ...failure, source, isIgnored: Number(failure.isIgnored) }));
      await facts.transaction().execute(async (transaction) => {
        for (const batch of batches(rows)) await transaction.replaceInto("failures").values(batch).execute();
      });
    },

    async failures({ offset, limit }) {
      const { total } = await facts
        .selectFrom("failures")
        .select((select) => select.fn.countAll<number>().as("total"))
        .executeTakeFirstOrThrow();
      const rows = await selectFailures(facts).limit(limit).offset(offset).execute();
      return { total, failures: rows.map(toFailure) };
    },

    async failuresOf(source) {
      const rows = await selectFailures(facts).where("source", "=", source).execute();
      return new Map(rows.map((row) => [row.path, toFailure(row)]));
    },

    async clearFailures(paths) {
      const all = facts.deleteFrom("failures");
      await (paths === undefined ? all : all.where("path", "in", oneOf(paths))).execute();
    },

    async ignoreFailures(paths) {
      await facts.updateTable("failures").set({ isIgnored: 1 }).where("path", "in", oneOf(paths)).execute();
    },
  };
}

function selectFailures(facts: Facts) {
  return facts
    .selectFrom("failures")
    .select(["path", "stage", "code", "message", "sizeBytes", "modifiedMs", "at", "isIgnored"])
    .orderBy("path");
}

function toFailure(row: Omit<FailureRecord, "isIgnored"> & { readonly isIgnored: number }): FailureRecord {
  return { ...row, isIgnored: row.isIgnored === 1 };
}

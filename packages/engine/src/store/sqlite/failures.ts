/** The ledger of files that could not be processed. */
import type { FailureRecord } from "../../domain/failure.ts";
import type { FailurePort } from "../ports/failures.ts";
import { batches, oneOf } from "./batches.ts";
import type { Database } from "./tables.ts";
import { together } from "./together.ts";

export function failureFacts(facts: Database): FailurePort {
  return {
    async record(source, failures) {
      const rows = failures.map((failure) => ({ ...failure, source, isIgnored: Number(failure.isIgnored) }));
      await together(facts, async (transaction) => {
        for (const batch of batches(rows)) await transaction.replaceInto("failures").values(batch).execute();
      });
    },

    async page({ offset, limit }) {
      const { total } = await facts
        .selectFrom("failures")
        .select((select) => select.fn.countAll<number>().as("total"))
        .executeTakeFirstOrThrow();
      const rows = await selectFailures(facts).limit(limit).offset(offset).execute();
      return { total, failures: rows.map(toFailure) };
    },

    async ofSource(source) {
      const rows = await selectFailures(facts).where("source", "=", source).execute();
      return new Map(rows.map((row) => [row.path, toFailure(row)]));
    },

    async clear(paths) {
      const all = facts.deleteFrom("failures");
      await (paths === undefined ? all : all.where("path", "in", oneOf(paths))).execute();
    },

    async ofPaths(paths) {
      const rows = await selectFailures(facts).where("path", "in", oneOf(paths)).execute();
      return rows.map(toFailure);
    },

    async setIgnored(paths, isIgnored) {
      await facts
        .updateTable("failures")
        .set({ isIgnored: Number(isIgnored) })
        .where("path", "in", oneOf(paths))
        .execute();
    },
  };
}

function selectFailures(facts: Database) {
  return facts
    .selectFrom("failures")
    .select(["path", "stage", "code", "message", "sizeBytes", "modifiedMs", "at", "isIgnored"])
    .orderBy("path");
}

function toFailure(row: Omit<FailureRecord, "isIgnored"> & { readonly isIgnored: number }): FailureRecord {
  return { ...row, isIgnored: row.isIgnored === 1 };
}

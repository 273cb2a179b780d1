/** Runs as they are kept. */
import type { Run } from "../../domain/run.ts";
import type { RunPort } from "../ports/runs.ts";
import type { Database } from "./tables.ts";

export function runFacts(facts: Database): RunPort {
  return {
    async save(run) {
      const row = {
        ...run,
        settings: JSON.stringify(run.settings),
        versions: JSON.stringify(run.versions),
        metrics: JSON.stringify(run.metrics),
        artefacts: JSON.stringify(run.artefacts),
        error: run.error && JSON.stringify(run.error),
      };
      await facts
        .insertInto("runs")
        .values(row)
        .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
        .execute();
    },

    async get(id) {
      const row = await selectRuns(facts).where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toRun(row);
    },

    async list(limit) {
      const rows = await selectRuns(facts)
        .orderBy("startedAt", "desc")
        .orderBy("number", "desc")
        .limit(limit)
        .execute();
      return rows.map(toRun);
    },
  };
}

function selectRuns(facts: Database) {
  return facts
    .selectFrom("runs")
    .select(["id", "kind", "state", "method", "settings", "seed", "versions", "metrics", "artefacts"])
    .select(["space", "clustering", "error", "startedAt", "endedAt"]);
}

interface RunRow extends Omit<Run, "settings" | "versions" | "metrics" | "artefacts" | "error"> {
  readonly settings: string;
  readonly versions: string;
  readonly metrics: string;
  readonly artefacts: string;
  readonly error: string | null;
}

function toRun(row: RunRow): Run {
  return {
    ...row,
    settings: JSON.parse(row.settings),
    versions: JSON.parse(row.versions),
    metrics: JSON.parse(row.metrics),
    artefacts: JSON.parse(row.artefacts),
    error: row.error === null ? null : JSON.parse(row.error),
  };
}

/** Jobs as they are kept, whatever became of the process that ran them. */
import type { JobRecord } from "../../domain/job.ts";
import type { JobPort } from "../ports/jobs.ts";
import type { Database } from "./tables.ts";

export function jobFacts(facts: Database): JobPort {
  return {
    async save(job) {
      const row = {
        ...job,
        request: JSON.stringify(job.request),
        stages: JSON.stringify(job.stages),
        counts: JSON.stringify(job.counts),
        error: job.error === null ? null : JSON.stringify(job.error),
      };
      await facts
        .insertInto("jobs")
        .values(row)
        .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
        .execute();
    },

    async get(id) {
      const row = await selectJobs(facts).where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toJob(row);
    },

    async list(limit, state) {
      let query = selectJobs(facts).orderBy("createdAt", "desc").orderBy("number", "desc").limit(limit);
      if (state !== undefined) query = query.where("state", "=", state);
      const rows = await query.execute();
      return rows.map(toJob);
    },
  };
}

function selectJobs(facts: Database) {
  return facts
    .selectFrom("jobs")
    .select(["id", "kind", "state", "request", "stages", "counts", "error", "createdAt", "endedAt"]);
}

interface JobRow extends Omit<JobRecord, "request" | "stages" | "counts" | "error"> {
  readonly request: string;
  readonly stages: string;
  readonly counts: string;
  readonly error: string | null;
}

function toJob(row: JobRow): JobRecord {
  return {
    ...row,
    request: JSON.parse(row.request),
    stages: JSON.parse(row.stages),
    counts: JSON.parse(row.counts),
    error: row.error === null ? null : JSON.parse(row.error),
  };
}

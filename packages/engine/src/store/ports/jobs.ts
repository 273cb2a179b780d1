/** Jobs as they are kept, whatever became of the process that ran them. */
import type { JobRecord, JobState } from "../../domain/job.ts";

export interface JobPort {
  /** Insert or replace by id. */
  save(job: JobRecord): Promise<void>;
  get(id: string): Promise<JobRecord | null>;
  /** Newest first; with `state`, only jobs in that state. */
  list(limit: number, state?: JobState): Promise<readonly JobRecord[]>;
}

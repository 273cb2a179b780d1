/** Runs one job of the library to its end, shows its events, and turns Ctrl-C into a cancel. */
import {
  ImanticsError,
  type JobEvent,
  type JobRecord,
  type JobRequest,
  type Library,
} from "@imantics/engine";
import { onInterrupt } from "./interruption.ts";
import type { ProgressView } from "./render/progress.ts";
import type { Terminal } from "./terminal.ts";

export type JobSummary = Extract<JobEvent, { type: "summary" }>;

export interface JobOutcome {
  readonly record: JobRecord;
  /** The last words of each of its parts: an index run that clusters afterwards has two. */
  readonly summaries: readonly JobSummary[];
}

/**
 * Starts `request` and waits for its end. Every event but the summaries goes to `view`.
 * @throws ImanticsError with the job's own code when it failed, `interrupted` when it was cancelled.
 */
export async function followJob(
  library: Library,
  request: JobRequest,
  view: ProgressView,
  terminal: Terminal,
): Promise<JobOutcome> {
  return followStarted(library, await library.jobs.start(request), view, terminal);
}

/** The same for a job that is already under way. */
export async function followStarted(
  library: Library,
  job: JobRecord,
  view: ProgressView,
  terminal: Terminal,
): Promise<JobOutcome> {
  const release = onInterrupt(
    terminal,
    "Stopping at the next safe point … (Ctrl-C again leaves at once)",
    () => {
      // The job may have ended in the same moment: then there is nothing left to cancel.
      library.jobs.cancel(job.id).catch(() => undefined);
    },
  );
  const summaries: JobSummary[] = [];
  try {
    for await (const { event } of library.jobs.events({ job: job.id })) {
      if (event.type === "summary") summaries.push(event);
      else view.show(event);
    }
  } finally {
    release();
    view.end();
  }
  const record = await library.jobs.get(job.id);
  if (record.state === "failed") {
    throw new ImanticsError(record.error?.code ?? "internal:job", record.error?.message ?? "The job failed.");
  }
  if (record.state !== "done") {
    throw new ImanticsError("interrupted", "Stopped; what was finished is kept. The same command continues.");
  }
  return { record, summaries };
}

/** The one event stream of everything long: terminal, HTTP and page read the same values. */
import type { FailureRecord } from "./failure.ts";

/** `interrupted`: the process died while the job ran; starting it again continues it. */
export type JobState = "waiting" | "running" | "done" | "failed" | "cancelled" | "interrupted";

/** The stages a person sees; each kind of job says which are its own. */
export type StageName = "scan" | "see" | "group" | "name" | "parts" | "download" | "check";

/** How far one stage is. `total` is null while unknown. */
export interface StageProgress {
  readonly stage: StageName;
  readonly done: number;
  readonly total: number | null;
  /** Unchanged since the last run, or already complete. */
  readonly skipped: number;
  readonly failed: number;
  /** Items per second over the last ten seconds; null until known. */
  readonly rate: number | null;
  /** Seconds left by that rate; null until known. */
  readonly secondsLeft: number | null;
}

export type JobEvent =
  | {
      readonly type: "state";
      readonly state: JobState;
      readonly error: { code: string; message: string } | null;
    }
  | ({ readonly type: "progress" } & StageProgress)
  | { readonly type: "failure"; readonly failure: FailureRecord }
  /** Images that have just become searchable, for the strip of pictures. */
  | { readonly type: "images"; readonly ids: readonly string[] }
  /** Something worth a line: an absent source, a fallback that was taken. */
  | { readonly type: "notice"; readonly code: string; readonly message: string }
  /** Last words of a job; `counts` by kind: images, skipped, failed, duplicates, missing, clusters … */
  | {
      readonly type: "summary";
      readonly counts: Readonly<Record<string, number>>;
      readonly result: Readonly<Record<string, unknown>>;
    };

/** An event as it travels: numbered over all jobs, so that a reader can resume. */
export interface NumberedEvent {
  readonly sequence: number;
  readonly jobId: string;
  readonly at: string;
  readonly event: JobEvent;
}

/** A job as it is kept. */
export interface JobRecord {
  readonly id: string;
  /** Name of its kind (`../jobs/kinds/all.ts`). */
  readonly kind: string;
  readonly state: JobState;
  /** The request, as JSON: enough to start it again. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly stages: readonly StageProgress[];
  readonly counts: Readonly<Record<string, number>>;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** Everything long: jobs, their events, and the ledger of failures. */
import * as z from "zod";

export const JobState = z.enum(["waiting", "running", "done", "failed", "cancelled", "interrupted"]);
export type JobState = z.infer<typeof JobState>;

export const StageProgress = z
  .object({
    stage: z.enum(["scan", "see", "group", "name", "parts", "download", "check"]),
    done: z.number(),
    total: z.number().nullable(),
    skipped: z.number(),
    failed: z.number(),
    rate: z.number().nullable().meta({ description: "Items per second." }),
    secondsLeft: z.number().nullable(),
  })
  .meta({ id: "StageProgress" });
export type StageProgress = z.infer<typeof StageProgress>;

const JobError = z.object({ code: z.string(), message: z.string() });

export const Job = z
  .object({
    id: z.string(),
    kind: z
      .string()
      .meta({ description: "index, cluster, parts, pull-model, doctor, and what later versions add." }),
    state: JobState,
    request: z.record(z.string(), z.unknown()),
    stages: z.array(StageProgress),
    counts: z.record(z.string(), z.number()),
    error: JobError.nullable(),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: "Job" });
export type Job = z.infer<typeof Job>;

export const Failure = z
  .object({
    path: z.string(),
    stage: z.string(),
    code: z.string(),
    message: z.string(),
    sizeBytes: z.number(),
    modifiedMs: z.number(),
    at: z.string(),
    isIgnored: z.boolean(),
  })
  .meta({ id: "Failure" });
export type Failure = z.infer<typeof Failure>;

export const FailurePage = z
  .object({ total: z.number().int(), failures: z.array(Failure) })
  .meta({ id: "FailurePage" });
export type FailurePage = z.infer<typeof FailurePage>;

export const FailureSelection = z
  .object({ paths: z.array(z.string()).optional().meta({ description: "None: all." }) })
  .meta({ id: "FailureSelection" });

export const JobEvent = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("state"), state: JobState, error: JobError.nullable() }),
    StageProgress.extend({ type: z.literal("progress") }),
    z.object({ type: z.literal("failure"), failure: Failure }),
    z.object({ type: z.literal("images"), ids: z.array(z.string()) }),
    z.object({ type: z.literal("notice"), code: z.string(), message: z.string() }),
    z.object({
      type: z.literal("summary"),
      counts: z.record(z.string(), z.number()),
      result: z.record(z.string(), z.unknown()),
    }),
  ])
  .meta({ id: "JobEvent" });
export type JobEvent = z.infer<typeof JobEvent>;

/** One SSE message; `sequence` is also the SSE id, so that Last-Event-ID resumes. */
export const NumberedEvent = z
  .object({ sequence: z.number().int(), jobId: z.string(), at: z.string(), event: JobEvent })
  .meta({ id: "NumberedEvent" });
export type NumberedEvent = z.infer<typeof NumberedEvent>;

export const IndexRequest = z
  .object({
    locations: z
      .array(z.string().min(1))
      .default([])
      .meta({ description: "None: every known source again." }),
    include: z.array(z.string()).default([]),
    exclude: z.array(z.string()).default([]),
    thenCluster: z.boolean().default(true),
    thenParts: z.boolean().default(true).meta({
      description: "Then look for parts, with the detectors that are switched on.",
    }),
  })
  .meta({ id: "IndexRequest" });
export type IndexRequest = z.input<typeof IndexRequest>;

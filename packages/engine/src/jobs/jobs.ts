/**
 * Jobs of one library: started, queued, cancelled, resumed, remembered. They run one after the
 * other, because each already uses every core. What a kind of job does is not decided here: the kinds are
 * given by the library.
 */
import { randomUUID } from "node:crypto";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import type { JobEvent, JobRecord, JobState, NumberedEvent, StageProgress } from "../domain/job.ts";
import type { FactPorts } from "../store/ports/facts.ts";
import { EventLog } from "./event-log.ts";
import type { JobKind } from "./job-kind.ts";

/** A request as it is stored: the name of its kind, and what only that kind understands. */
export interface StoredRequest {
  readonly kind: string;
  readonly [detail: string]: unknown;
}

const endStates: ReadonlySet<JobState> = new Set(["done", "failed", "cancelled", "interrupted"]);
/** How often a running job's progress is written down. Losing a second of counts costs nothing. */
const saveEveryMs = 1000;

const otherIsWaiting = new Error("Another job is waiting.");

interface LiveJob {
  record: JobRecord;
  readonly request: StoredRequest;
  readonly givesWay: boolean;
  abort: AbortController;
  savedAt: number;
}

export class Jobs<Tools> {
  readonly #facts: FactPorts;
  readonly #kinds: ReadonlyMap<string, JobKind<Tools>>;
  readonly #tools: Tools;
  readonly #log = new EventLog();
  readonly #live = new Map<string, LiveJob>();
  #queue: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(facts: FactPorts, kinds: readonly JobKind<Tools>[], tools: Tools) {
    this.#facts = facts;
    this.#kinds = new Map(kinds.map((kind) => [kind.name, kind]));
    this.#tools = tools;
  }

  /** @throws ImanticsError for a request that its kind refuses, before anything is started. */
  async start(request: StoredRequest): Promise<JobRecord> {
    if (this.#isClosed)
      throw new ImanticsError("library-closed", "The library is closed; open it again to start a job.");
    const { kind, ...rest } = request;
    const { check, givesWay } = this.#kindOf(kind);
    check(request);
    const record: JobRecord = {
      id: randomUUID(),
      kind,
      state: "waiting",
      request: rest,
      stages: [],
      counts: {},
      error: null,
      createdAt: new Date().toISOString(),
      endedAt: null,
    };
    await this.#facts.jobs.save(record);
    const job: LiveJob = { record, request, givesWay, abort: new AbortController(), savedAt: 0 };
    this.#live.set(record.id, job);
    this.#emit(job, { type: "state", state: "waiting", error: null });
    this.#enqueue(job);
    for (const other of this.#live.values()) {
      if (other !== job && other.givesWay && !givesWay) {
        other.abort.abort(otherIsWaiting);
      }
    }
    return record;
  }

  /** Starts a job unless one of its kind runs or waits already: that one will do what is asked. */
  async ensure(request: StoredRequest): Promise<void> {
    const isUnderWay = [...this.#live.values()].some((job) => job.request.kind === request.kind);
    if (!isUnderWay) await this.start(request);
  }

  async get(id: string): Promise<JobRecord> {
    const record = this.#live.get(id)?.record ?? (await this.#facts.jobs.get(id));
    if (!record)
      throw new ImanticsError("job-not-found", `There is no job "${id}". "imantics jobs" lists them.`);
    return record;
  }

  async list(limit = 100): Promise<readonly JobRecord[]> {
    const stored = await this.#facts.jobs.list(limit);
    return stored.map((record) => this.#live.get(record.id)?.record ?? record);
  }

  async cancel(id: string): Promise<void> {
    const { state } = await this.get(id);
    const job = this.#live.get(id);
    if (!job)
      throw new ImanticsError(
        "job-not-running",
        `Job "${id}" is ${state}; only a waiting or running job can be cancelled.`,
      );
    job.abort.abort();
  }

  async resume(id: string): Promise<JobRecord> {
    const record = await this.get(id);
    if (!endStates.has(record.state)) {
      throw new ImanticsError("job-not-ended", `Job "${id}" is ${record.state} already.`);
    }
    return this.start({ ...record.request, kind: record.kind });
  }

  async *events(
    options: { readonly after?: number; readonly job?: string; readonly signal?: AbortSignal } = {},
  ): AsyncIterable<NumberedEvent> {
    const { job, signal } = options;
    yield* this.#log.read({
      after: options.after ?? (job ? 0 : this.#log.last),
      job,
      signal,
      isOver: () => this.#isClosed || (job !== undefined && !this.#live.has(job)),
    });
  }

  /** Cancels what runs or waits, and resolves when all has stopped at a safe point. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const job of this.#live.values()) job.abort.abort();
    await this.#queue;
    this.#log.wake();
  }

  #enqueue(job: LiveJob): void {
    this.#queue = this.#queue.then(() => this.#run(job));
  }

  /** Behind all that wait, with a fresh signal. */
  #giveWay(job: LiveJob): void {
    job.abort = new AbortController();
    this.#emit(job, { type: "state", state: "waiting", error: null });
    this.#enqueue(job);
  }

  async #run(job: LiveJob): Promise<void> {
    try {
      if (job.abort.signal.reason === otherIsWaiting) return this.#giveWay(job);
      if (job.abort.signal.aborted) return await this.#end(job, "cancelled", null);
      this.#emit(job, { type: "state", state: "running", error: null });
      const context = { emit: (event: JobEvent) => this.#emit(job, event), signal: job.abort.signal };
      await this.#kindOf(job.request.kind).run(job.request, context, this.#tools);
      if (job.abort.signal.reason === otherIsWaiting) return this.#giveWay(job);
      await this.#end(job, job.abort.signal.aborted ? "cancelled" : "done", null);
    } catch (error) {
      if (job.abort.signal.reason === otherIsWaiting) return this.#giveWay(job);
      const code = error instanceof ImanticsError ? error.code : "internal:job";
      await this.#end(job, job.abort.signal.aborted ? "cancelled" : "failed", {
        code,
        message: messageOf(error),
      });
    }
  }

  #kindOf(name: string): JobKind<Tools> {
    const kind = this.#kinds.get(name);
    if (kind) return kind;
    throw new ImanticsError(
      "bad-job-request",
      `There is no job of kind "${name}"; there are ${[...this.#kinds.keys()].join(", ")}.`,
    );
  }

  async #end(job: LiveJob, state: JobState, error: JobRecord["error"]): Promise<void> {
    job.record = {
      ...job.record,
      state,
      error: state === "failed" ? error : null,
      endedAt: new Date().toISOString(),
    };
    try {
      await this.#facts.jobs.save(job.record);
    } catch (cause) {
      // A full disk must not keep the reader waiting for an end that was reached.
      job.record = {
        ...job.record,
        error: job.record.error ?? { code: "job-not-saved", message: messageOf(cause) },
      };
    }
    this.#live.delete(job.record.id);
    this.#log.append(
      job.record.id,
      { type: "state", state, error: job.record.error },
      new Date().toISOString(),
    );
  }

  #emit(job: LiveJob, event: JobEvent): void {
    if (event.type === "state") job.record = { ...job.record, state: event.state };
    if (event.type === "progress")
      job.record = { ...job.record, stages: withStage(job.record.stages, event) };
    if (event.type === "summary")
      job.record = { ...job.record, counts: { ...job.record.counts, ...event.counts } };
    this.#log.append(job.record.id, event, new Date().toISOString());
    const now = performance.now();
    if (now - job.savedAt < saveEveryMs && event.type === "progress") return;
    if (event.type === "progress" || event.type === "state" || event.type === "summary") {
      job.savedAt = now;
      // Progress is written on the side: a failed write shows up at the end of the job.
      this.#facts.jobs.save(job.record).catch(() => undefined);
    }
  }
}

function withStage(stages: readonly StageProgress[], event: StageProgress & { readonly type: "progress" }) {
  const { type: _, ...progress } = event;
  const rest = stages.filter((stage) => stage.stage !== progress.stage);
  return rest.length === stages.length
    ? [...stages, progress]
    : stages.map((stage) => (stage.stage === progress.stage ? progress : stage));
}

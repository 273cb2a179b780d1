/**
 * Collects what shards bring and writes it down in batches, one at a time, telling progress on the way.
 * What a batch becomes is the caller's business (`committer.ts`, `part-committer.ts`).
 */
import type { JobEvent } from "../domain/job.ts";
import type { StageCounter } from "../domain/stage-counter.ts";

/** When a batch is due: so many items, or so long after the last. */
export interface Batching {
  readonly size: number;
  readonly everyMs: number;
}

export class CommitQueue<Item> {
  error: unknown = null;
  readonly #batching: Batching;
  readonly #stage: StageCounter;
  readonly #emit: (event: JobEvent) => void;
  readonly #write: (items: readonly Item[]) => Promise<void>;
  #pending: Item[] = [];
  #writing: Promise<void> = Promise.resolve();
  #committedAt = performance.now();

  constructor(
    batching: Batching,
    stage: StageCounter,
    emit: (event: JobEvent) => void,
    write: (items: readonly Item[]) => Promise<void>,
  ) {
    this.#batching = batching;
    this.#stage = stage;
    this.#emit = emit;
    this.#write = write;
  }

  /** Resolves once the items are queued; waits when the last batch is still being written. */
  async add(items: readonly Item[], failed: number): Promise<void> {
    this.#pending.push(...items);
    this.#stage.add({ done: items.length, failed });
    const progress = this.#stage.readIfDue();
    if (progress) this.#emit({ type: "progress", ...progress });
    const isLate = performance.now() - this.#committedAt > this.#batching.everyMs;
    if (isLate || this.#pending.length >= this.#batching.size) await this.#commit();
  }

  /** The first reason is kept; what was queued is still written by `finish`. */
  fail(error: unknown): void {
    this.error ??= error;
  }

  /** Writes the rest. Rejects with the first error. */
  async finish(): Promise<void> {
    await this.#commit().catch((error: unknown) => this.fail(error));
    this.#emit({ type: "progress", ...this.#stage.read() });
    if (this.error) throw this.error;
  }

  #commit(): Promise<void> {
    const items = this.#pending;
    this.#pending = [];
    this.#committedAt = performance.now();
    this.#writing = this.#writing.then(() => (items.length === 0 ? undefined : this.#write(items)));
    return this.#writing;
  }
}

/** Counts one stage of a job and says how fast it goes and how long it will take. */
import type { StageName, StageProgress } from "./job.ts";

/** The rate is taken over this much of the recent past. */
const windowMs = 10_000;
const tellEveryMs = 200;

export class StageCounter {
  readonly stage: StageName;
  #total: number | null;
  #done = 0;
  #skipped = 0;
  #failed = 0;
  readonly #now: () => number;
  #readAt = Number.NEGATIVE_INFINITY;
  /** Recent (time, done) pairs, oldest first. */
  readonly #samples: { at: number; done: number }[];

  constructor(
    stage: StageName,
    total: number | null = null,
    now: () => number = performance.now.bind(performance),
  ) {
    this.stage = stage;
    this.#total = total;
    this.#now = now;
    this.#samples = [{ at: now(), done: 0 }];
  }

  set total(total: number) {
    this.#total = total;
  }

  add(counts: { readonly done?: number; readonly skipped?: number; readonly failed?: number }): void {
    this.#done += counts.done ?? 0;
    this.#skipped += counts.skipped ?? 0;
    this.#failed += counts.failed ?? 0;
  }

  /** The progress, or null when it was given a moment ago: events stay below five a second. */
  readIfDue(): StageProgress | null {
    if (this.#now() - this.#readAt < tellEveryMs) return null;
    return this.read();
  }

  read(): StageProgress {
    const at = this.#now();
    this.#readAt = at;
    this.#samples.push({ at, done: this.#done });
    while (this.#samples.length > 2 && at - this.#samples[0]!.at > windowMs) this.#samples.shift();
    const first = this.#samples[0]!;
    const elapsed = (at - first.at) / 1000;
    const rate = elapsed > 0.2 && this.#done > first.done ? (this.#done - first.done) / elapsed : null;
    const left = this.#total === null ? null : Math.max(0, this.#total - this.#done);
    return {
      stage: this.stage,
      done: this.#done,
      total: this.#total,
      skipped: this.#skipped,
      failed: this.#failed,
      rate,
      secondsLeft: left === 0 ? 0 : left !== null && rate !== null ? left / rate : null,
    };
  }
}

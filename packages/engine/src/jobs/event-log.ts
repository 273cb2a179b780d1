/**
 * The numbered events of all jobs of one process, with a bounded memory: a reader who comes back
 * with the last number it saw gets what it missed, as far as the log reaches.
 */
import type { JobEvent, NumberedEvent } from "../domain/job.ts";

const capacity = 20_000;

export class EventLog {
  #events: NumberedEvent[] = [];
  #last = 0;
  readonly #waiting = new Set<() => void>();

  append(jobId: string, event: JobEvent, at: string): void {
    this.#events.push({ sequence: ++this.#last, jobId, at, event });
    if (this.#events.length > capacity * 1.25) this.#events = this.#events.slice(-capacity);
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Sequence number of the newest event; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** Events after `after`, then new ones as they come, until `signal` fires or `isOver` says so. */
  async *read(options: {
    readonly after: number;
    readonly job?: string | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly isOver?: () => boolean;
  }): AsyncGenerator<NumberedEvent> {
    const { signal, job } = options;
    // A number from the future was given by an earlier process: all of ours is new to that reader.
    let position = options.after > this.#last ? 0 : options.after;
    while (!signal?.aborted) {
      // Numbers are consecutive, so the unread ones start at a known place.
      const first = this.#events[0]?.sequence ?? 1;
      const fresh = this.#events.slice(Math.max(0, position + 1 - first));
      for (const event of fresh) {
        position = event.sequence;
        if (!job || event.jobId === job) yield event;
      }
      if (fresh.length > 0) continue;
      if (options.isOver?.()) return;
      await this.#next(signal);
    }
  }

  /** Lets every reader look again; used when a job ends or the library closes. */
  wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  #next(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal?.removeEventListener("abort", wake);
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal?.addEventListener("abort", wake, { once: true });
    });
  }
}

/**
 * Worker threads that start only when there is something to do: a second run over unchanged photos has
 * nothing.
 */
import type { FoundModel } from "../../models/resolve.ts";
import type { WorkerPool } from "./worker-pool.ts";
import type { Work, WorkKind } from "./worker-protocol.ts";

export class LazyPool<Kind extends WorkKind> {
  readonly #open: () => WorkerPool<Kind>;
  #pool: WorkerPool<Kind> | null = null;

  constructor(open: () => WorkerPool<Kind>) {
    this.#open = open;
  }

  async room(): Promise<void> {
    this.#pool ??= this.#open();
    await this.#pool.room();
  }

  run(items: readonly Work[Kind]["input"][]): Promise<readonly Work[Kind]["output"][]> {
    this.#pool ??= this.#open();
    return this.#pool.run(items);
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }
}

/**
 * Small networks: one worker a core, one thread each, which scales best. Large ones: a single worker
 * with all threads, so that the weights are in memory once.
 */
export function workersFor({ entry }: FoundModel, cores: number): { count: number; threads: number } {
  const isSmall = entry.loader === "embedded" || entry.loader === "classical";
  return isSmall ? { count: cores, threads: 1 } : { count: 1, threads: cores };
}

/**
 * The way of a photo, on one screen:
 *
 *   scan → (read → decode → embed, in worker threads, a shard at a time) → store
 *
 * `./take-stock.ts` says which files are news, `./shard.ts` takes them from bytes to vectors,
 * `./committer.ts` writes down what came of it.
 */

import type { ScannedFile, Source } from "../domain/source.ts";
import { StageCounter } from "../domain/stage-counter.ts";
import { type CommitTools, Committer } from "./committer.ts";
import type { IndexCounts } from "./index-counts.ts";
import type { ProcessedFile } from "./shard.ts";
import { type StockTools, takeStock } from "./take-stock.ts";

/** Files in a shard: few enough to stop quickly, and to hold two of them per worker in memory. */
const shardSize = 8;

/** Where shards run: worker threads here, any number of machines later. */
export interface ShardRunner {
  /** Resolves when another shard may come. */
  room(): Promise<void>;
  run(files: readonly ScannedFile[]): Promise<readonly ProcessedFile[]>;
}

export interface IndexTools extends StockTools, CommitTools {
  readonly complete: Set<string>;
  readonly runner: ShardRunner;
}

/** Brings the library up to date with one source. Stops between shards when the signal fires. */
export async function indexSource(source: Source, tools: IndexTools, counts: IndexCounts): Promise<void> {
  const news = await takeStock(source, tools, counts);
  const committer = new Committer(source, tools, new StageCounter("see", news.length), counts);
  const running = new Set<Promise<void>>();
  for (let at = 0; at < news.length && !tools.signal.aborted && !committer.queue.error; at += shardSize) {
    await tools.runner.room();
    const shard = tools.runner
      .run(news.slice(at, at + shardSize))
      .then((files) => committer.add(files))
      .catch((error: unknown) => committer.queue.fail(error))
      .finally(() => running.delete(shard));
    running.add(shard);
  }
  await Promise.all(running);
  await committer.queue.finish();
}

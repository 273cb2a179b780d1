/**
 * Writes down what shards bring. A vector goes before the facts that speak of it, so that a crash
 * leaves at worst a vector nobody knows, which the next start removes. Every commit is one such pair;
 * what is committed is never done again.
 */
import { matrix } from "@imantics/core";
import { failureOf } from "../domain/failure.ts";
import type { JobEvent } from "../domain/job.ts";
import { wholeRegion, wholeRegionId } from "../domain/region-id.ts";
import type { Source } from "../domain/source.ts";
import type { Space } from "../domain/space.ts";
import type { StageCounter } from "../domain/stage-counter.ts";
import type { Store } from "../store/open-store.ts";
import { CommitQueue } from "./commit-queue.ts";
import type { IndexCounts } from "./index-counts.ts";
import type { ProcessedFile } from "./shard.ts";

const batching = { size: 256, everyMs: 2000 };

export interface CommitTools {
  readonly store: Store;
  readonly space: Space;
  /** Complete image ids of the space; grows with each commit. */
  readonly complete: Set<string>;
  readonly emit: (event: JobEvent) => void;
}

/** The queue of one source's files. */
export class Committer {
  readonly queue: CommitQueue<ProcessedFile>;
  readonly #source: Source;
  readonly #tools: CommitTools;
  readonly #counts: IndexCounts;

  constructor(source: Source, tools: CommitTools, stage: StageCounter, counts: IndexCounts) {
    this.#source = source;
    this.#tools = tools;
    this.#counts = counts;
    this.queue = new CommitQueue(batching, stage, tools.emit, (files) => this.#write(files));
  }

  add(files: readonly ProcessedFile[]): Promise<void> {
    return this.queue.add(files, files.filter((file) => file.kind === "failed").length);
  }

  async #write(files: readonly ProcessedFile[]): Promise<void> {
    const { store, space, complete, emit } = this.#tools;
    const addedAt = new Date().toISOString();
    // The same content may come twice in one run, under two names; it is stored once.
    const fresh = new Map<string, Extract<ProcessedFile, { kind: "new" }>>();
    for (const file of files) {
      if (file.kind === "new" && !complete.has(file.image.id)) fresh.set(file.image.id, file);
    }
    const images = [...fresh.values()];
    const vectors = matrix(images.length, space.dimension);
    for (const [index, file] of images.entries()) vectors.data.set(file.vector, index * space.dimension);
    await store.vectors.put(space, { ids: images.map((file) => wholeRegionId(file.image.id)), vectors });
    await store.facts.images.add(
      images.map(({ image }) => ({ image: { ...image, addedAt }, regions: [wholeRegion(image.id)] })),
    );
    const links = files.flatMap((file) => {
      if (file.kind === "failed") return [];
      return [{ file: file.file, image: file.kind === "new" ? file.image.id : file.image }];
    });
    await store.facts.sources.link(this.#source.id, links);
    const failures = files.flatMap((file) =>
      file.kind === "failed" ? [failureOf(file.file, file.stage, file)] : [],
    );
    await store.facts.failures.record(this.#source.id, failures);

    for (const id of fresh.keys()) complete.add(id);
    this.#counts.images += images.length;
    this.#counts.duplicates += links.length - images.length;
    this.#counts.failed += failures.length;
    if (images.length > 0) emit({ type: "images", ids: [...fresh.keys()] });
    for (const failure of failures) emit({ type: "failure", failure });
  }
}

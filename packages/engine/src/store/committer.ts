/**
 * Writes down what shards bring. A vector goes before the facts that speak of it, so that a crash
 * leaves at worst a vector nobody knows, which the next start removes. Every commit is one such pair;
 * what is committed is never done again.
 */
import { matrix } from "@imantics/core";
import type { Space } from "../embed/encoder.ts";
import { wholeRegion, wholeRegionId } from "../regions/whole.ts";
import type { JobEvent } from "../run/events.ts";
import { failureOf } from "../run/failure.ts";
import type { IndexCounts } from "../run/index-counts.ts";
import type { StageCounter } from "../run/progress.ts";
import type { ProcessedFile } from "../run/shard.ts";
import type { Source } from "../scan/scanned-file.ts";
import type { Store } from "./open-store.ts";

/** Images in a commit, and the longest wait for one. */
const commitSize = 256;
const commitEveryMs = 2000;

export interface CommitTools {
  readonly store: Store;
  readonly space: Space;
  /** Complete image ids of the space; grows with each commit. */
  readonly complete: Set<string>;
  readonly emit: (event: JobEvent) => void;
}

/** Collects what shards bring and writes it down in batches, one at a time. */
export class Committer {
  error: unknown = null;
  readonly #source: Source;
  readonly #tools: CommitTools;
  readonly #stage: StageCounter;
  readonly #counts: IndexCounts;
  #pending: ProcessedFile[] = [];
  #writing: Promise<void> = Promise.resolve();
  #committedAt = performance.now();

  constructor(source: Source, tools: CommitTools, stage: StageCounter, counts: IndexCounts) {
    this.#source = source;
    this.#tools = tools;
    this.#stage = stage;
    this.#counts = counts;
  }

  /** Resolves once the files are queued; waits when the last commit is still being written. */
  async add(files: readonly ProcessedFile[]): Promise<void> {
    this.#pending.push(...files);
    this.#stage.add({ done: files.length, failed: files.filter((file) => file.kind === "failed").length });
    const progress = this.#stage.readIfDue();
    if (progress) this.#tools.emit({ type: "progress", ...progress });
    const isDue = this.#pending.length >= commitSize || performance.now() - this.#committedAt > commitEveryMs;
    if (isDue) await this.#commit();
  }

  fail(error: unknown): void {
    this.error ??= error;
  }

  async finish(): Promise<void> {
    await this.#commit().catch((error: unknown) => this.fail(error));
    this.#tools.emit({ type: "progress", ...this.#stage.read() });
    if (this.error) throw this.error;
  }

  #commit(): Promise<void> {
    const files = this.#pending;
    this.#pending = [];
    this.#committedAt = performance.now();
    this.#writing = this.#writing.then(() => this.#write(files));
    return this.#writing;
  }

  async #write(files: readonly ProcessedFile[]): Promise<void> {
    if (files.length === 0) return;
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
    await store.facts.addImages(
      images.map(({ image }) => ({ image: { ...image, addedAt }, regions: [wholeRegion(image.id)] })),
    );
    const links = files.flatMap((file) => {
      if (file.kind === "failed") return [];
      return [{ file: file.file, image: file.kind === "new" ? file.image.id : file.image }];
    });
    await store.facts.linkPaths(this.#source.id, links);
    const failures = files.flatMap((file) =>
      file.kind === "failed" ? [failureOf(file.file, file.stage, file)] : [],
    );
    await store.facts.recordFailures(this.#source.id, failures);

    for (const id of fresh.keys()) complete.add(id);
    this.#counts.images += images.length;
    this.#counts.duplicates += links.length - images.length;
    this.#counts.failed += failures.length;
    if (images.length > 0) emit({ type: "images", ids: [...fresh.keys()] });
    for (const failure of failures) emit({ type: "failure", failure });
  }
}

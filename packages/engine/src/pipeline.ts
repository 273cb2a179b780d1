/**
 * The way of a photo, on one screen:
 *
 *   scan → (read → decode → embed, in worker threads, a shard at a time) → store
 *
 * A vector is written before the facts that speak of it, so that a crash leaves at worst a vector
 * nobody knows, which the next start removes. Every commit is one such pair; what is committed is
 * never done again.
 */
import { matrix } from "@imantics/core";
import type { Space } from "./embed/encoder.ts";
import { wholeRegion, wholeRegionId } from "./regions/whole.ts";
import type { FailureRecord, JobEvent } from "./run/events.ts";
import { StageCounter } from "./run/progress.ts";
import type { ProcessedFile } from "./run/shard.ts";
import { scan } from "./scan/scan.ts";
import type { ScannedFile, Source } from "./scan/scanned-file.ts";
import type { Store } from "./store/open-store.ts";

/** Files in a shard: few enough to stop quickly, and to hold two of them per worker in memory. */
const shardSize = 8;
/** Images in a commit, and the longest wait for one. */
const commitSize = 256;
const commitEveryMs = 2000;
/** Progress events per stage and second stay below 1000 / this. */
const tellEveryMs = 200;

/** Where shards run: worker threads here, any number of machines later. */
export interface ShardRunner {
  room(): Promise<void>;
  run(files: readonly ScannedFile[]): Promise<readonly ProcessedFile[]>;
}

export interface IndexTools {
  readonly store: Store;
  readonly space: Space;
  readonly runner: ShardRunner;
  /** Complete image ids of the space; grows with each commit. */
  readonly complete: Set<string>;
  readonly emit: (event: JobEvent) => void;
  readonly signal: AbortSignal;
}

/** What an index run did, by count of files (`images`: content that was new to the space). */
export interface IndexCounts {
  images: number;
  skipped: number;
  duplicates: number;
  failed: number;
  missing: number;
  notImages: number;
}

/** Brings the library up to date with one source. Stops between shards when the signal fires. */
export async function indexSource(source: Source, tools: IndexTools, counts: IndexCounts): Promise<void> {
  const changed = await visit(source, tools, counts);
  const see = new StageCounter("see", changed.length);
  const committer = new Committer(source, tools, see, counts);
  const running = new Set<Promise<void>>();
  for (let at = 0; at < changed.length && !tools.signal.aborted && !committer.error; at += shardSize) {
    await tools.runner.room();
    const shard = tools.runner
      .run(changed.slice(at, at + shardSize))
      .then((files) => committer.add(files))
      .catch((error: unknown) => committer.fail(error))
      .finally(() => running.delete(shard));
    running.add(shard);
  }
  await Promise.all(running);
  await committer.finish();
}

/** The scan stage: which files must be read. Availability is written down on the way. */
async function visit(source: Source, tools: IndexTools, counts: IndexCounts): Promise<ScannedFile[]> {
  const { store, emit, signal } = tools;
  const [known, failedBefore] = await Promise.all([
    store.facts.knownFiles(source.id),
    store.facts.failuresOf(source.id),
  ]);
  const stage = new StageCounter("scan");
  const changed: ScannedFile[] = [];
  const missing: string[] = [];
  const back: string[] = [];
  const failures: FailureRecord[] = [];
  /** Paths of the ledger that are still there; the others have left with their file. */
  const visited = new Set<string>();
  let told = 0;
  for await (const event of scan(source, known, { signal })) {
    if (event.type === "changed") {
      const before = failedBefore.get(event.file.path);
      visited.add(event.file.path);
      const isSameFailure =
        before?.sizeBytes === event.file.sizeBytes && before.modifiedMs === event.file.modifiedMs;
      if (isSameFailure) counts.failed++;
      else changed.push(event.file);
      stage.add(isSameFailure ? { done: 1, failed: 1 } : { done: 1 });
    } else if (event.type === "unchanged") {
      counts.skipped++;
      if (event.cameBack) back.push(event.path);
      stage.add({ done: 1, skipped: 1 });
    } else if (event.type === "missing") {
      counts.missing++;
      missing.push(event.path);
    } else if (event.type === "not-an-image") {
      counts.notImages++;
      visited.add(event.path);
      if (!failedBefore.has(event.path)) failures.push(notAnImage(event.path));
    } else if (event.type === "failed") {
      counts.failed++;
      visited.add(event.path);
      failures.push(failureOf({ path: event.path, sizeBytes: 0, modifiedMs: 0 }, "scan", event));
    } else {
      emit({ type: "notice", code: "source-absent", message: event.message });
      for (const path of known.keys()) missing.push(path);
      for (const path of failedBefore.keys()) visited.add(path);
      counts.missing += known.size;
    }
    if (performance.now() - told > tellEveryMs) {
      told = performance.now();
      emit({ type: "progress", ...stage.read() });
    }
  }
  await store.facts.setAvailability(missing, false);
  await store.facts.setAvailability(back, true);
  await store.facts.recordFailures(source.id, failures);
  for (const failure of failures) if (!failure.isIgnored) emit({ type: "failure", failure });
  await store.facts.clearFailures([...failedBefore.keys()].filter((path) => !visited.has(path)));
  changed.push(...(await unseenInSpace(known, changed, tools)));
  stage.total = stage.read().done;
  emit({ type: "progress", ...stage.read() });
  return changed;
}

/** Unchanged files whose image has no vector in this space: after a change of encoder or a repair. */
async function unseenInSpace(
  known: ReadonlyMap<string, ScannedFile>,
  changed: readonly ScannedFile[],
  { store, complete }: IndexTools,
): Promise<ScannedFile[]> {
  const missing = (await store.facts.availableImages()).filter((id) => !complete.has(id));
  const queued = new Set(changed.map((file) => file.path));
  const files: ScannedFile[] = [];
  for (const image of await store.facts.images(missing)) {
    const path = image.paths.find((candidate) => known.has(candidate) && !queued.has(candidate));
    const file = path === undefined ? undefined : known.get(path);
    if (file) files.push(file);
  }
  return files;
}

/** Collects what shards bring and writes it down in batches, one at a time. */
class Committer {
  error: unknown = null;
  readonly #source: Source;
  readonly #tools: IndexTools;
  readonly #stage: StageCounter;
  readonly #counts: IndexCounts;
  #pending: ProcessedFile[] = [];
  #writing: Promise<void> = Promise.resolve();
  #committedAt = performance.now();
  #toldAt = 0;

  constructor(source: Source, tools: IndexTools, stage: StageCounter, counts: IndexCounts) {
    this.#source = source;
    this.#tools = tools;
    this.#stage = stage;
    this.#counts = counts;
  }

  /** Resolves once the files are queued; waits when the last commit is still being written. */
  async add(files: readonly ProcessedFile[]): Promise<void> {
    this.#pending.push(...files);
    this.#stage.add({ done: files.length, failed: files.filter((file) => file.kind === "failed").length });
    if (performance.now() - this.#toldAt > tellEveryMs) {
      this.#toldAt = performance.now();
      this.#tools.emit({ type: "progress", ...this.#stage.read() });
    }
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

function failureOf(
  file: ScannedFile,
  stage: string,
  reason: { readonly code: string; readonly message: string },
): FailureRecord {
  const { path, sizeBytes, modifiedMs } = file;
  const { code, message } = reason;
  return {
    path,
    stage,
    code,
    message,
    sizeBytes,
    modifiedMs,
    at: new Date().toISOString(),
    isIgnored: false,
  };
}

/** Listed with its reason, but not counted as a failure: nobody expects a text file to be a picture. */
function notAnImage(path: string): FailureRecord {
  const reason = { code: "not-an-image", message: "This is not a picture by its name; it was left out." };
  return { ...failureOf({ path, sizeBytes: 0, modifiedMs: 0 }, "scan", reason), isIgnored: true };
}

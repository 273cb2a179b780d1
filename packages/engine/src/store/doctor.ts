/**
 * What may be wrong with a library, and how it is put right. Nothing here invents facts: what can be
 * made again from the photos is marked, and the next index run makes it; what belongs to nothing is
 * removed.
 *
 * Jobs that a dead process left behind belong to `recoverOnOpen` alone: only while a library is being
 * opened for writing is it certain that nobody runs them.
 */
import { wholeRegionId } from "../domain/region-id.ts";
import type { Store } from "./open-store.ts";
import type { FactPorts } from "./ports/facts.ts";

export type FindingKind =
  /** SQLite's own check complains; cannot be repaired here. `subject` is empty. */
  | "facts-damaged"
  /** A vector whose region is not known: removed. `subject`: region id. */
  | "vector-orphaned"
  /** An image that cannot be searched in the space: marked. `subject`: image id. */
  | "vector-missing"
  /** A thumbnail is absent or empty: marked. `subject`: image id. */
  | "thumbnail-missing"
  /** Thumbnails of an image that is not known: removed. `subject`: image id. */
  | "thumbnail-orphaned"
  /** A file that was being written: removed. `subject`: path. */
  | "file-unfinished";

export interface Finding {
  readonly kind: FindingKind;
  readonly subject: string;
  readonly message: string;
  /** For marked images: the next index run reads them again. */
  readonly isRepaired: boolean;
}

export interface ExamineOptions {
  /** Default false: only look. */
  readonly repair?: boolean;
  /** Id of the space that must be complete: the one that serves. Others may have gaps, as those of faces do. */
  readonly space: string;
  readonly signal?: AbortSignal;
}

type Rooms = Pick<Store, "facts" | "vectors" | "files">;

/** Temporary files younger than this may belong to a thread that is writing them. */
const UNFINISHED_AFTER_MS = 60_000;
/** Images whose thumbnails are looked up side by side. */
const LOOK_AT_ONCE = 64;

/**
 * Examines everything; O(images + regions + vectors), no vector is read. Must not run beside an index
 * job: a vector whose facts are about to be written looks orphaned.
 */
export async function* examine(store: Rooms, options: ExamineOptions): AsyncGenerator<Finding> {
  const { repair = false, signal } = options;
  for (const message of await store.facts.verify()) {
    yield { kind: "facts-damaged", subject: "", message, isRepaired: false };
  }
  for (const check of [
    orphanedVectors,
    missingVectors,
    missingThumbnails,
    orphanedThumbnails,
    unfinishedFiles,
  ]) {
    signal?.throwIfAborted();
    for await (const finding of check(store, options)) {
      signal?.throwIfAborted();
      yield { ...finding, isRepaired: repair };
    }
  }
}

export interface Recovery {
  readonly interruptedJobs: number;
  readonly orphanedVectors: number;
  readonly unfinishedFiles: number;
}

/**
 * The part of the doctor that every start needs before it writes: cheap (reads ids only, about half a
 * second at 100,000 images), silent, and always repairing.
 */
export async function recoverOnOpen(store: Rooms): Promise<Recovery> {
  let orphanedVectors = 0;
  for (const space of await store.facts.spaces.list()) {
    const orphans = await unknownRegions(store, await store.vectors.ids(space));
    await store.vectors.remove(space, orphans);
    orphanedVectors += orphans.length;
  }
  return {
    interruptedJobs: await interruptDeadJobs(store.facts),
    orphanedVectors,
    unfinishedFiles: await store.files.sweep(),
  };
}

/** A waiting job waited in the memory of its process: it is as dead as a running one. */
async function interruptDeadJobs(facts: FactPorts): Promise<number> {
  const dead = [
    ...(await facts.jobs.list(Number.MAX_SAFE_INTEGER, "running")),
    ...(await facts.jobs.list(Number.MAX_SAFE_INTEGER, "waiting")),
  ];
  for (const job of dead) await facts.jobs.save({ ...job, state: "interrupted" });
  for (const run of await facts.runs.list(Number.MAX_SAFE_INTEGER)) {
    if (run.state === "running") await facts.runs.save({ ...run, state: "interrupted" });
  }
  return dead.length;
}

type Found = Omit<Finding, "isRepaired">;

async function* orphanedVectors(store: Rooms, { repair }: ExamineOptions): AsyncGenerator<Found> {
  for (const space of await store.facts.spaces.list()) {
    const orphans = await unknownRegions(store, await store.vectors.ids(space));
    if (repair) await store.vectors.remove(space, orphans);
    for (const subject of orphans) {
      yield {
        kind: "vector-orphaned",
        subject,
        message: `Space ${space.id} has a vector for an unknown region.`,
      };
    }
  }
}

async function unknownRegions({ facts }: Rooms, ids: ReadonlySet<string>): Promise<string[]> {
  const unknown = new Set(ids);
  for await (const region of facts.regions.ids()) unknown.delete(region);
  return [...unknown].sort();
}

async function* missingVectors(
  store: Rooms,
  { repair, space: wanted }: ExamineOptions,
): AsyncGenerator<Found> {
  const space = (await store.facts.spaces.list()).find(({ id }) => id === wanted);
  if (space === undefined) return;
  const regions = await store.vectors.ids(space);
  const missing: string[] = [];
  for await (const image of store.facts.images.ids()) {
    if (!regions.has(wholeRegionId(image))) missing.push(image);
  }
  if (repair) await store.facts.images.markIncomplete(missing);
  for (const subject of missing) {
    yield {
      kind: "vector-missing",
      subject,
      message: `The image has no vector in space ${space.id}, so search and clusters leave it out. ${again(repair)}`,
    };
  }
}

async function* missingThumbnails(store: Rooms, { repair, signal }: ExamineOptions): AsyncGenerator<Found> {
  const missing: string[] = [];
  for await (const images of groups(store.facts.images.ids(), LOOK_AT_ONCE)) {
    signal?.throwIfAborted();
    const isThere = await Promise.all(images.map((image) => store.files.hasThumbnails(image)));
    missing.push(...images.filter((_, index) => !isThere[index]));
  }
  if (repair) await store.facts.images.markIncomplete(missing);
  for (const subject of missing) {
    yield {
      kind: "thumbnail-missing",
      subject,
      message: `A thumbnail of the image is absent or empty. ${again(repair)}`,
    };
  }
}

function again(repair = false): string {
  return repair
    ? "The next index run makes it from the photo."
    : 'Run "imantics doctor --repair", then index again.';
}

async function* orphanedThumbnails(store: Rooms, { repair }: ExamineOptions): AsyncGenerator<Found> {
  for await (const images of groups(store.files.images(), LOOK_AT_ONCE)) {
    const known = new Set((await store.facts.images.many(images)).map((image) => image.id));
    for (const subject of images.filter((image) => !known.has(image))) {
      if (repair) await store.files.removeThumbnails(subject);
      yield {
        kind: "thumbnail-orphaned",
        subject,
        message: "Thumbnails of an image that is not in the library.",
      };
    }
  }
}

async function* unfinishedFiles(store: Rooms, { repair }: ExamineOptions): AsyncGenerator<Found> {
  const paths = await store.files.unfinished(UNFINISHED_AFTER_MS);
  if (repair) await store.files.sweep(UNFINISHED_AFTER_MS);
  for (const subject of paths) {
    yield { kind: "file-unfinished", subject, message: "A file that was left half-written." };
  }
}

async function* groups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

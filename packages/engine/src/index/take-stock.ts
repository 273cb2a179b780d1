/**
 * The scan of a source against what the library knows: which files are news, which are gone, which
 * came back, and which pictures this space has not seen yet.
 */
import type { FailureRecord } from "../domain/failure.ts";
import { failureOf, notAnImage } from "../domain/failure.ts";
import type { JobEvent } from "../domain/job.ts";
import type { ScannedFile, Source } from "../domain/source.ts";
import { StageCounter } from "../domain/stage-counter.ts";
import { scan } from "../scan/scan.ts";
import type { Store } from "../store/open-store.ts";
import type { IndexCounts } from "./index-counts.ts";

export interface StockTools {
  readonly store: Store;
  /** Complete image ids of the space. */
  readonly complete: ReadonlySet<string>;
  readonly emit: (event: JobEvent) => void;
  readonly signal: AbortSignal;
  /** Whether files are news also when their size and time are as before. */
  readonly readsAll: boolean;
}

/** Which files must be read. Availability and what the scan could not read are written down on the way. */
export async function takeStock(
  source: Source,
  tools: StockTools,
  counts: IndexCounts,
): Promise<ScannedFile[]> {
  const { store, emit, signal, readsAll } = tools;
  const [known, failedBefore] = await Promise.all([
    store.facts.sources.files(source.id),
    store.facts.failures.ofSource(source.id),
  ]);
  const stage = new StageCounter("scan");
  const changed: ScannedFile[] = [];
  const missing: string[] = [];
  const back: string[] = [];
  const failures: FailureRecord[] = [];
  /** Paths of the ledger that are still there; the others have left with their file. */
  const visited = new Set<string>();
  for await (const event of scan(source, known, { signal, readsAll })) {
    if (event.type === "changed") {
      const before = failedBefore.get(event.file.path);
      visited.add(event.file.path);
      const isSameFailure =
        !readsAll &&
        before?.sizeBytes === event.file.sizeBytes &&
        before.modifiedMs === event.file.modifiedMs;
      if (isSameFailure) counts.failed++;
      else changed.push(event.file);
      stage.add(isSameFailure ? { done: 1, failed: 1 } : { done: 1 });
    } else if (event.type === "unchanged") {
      counts.skipped++;
      // A picture that is known can still stand in the ledger: a detector could not bear it.
      visited.add(event.path);
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
    const progress = stage.readIfDue();
    if (progress) emit({ type: "progress", ...progress });
  }
  await store.facts.sources.setAvailable(missing, false);
  await store.facts.sources.setAvailable(back, true);
  await store.facts.failures.record(source.id, failures);
  for (const failure of failures) if (!failure.isIgnored) emit({ type: "failure", failure });
  await store.facts.failures.clear([...failedBefore.keys()].filter((path) => !visited.has(path)));
  changed.push(...(await unseenInSpace(known, changed, tools)));
  stage.total = stage.read().done;
  emit({ type: "progress", ...stage.read() });
  return changed;
}

/** Unchanged files whose image has no vector in this space: after a change of encoder or a repair. */
async function unseenInSpace(
  known: ReadonlyMap<string, ScannedFile>,
  changed: readonly ScannedFile[],
  { store, complete }: StockTools,
): Promise<ScannedFile[]> {
  const missing = (await store.facts.images.available()).filter((id) => !complete.has(id));
  const queued = new Set(changed.map((file) => file.path));
  const files: ScannedFile[] = [];
  for (const image of await store.facts.images.many(missing)) {
    const path = image.paths.find((candidate) => known.has(candidate) && !queued.has(candidate));
    const file = path === undefined ? undefined : known.get(path);
    if (file) files.push(file);
  }
  return files;
}

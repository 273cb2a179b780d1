/**
 * A search for parts: every detector that is switched on looks at every picture that it has not seen in
 * its present version, and every region gets its vector in the space in use. What is there already is
 * left alone, so the cost is that of what is new.
 */
import { paceBy } from "@imantics/core";
import { z } from "zod";
import { openOnnxKernels } from "../../compute/onnx-kernels.ts";
import type { RegionRecord } from "../../domain/region.ts";
import { imageOfRegion, typeOfRegion } from "../../domain/region-id.ts";
import type { Space } from "../../domain/space.ts";
import { StageCounter } from "../../domain/stage-counter.ts";
import { PartCommitter, type PartCounts } from "../../index/part-committer.ts";
import type { PartTask } from "../../index/part-shard.ts";
import { LazyPool, workersFor } from "../../index/workers/lazy-pool.ts";
import { WorkerPool } from "../../index/workers/worker-pool.ts";
import { arrangePeople } from "../../organise/arrange-people.ts";
import type { DetectorSettings } from "../../regions/detector.ts";
import { openDetectors } from "../../regions/registry.ts";
import { enabledDetectors, thingsChoice } from "../../regions/switches.ts";
import type { Store } from "../../store/open-store.ts";
import { defineJobKind, type JobContext } from "../job-kind.ts";
import type { JobTools } from "./tools.ts";

/** Pictures in a shard: detectors take tens of milliseconds a picture, so a few are enough to stop quickly. */
const shardSize = 4;

interface KnownDetector {
  readonly id: string;
  readonly version: string;
  readonly space: Space | null;
}

const PartsRequest = z.object({
  /** Ids of detectors; default: those that are switched on. */
  detectors: z.array(z.string()).readonly().optional(),
});

export const partsKind = defineJobKind(
  { name: "parts", request: PartsRequest, stages: ["parts"], givesWay: true },
  runParts,
);

async function runParts(
  request: z.output<typeof PartsRequest>,
  { emit, signal }: JobContext,
  tools: JobTools,
): Promise<void> {
  const { store, indexes, settings, models } = tools;
  const ids = request.detectors ?? (await enabledDetectors(store.facts));
  const found = await tools.encoder.model();
  const { space } = await tools.encoder.open();
  const things = await thingsChoice(store.facts);
  const { cacheFolder, folders } = models;
  const detectors = await lookAt(ids, { cacheFolder, folders, threads: 1, ...(things && { things }) });
  const spaces = new Map([space, ...detectors.flatMap((it) => it.space ?? [])].map((it) => [it.id, it]));
  for (const each of spaces.values()) await store.facts.spaces.add(each);

  const tasks = await tasksOf(detectors, space, tools);
  const stage = new StageCounter("parts", tasks.length);
  emit({ type: "progress", ...stage.read() });
  const committer = new PartCommitter({ store, spaces, emit }, stage);
  const { count, threads } = workersFor(found, settings.workerCount);
  const { thumbnailFolder } = store;
  const runner = new LazyPool<"parts">(
    () =>
      new WorkerPool(count, {
        kind: "parts",
        model: found,
        models,
        threads,
        thumbnailFolder,
        detectors: ids,
        things,
      }),
  );
  try {
    const running = new Set<Promise<void>>();
    for (let at = 0; at < tasks.length && !signal.aborted && !committer.queue.error; at += shardSize) {
      await runner.room();
      const shard = runner
        .run(tasks.slice(at, at + shardSize))
        .then((results) => committer.add(results))
        .catch((error: unknown) => committer.queue.fail(error))
        .finally(() => running.delete(shard));
      running.add(shard);
    }
    await Promise.all(running);
    await committer.queue.finish();
  } finally {
    await runner.close();
  }
  for (const each of spaces.values()) await store.vectors.optimise(each);
  const faces = detectors.find(({ id }) => id === "faces")?.space;
  if (faces && !signal.aborted) {
    const kernels = await openOnnxKernels({ threads: settings.workerCount });
    const pace = paceBy(() => performance.now());
    const faceTools = { facts: store.facts, indexes };
    await arrangePeople(faces, faceTools, { seed: 1, signal, kernels, pace }).finally(() => kernels.close());
  }
  emit({
    type: "summary",
    counts: countsOf(committer.counts),
    result: { space: space.id, detectors: ids, milliseconds: averagesOf(committer.counts) },
  });
}

/** What the detectors are now. Opened once here, which also converts their networks once for all workers. */
async function lookAt(ids: readonly string[], settings: DetectorSettings): Promise<readonly KnownDetector[]> {
  const known: KnownDetector[] = [];
  for (const detector of await openDetectors(ids, settings)) {
    const { id, version, space } = detector;
    known.push({ id, version, space });
    await detector.close();
  }
  return known;
}

/** What is still to be done, a task a picture, in order of image id. */
async function tasksOf(
  detectors: readonly KnownDetector[],
  space: Space,
  { store }: JobTools,
): Promise<readonly PartTask[]> {
  const { facts } = store;
  const available = await facts.images.available();
  const unseen = new Map<string, string[]>();
  for (const { id, version } of detectors) {
    const versions = await facts.regions.inspections(id);
    for (const image of available) {
      if (versions.get(image) === version) continue;
      unseen.set(image, [...(unseen.get(image) ?? []), id]);
    }
  }
  const unembedded = await regionsWithoutVector(space, store);
  const images = available.filter((image) => unseen.has(image) || unembedded.has(image));
  const records = await facts.regions.many([...unembedded.values()].flat());
  const byImage = new Map<string, RegionRecord[]>();
  for (const record of records) byImage.set(record.imageId, [...(byImage.get(record.imageId) ?? []), record]);
  const entries = await facts.images.many(images);
  return entries.map(({ id, paths }) => ({
    image: id,
    paths,
    detectors: unseen.get(id) ?? [],
    unembedded: byImage.get(id) ?? [],
  }));
}

/** Ids by image: regions of things, drawings and (where words can enter) text that were never embedded here. */
async function regionsWithoutVector(space: Space, { facts, vectors }: Store): Promise<Map<string, string[]>> {
  const embedded = await vectors.ids(space);
  const missing = new Map<string, string[]>();
  for await (const id of facts.regions.ids()) {
    const type = typeOfRegion(id);
    const isEmbeddable = type === "object" || type === "drawn" || (type === "text" && space.acceptsText);
    if (!isEmbeddable || embedded.has(id)) continue;
    const image = imageOfRegion(id);
    missing.set(image, [...(missing.get(image) ?? []), id]);
  }
  return missing;
}

function countsOf({ pictures, failed, regions }: PartCounts): Record<string, number> {
  return { pictures, failed, ...Object.fromEntries(regions) };
}

/** Milliseconds a picture by stage, in one worker. */
function averagesOf({ pictures, milliseconds }: PartCounts): Record<string, number> {
  const averages = [...milliseconds].map(([stage, spent]) => [stage, spent / Math.max(1, pictures)] as const);
  return Object.fromEntries(averages);
}

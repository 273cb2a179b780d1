/** An index run: brings the library up to date with its sources, and may group what it found. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import { ImanticsError } from "../../domain/errors.ts";
import { imageOfRegion, isWhole } from "../../domain/region-id.ts";
import type { Source } from "../../domain/source.ts";
import { noCounts } from "../../index/index-counts.ts";
import { indexSource } from "../../index/pipeline.ts";
import { LazyPool, workersFor } from "../../index/workers/lazy-pool.ts";
import { WorkerPool } from "../../index/workers/worker-pool.ts";
import type { FoundModel } from "../../models/resolve.ts";
import type { Store } from "../../store/open-store.ts";
import { defineJobKind, type JobContext } from "../job-kind.ts";
import { runCluster } from "./cluster.ts";
import type { JobTools } from "./tools.ts";

const IndexRequest = z.object({
  /** New folders, image files or zip archives; none: every known source again. */
  locations: z.array(z.string()).readonly(),
  include: z.array(z.string()).readonly().optional(),
  exclude: z.array(z.string()).readonly().optional(),
  /** Cluster and name when something changed. Default false. */
  thenCluster: z.boolean().optional(),
  /** Read every file again, also those whose size and time are as before. Default false. */
  readsAll: z.boolean().optional(),
  /** Look for parts afterwards, in a job of its own. Default false. */
  thenParts: z.boolean().optional(),
});

export const indexKind = defineJobKind(
  {
    name: "index",
    request: IndexRequest,
    stages: ["scan", "see", "group", "name"],
    givesWay: false,
  },
  runIndex,
);

async function runIndex(
  request: z.output<typeof IndexRequest>,
  context: JobContext,
  tools: JobTools,
): Promise<void> {
  const { store } = tools;
  const sources = await sourcesOf(request, store);
  const found = await tools.encoder.model();
  const { entry } = found;
  // From here on the library is one of this model; a better one that turns up later is offered, not taken.
  await tools.encoder.keep(found);
  const { space } = await tools.encoder.open();
  await store.facts.spaces.add(space);
  const inSpace = [...(await store.vectors.ids(space))].filter(isWhole).map(imageOfRegion);
  const complete = new Set(await store.facts.images.existing(inSpace));
  const counts = noCounts();
  const runner = new LazyPool<"index">(() => openPool(found, complete, tools));
  try {
    for (const source of sources) {
      if (context.signal.aborted) break;
      const { signal, emit } = context;
      const { readsAll = false } = request;
      await indexSource(source, { signal, emit, store, space, runner, complete, readsAll }, counts);
    }
  } finally {
    await runner.close();
  }
  await store.vectors.optimise(space);
  const library = await store.facts.counts();
  context.emit({
    type: "summary",
    counts: { ...counts, total: library.images },
    result: { space: space.id, model: entry.id },
  });
  const isWorthClustering = counts.images > 0 || library.clusterings === 0;
  if (request.thenCluster && isWorthClustering && library.available > 0 && !context.signal.aborted) {
    await runCluster({ method: "auto", options: {} }, context, tools);
  }
}

function openPool(
  model: FoundModel,
  complete: ReadonlySet<string>,
  { settings, models, store }: JobTools,
): WorkerPool<"index"> {
  const { count, threads } = workersFor(model, settings.workerCount);
  const { thumbnailFolder } = store;
  return new WorkerPool(
    count,
    { kind: "index", model, models, threads, thumbnailFolder, detectors: [], things: null },
    async (ids) => new Set(ids.filter((id) => complete.has(id))),
  );
}

async function sourcesOf(
  request: z.output<typeof IndexRequest>,
  { facts }: Store,
): Promise<readonly Source[]> {
  if (request.locations.length === 0) return facts.sources.list();
  const sources: Source[] = [];
  for (const givenAs of request.locations) {
    const location = resolve(givenAs);
    const known = (await facts.sources.list()).some((source) => source.location === location);
    // A known source may be an unplugged disk: that is for the scan to say, and nothing is forgotten.
    if (!known) await requireLocation(location, givenAs);
    sources.push(
      await facts.sources.add({
        location,
        givenAs,
        include: request.include ?? [],
        exclude: request.exclude ?? [],
      }),
    );
  }
  return sources;
}

async function requireLocation(location: string, givenAs: string): Promise<void> {
  try {
    await stat(location);
  } catch (cause) {
    throw new ImanticsError(
      "location-not-found",
      `"${givenAs}" is not there (looked at ${location}). Give a folder with pictures, a picture or a zip archive.`,
      { cause },
    );
  }
}

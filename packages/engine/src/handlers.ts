/** What each kind of job does, over the rooms of the engine. */

import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { matrix, row } from "@imantics/core";
import { openOnnxKernels } from "./compute/onnx-kernels.ts";
import type { Settings } from "./config.ts";
import type { ActiveEncoder } from "./embed/active-encoder.ts";
import type { Encoder } from "./embed/encoder.ts";
import { ImanticsError } from "./errors.ts";
import { pullModel } from "./models/pull.ts";
import type { FoundModel } from "./models/resolve.ts";
import type { ModelSettings } from "./models/settings.ts";
import { nameByEncoder } from "./organise/cluster-namer.ts";
import { type GroupTools, group } from "./organise/group.ts";
import { type IndexCounts, indexSource } from "./pipeline.ts";
import { imageOfRegion } from "./regions/whole.ts";
import type { JobRequest } from "./run/job-requests.ts";
import type { JobContext, JobHandlers } from "./run/jobs.ts";
import { StageCounter } from "./run/progress.ts";
import { WorkerPool } from "./run/worker-pool.ts";
import type { Source } from "./scan/scanned-file.ts";
import type { Searcher } from "./search/searcher.ts";
import { examine } from "./store/doctor.ts";
import type { Store } from "./store/open-store.ts";
import type { VectorSet } from "./store/vectors.ts";

export interface HandlerTools {
  readonly store: Store;
  readonly encoder: ActiveEncoder;
  readonly searcher: Searcher;
  readonly settings: Settings;
  readonly models: ModelSettings;
}

type Request<Kind extends JobRequest["kind"]> = Extract<JobRequest, { kind: Kind }>;

export function jobHandlers(tools: HandlerTools): JobHandlers {
  return {
    index: (request, context) => index(request, context, tools),
    cluster: (request, context) => cluster(request, context, tools),
    "pull-model": (request, context) => pull(request, context, tools),
    doctor: (request, context) => doctor(request, context, tools),
  };
}

async function index(request: Request<"index">, context: JobContext, tools: HandlerTools): Promise<void> {
  const { store, searcher } = tools;
  const sources = await sourcesOf(request, store);
  const found = await tools.encoder.model();
  const { entry } = found;
  // From here on the library is one of this model; a better one that turns up later is offered, not taken.
  await tools.encoder.keep(found);
  const { space } = await tools.encoder.open();
  await store.facts.addSpace(space);
  const inSpace = [...(await store.vectors.ids(space))].map(imageOfRegion);
  const complete = new Set(await store.facts.existingImages(inSpace));
  const counts: IndexCounts = { images: 0, skipped: 0, duplicates: 0, failed: 0, missing: 0, notImages: 0 };
  const emit: JobContext["emit"] = (event) => {
    if (event.type === "images") searcher.markStale("soon");
    context.emit(event);
  };
  const runner = new LazyPool(() => openPool(found, complete, tools));
  try {
    for (const source of sources) {
      if (context.signal.aborted) break;
      await indexSource(source, { signal: context.signal, emit, store, space, runner, complete }, counts);
      searcher.markStale();
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
    await cluster({ kind: "cluster", method: "auto", options: {} }, context, tools);
  }
}

/** Starts worker threads only when there is something to do: a second run of an unchanged folder has nothing. */
class LazyPool {
  readonly #open: () => WorkerPool;
  #pool: WorkerPool | null = null;

  constructor(open: () => WorkerPool) {
    this.#open = open;
  }

  async room(): Promise<void> {
    this.#pool ??= this.#open();
    await this.#pool.room();
  }

  run(...files: Parameters<WorkerPool["run"]>): ReturnType<WorkerPool["run"]> {
    this.#pool ??= this.#open();
    return this.#pool.run(...files);
  }

  async close(): Promise<void> {
    await this.#pool?.close();
  }
}

/**
 * Small networks: one worker a core, one thread each, which scales best. Large ones: a single worker
 * with all threads, so that the weights are in memory once.
 */
function openPool(model: FoundModel, complete: ReadonlySet<string>, tools: HandlerTools): WorkerPool {
  const { workerCount } = tools.settings;
  const isSmall = model.entry.loader === "embedded";
  return new WorkerPool(
    isSmall ? workerCount : 1,
    {
      model,
      models: tools.models,
      threads: isSmall ? 1 : workerCount,
      thumbnailFolder: tools.store.thumbnailFolder,
    },
    async (ids) => new Set(ids.filter((id) => complete.has(id))),
  );
}

async function sourcesOf(request: Request<"index">, { facts }: Store): Promise<readonly Source[]> {
  if (request.locations.length === 0) return facts.sources();
  const sources: Source[] = [];
  for (const givenAs of request.locations) {
    const location = resolve(givenAs);
    const known = (await facts.sources()).some((source) => source.location === location);
    // A known source may be an unplugged disk: that is for the scan to say, and nothing is forgotten.
    if (!known) await requireLocation(location, givenAs);
    sources.push(
      await facts.addSource({
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

async function cluster(request: Request<"cluster">, context: JobContext, tools: HandlerTools): Promise<void> {
  const { store, models } = tools;
  const encoder = await tools.encoder.open();
  const { entry } = await tools.encoder.model();
  const kernels = await openOnnxKernels({ threads: tools.settings.workerCount });
  const naming = { encoder, templates: entry.prompts, files: store.files, models, signal: context.signal };
  const groupTools: GroupTools = {
    ...context,
    facts: store.facts,
    space: encoder.space.id,
    set: await availableVectors(encoder, store),
    kernels,
    id: randomUUID(),
    name: (means, typical) =>
      nameByEncoder(means, typical, { ...naming, cacheFolder: tools.settings.cacheFolder }),
  };
  const { method, options, seed = 1 } = request;
  const record = await group({ method, options, seed }, groupTools).finally(() => kernels.close());
  const { clusterCount: clusters, noiseCount: noise, regionCount: images } = record;
  context.emit({ type: "summary", counts: { clusters, noise, images }, result: { clustering: record.id } });
}

/** The vectors of pictures that can be read at present. */
async function availableVectors({ space }: Encoder, { facts, vectors }: Store): Promise<VectorSet> {
  const [set, available] = await Promise.all([vectors.load(space), facts.availableImages()]);
  const shown = new Set(available);
  const rows = set.ids.flatMap((id, at) => (shown.has(imageOfRegion(id)) ? [at] : []));
  if (rows.length === set.ids.length) return set;
  const kept = matrix(rows.length, set.vectors.columns);
  for (const [index, at] of rows.entries()) kept.data.set(row(set.vectors, at), index * kept.columns);
  return { ids: rows.map((at) => set.ids[at]!), vectors: kept };
}

async function pull(
  request: Request<"pull-model">,
  { emit, signal }: JobContext,
  tools: HandlerTools,
): Promise<void> {
  const stage = new StageCounter("download");
  let finishedBytes = 0;
  const at = (bytes: number) => stage.add({ done: finishedBytes + bytes - stage.read().done });
  for await (const event of pullModel(request.model, tools.models, { signal })) {
    if (event.type === "begin") {
      const { title, licence, missingBytes, host } = event.download;
      stage.total = event.download.files.reduce((sum, file) => sum + file.bytes, 0);
      const size = `${Math.ceil(missingBytes / 1e6)} MB`;
      emit({
        type: "notice",
        code: "download",
        message: `${title}: ${size} from ${host}, licence ${licence.id}.`,
      });
    } else if (event.type === "progress") {
      at(event.doneBytes);
    } else if (event.type === "file") {
      at(event.bytes);
      finishedBytes += event.bytes;
    } else if (event.type === "retry") {
      emit({
        type: "notice",
        code: "download-retry",
        message: `${event.path}: ${event.reason}; trying again.`,
      });
    }
    emit({ type: "progress", ...stage.read() });
  }
  emit({ type: "summary", counts: { bytes: finishedBytes }, result: { model: request.model } });
}

async function doctor(
  request: Request<"doctor">,
  { emit, signal }: JobContext,
  { store, searcher, encoder }: HandlerTools,
) {
  const { space } = await encoder.open();
  const counts = { findings: 0, repaired: 0 };
  for await (const { kind, subject, message, isRepaired } of examine(store, {
    repair: request.repair,
    space: space.id,
    signal,
  })) {
    counts.findings++;
    if (isRepaired) counts.repaired++;
    emit({ type: "notice", code: kind, message: `${subject}: ${message}` });
  }
  searcher.markStale();
  emit({ type: "summary", counts, result: {} });
}

/** A cluster run: one method over all pictures that can be read, named and stored. */
import { randomUUID } from "node:crypto";
import { matrix, row } from "@imantics/core";
import { openOnnxKernels } from "../../compute/onnx-kernels.ts";
import type { ClusteringRecord } from "../../domain/clustering.ts";
import { imageOfRegion, isWhole } from "../../domain/region-id.ts";
import type { Encoder } from "../../embed/encoder.ts";
import { nameByEncoder } from "../../organise/cluster-namer.ts";
import { type GroupTools, group } from "../../organise/group.ts";
import type { Store } from "../../store/open-store.ts";
import type { VectorSet } from "../../store/vectors.ts";
import type { JobContext } from "../jobs.ts";
import { type RunOutcome, type RunPlan, recorded } from "../recorded-run.ts";
import type { JobTools, RequestOf } from "./tools.ts";

export async function runCluster(
  request: RequestOf<"cluster">,
  context: JobContext,
  tools: JobTools,
): Promise<void> {
  const { store, models } = tools;
  const encoder = await tools.encoder.open();
  const { entry } = await tools.encoder.model();
  const kernels = await openOnnxKernels({ threads: tools.settings.workerCount });
  const naming = { encoder, templates: entry.prompts, files: store.files, models, signal: context.signal };
  const { method, options, seed = 1 } = request;
  const { space } = encoder;
  const id = randomUUID();
  const groupTools: Omit<GroupTools, "also"> = {
    ...context,
    facts: store.facts,
    space: space.id,
    set: await availableVectors(encoder, store),
    kernels,
    id,
    name: (means, typical) =>
      nameByEncoder(means, typical, { ...naming, cacheFolder: tools.settings.cacheFolder }),
  };
  const plan: RunPlan = {
    ...{ id: randomUUID(), kind: "clustering", method, seed, space: space.id, settings: { options } },
    model: `${space.model}@${space.revision}`,
  };
  const record = await recorded(store.facts, plan, context.signal, (finish) =>
    group(
      { method, options, seed },
      { ...groupTools, also: (inside, made) => finish(inside, cameOf(made, options)) },
    ),
  ).finally(() => kernels.close());
  const { clusterCount: clusters, noiseCount: noise, regionCount: images } = record;
  context.emit({ type: "summary", counts: { clusters, noise, images }, result: { clustering: record.id } });
}

/** What a clustering has to say for its run. */
function cameOf(made: ClusteringRecord, options: RequestOf<"cluster">["options"]): RunOutcome {
  const { id, method, regionCount, clusterCount, noiseCount, quality } = made;
  return {
    settings: { options, used: { method, options: made.options } },
    metrics: { ...quality, regionCount, clusterCount, noiseCount },
    // What the method learned goes here, as a file of the library that is named by its digest.
    artefacts: [],
    clustering: id,
  };
}

/** The vectors of whole pictures that can be read at present. */
async function availableVectors({ space }: Encoder, { facts, vectors }: Store): Promise<VectorSet> {
  const [set, available] = await Promise.all([vectors.load(space), facts.images.available()]);
  const shown = new Set(available);
  const rows = set.ids.flatMap((id, at) => (isWhole(id) && shown.has(imageOfRegion(id)) ? [at] : []));
  if (rows.length === set.ids.length) return set;
  const kept = matrix(rows.length, set.vectors.columns);
  for (const [index, at] of rows.entries()) kept.data.set(row(set.vectors, at), index * kept.columns);
  return { ids: rows.map((at) => set.ids[at]!), vectors: kept };
}

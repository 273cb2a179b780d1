/** A cluster run: one method over all pictures that can be read, named and stored. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { openOnnxKernels } from "../../compute/onnx-kernels.ts";
import type { ClusteringRecord } from "../../domain/clustering.ts";
import type { Encoder } from "../../embed/encoder.ts";
import { nameByEncoder } from "../../organise/cluster-namer.ts";
import { type GroupTools, group, requireClusterOptions } from "../../organise/group.ts";
import type { VectorSet } from "../../store/vectors.ts";
import { defineJobKind, type JobContext } from "../job-kind.ts";
import { type RunOutcome, type RunPlan, recorded } from "../recorded-run.ts";
import type { JobTools } from "./tools.ts";

const ClusterRequest = z.object({
  /** A method of the registry; `auto` lets the engine choose and say why. */
  method: z.string(),
  options: z.record(z.string(), z.unknown()).readonly(),
  /** Default 1. */
  seed: z.number().optional(),
});
type ClusterRequest = z.output<typeof ClusterRequest>;

export const clusterKind = defineJobKind(
  { name: "cluster", request: ClusterRequest, stages: ["group", "name"], givesWay: false },
  runCluster,
  requireClusterOptions,
);

export async function runCluster(
  request: ClusterRequest,
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
    set: await availableVectors(encoder, tools),
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
function cameOf(made: ClusteringRecord, options: ClusterRequest["options"]): RunOutcome {
  const { id, method, regionCount, clusterCount, noiseCount, quality } = made;
  return {
    settings: { options, used: { method, options: made.options } },
    metrics: { ...quality, regionCount, clusterCount, noiseCount },
    // What the method learned goes here, as a file of the library that is named by its digest.
    artefacts: [],
    clustering: id,
  };
}

/** The vectors of whole pictures that can be read at present, sorted by region. */
async function availableVectors({ space }: Encoder, { store, indexes }: JobTools): Promise<VectorSet> {
  const index = await indexes.of(space);
  return index.vectors(index.wholesIn(new Set(await store.facts.images.available())));
}

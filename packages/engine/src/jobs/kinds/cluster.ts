/** A cluster run: one method over all pictures that can be read, named and stored. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { openOnnxKernels } from "../../compute/onnx-kernels.ts";
import type { Encoder } from "../../embed/encoder.ts";
import { nameByEncoder } from "../../organise/cluster-namer.ts";
import { type GroupTools, group, requireClusterOptions } from "../../organise/group.ts";
import type { VectorSet } from "../../store/vectors.ts";
import { defineJobKind, type JobContext } from "../job-kind.ts";
import type { JobTools } from "./tools.ts";

const ClusterRequest = z.object({
  /** A method of the registry; `auto` lets the engine choose and say why. */
  method: z.string(),
  options: z.record(z.string(), z.unknown()).readonly(),
  /** Default 1. */
  seed: z.number().optional(),
});

export const clusterKind = defineJobKind(
  { name: "cluster", request: ClusterRequest, stages: ["group", "name"], givesWay: false },
  runCluster,
  requireClusterOptions,
);

export async function runCluster(
  request: z.output<typeof ClusterRequest>,
  context: JobContext,
  tools: JobTools,
): Promise<void> {
  const { store, models } = tools;
  const encoder = await tools.encoder.open();
  const { entry } = await tools.encoder.model();
  const kernels = await openOnnxKernels({ threads: tools.settings.workerCount });
  const naming = { encoder, templates: entry.prompts, files: store.files, models, signal: context.signal };
  const groupTools: GroupTools = {
    ...context,
    facts: store.facts,
    space: encoder.space.id,
    set: await availableVectors(encoder, tools),
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

/** The vectors of whole pictures that can be read at present, sorted by region. */
async function availableVectors({ space }: Encoder, { store, indexes }: JobTools): Promise<VectorSet> {
  const index = await indexes.of(space);
  return index.vectors(index.wholesIn(new Set(await store.facts.images.available())));
}

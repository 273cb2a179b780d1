/** A cluster run: one method over all pictures that can be read, named and stored. */
import { randomUUID } from "node:crypto";
import { openOnnxKernels } from "../../compute/onnx-kernels.ts";
import type { Encoder } from "../../embed/encoder.ts";
import { nameByEncoder } from "../../organise/cluster-namer.ts";
import { type GroupTools, group } from "../../organise/group.ts";
import type { VectorSet } from "../../store/vectors.ts";
import type { JobContext } from "../jobs.ts";
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
  return index.vectors(index.wholesIn(new Set(await store.facts.availableImages())));
}

/**
 * Who names clusters: the active encoder when words can enter its space. When they cannot (DINO),
 * the embedded encoder looks at the most typical thumbnails instead, so that every clustering has
 * names.
 */
import { readFile } from "node:fs/promises";
import type { Matrix } from "@imantics/core";
import { decodeImage } from "../decode/decode.ts";
import { imageOfRegion } from "../domain/region-id.ts";
import type { Encoder } from "../embed/encoder.ts";
import { openEncoder } from "../embed/open-encoder.ts";
import { cachedTextVectors } from "../embed/text-cache.ts";
import type { ModelSettings } from "../models/settings.ts";
import type { FileStore } from "../store/ports/files.ts";
import { meansOf } from "./group.ts";
import { type ClusterName, nameClusters } from "./name-clusters.ts";
import { vocabulary } from "./vocabulary/vocabulary.ts";

/** Pictures of a cluster that the stand-in encoder looks at. */
const typicalCount = 12;

export interface NamerTools {
  readonly encoder: Encoder;
  readonly templates: readonly string[];
  readonly files: FileStore;
  readonly models: ModelSettings;
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
}

/** Names for clusters with these means; `typical` are their regions, most typical first. */
export async function nameByEncoder(
  means: Matrix,
  typical: readonly (readonly string[])[],
  tools: NamerTools,
): Promise<readonly ClusterName[]> {
  if (tools.encoder.space.acceptsText) return nameIn(tools.encoder, means, tools.templates, tools);
  const standIn = await openEncoder("embedded", tools.models);
  try {
    return await nameIn(standIn, await meansByThumbnails(standIn, typical, tools), [], tools);
  } finally {
    await standIn.close();
  }
}

async function nameIn(encoder: Encoder, means: Matrix, templates: readonly string[], tools: NamerTools) {
  const { words, everydayCount } = await vocabulary();
  const { cacheFolder, signal } = tools;
  const vectors = await cachedTextVectors(encoder, { texts: words, templates }, cacheFolder, { signal });
  return nameClusters(means, { words, vectors, everydayCount });
}

async function meansByThumbnails(
  encoder: Encoder,
  typical: readonly (readonly string[])[],
  { files, signal }: NamerTools,
): Promise<Matrix> {
  const rows: Matrix[] = [];
  for (const regions of typical) {
    signal.throwIfAborted();
    const paths = await Promise.all(
      regions.slice(0, typicalCount).map((region) => files.thumbnail(imageOfRegion(region), "large")),
    );
    const pictures = await Promise.all(
      paths
        .filter((path) => path !== null)
        .map(async (path) => (await decodeImage(await readFile(path))).preview),
    );
    const vectors = await encoder.encodeImages(pictures);
    rows.push(meansOf(vectors, [Array.from({ length: vectors.rows }, (_, at) => at)]));
  }
  const data = new Float32Array(rows.length * encoder.space.dimension);
  for (const [index, mean] of rows.entries()) data.set(mean.data, index * encoder.space.dimension);
  return { rows: rows.length, columns: encoder.space.dimension, data };
}

/**
 * Two spaces asked the same: what each finds, and how much of it is the same. Whole pictures only. Says
 * how alike two models see, not which sees better: for that, labels are needed.
 */
import { decodeImage } from "../decode/decode.ts";
import { ImanticsError } from "../domain/errors.ts";
import type { QueryPart } from "../domain/query.ts";
import { imageOfRegion } from "../domain/region-id.ts";
import type { Space, SpaceComparison, SpaceRanking } from "../domain/space.ts";
import type { Encoder } from "../embed/encoder.ts";
import { once } from "../embed/once.ts";
import { openFound } from "../embed/open-encoder.ts";
import type { Variant } from "../models/model-entry.ts";
import { findEntry, findModel } from "../models/resolve.ts";
import type { ModelSettings } from "../models/settings.ts";
import { pixelsOfImage } from "../regions/image-pixels.ts";
import { partVector } from "../search/part-vector.ts";
import type { VectorIndexes } from "../search/vector-indexes.ts";
import type { Store } from "../store/open-store.ts";

export interface CompareTools {
  readonly limit: number;
  readonly store: Store;
  readonly indexes: VectorIndexes;
  readonly models: ModelSettings;
}

/**
 * O(images × dimension) a space; the vectors of one that does not serve are loaded for it.
 * @throws ImanticsError what `partVector` throws; `model-not-found` when a model is gone that must see or
 * read the query, `space-changed` when it is there with other weights than the space was made with.
 */
export async function compareSpaces(
  spaces: readonly [Space, Space],
  part: QueryPart,
  tools: CompareTools,
): Promise<SpaceComparison> {
  const available = new Set(await tools.store.facts.images.available());
  if (part.kind === "image") available.delete(part.id);
  const [first, second] = [
    await rankIn(spaces[0], part, available, tools),
    await rankIn(spaces[1], part, available, tools),
  ];
  const inFirst = new Set(first.hits.map(({ image }) => image));
  const shared = second.hits.filter(({ image }) => inFirst.has(image)).length;
  const shown = Math.max(1, Math.min(first.hits.length, second.hits.length));
  const searched = Math.max(first.searched, second.searched);
  return {
    rankings: [first, second],
    overlap: shared / shown,
    chance: Math.min(1, shown / Math.max(1, searched)),
  };
}

async function rankIn(
  space: Space,
  part: QueryPart,
  available: ReadonlySet<string>,
  { limit, store, indexes, models }: CompareTools,
): Promise<SpaceRanking> {
  const index = await indexes.visit(space);
  const entry = await findEntry(space.model, models);
  const encoder = once(() => openAsItWas(space, models));
  const query = await partVector(part, {
    encoder: () => encoder.get(),
    templates: entry.prompts,
    decode: async (bytes) => (await decodeImage(bytes)).preview,
    pixelsOf: (image) => pixelsOfImage(image, store),
    vectorOf: (region) => index.vector(region),
  }).finally(() => encoder.end((open) => open.close()));
  const searched = index.wholesIn(available).length;
  const near = index.nearest(query, Math.min(limit, searched), { type: "whole", images: available });
  const hits = near.map(({ region, score }) => ({ image: imageOfRegion(region), score }));
  return { space: space.id, model: space.model, searched, hits };
}

/** The model of a space, in the variant and with the weights that made it. */
async function openAsItWas(space: Space, models: ModelSettings): Promise<Encoder> {
  const entry = await findEntry(space.model, models);
  const variants: readonly (Variant | undefined)[] = [undefined, "fp32", "q8"];
  let isHere = false;
  for (const variant of variants) {
    const found = await findModel(entry, models, variant);
    if (found === null) continue;
    isHere = true;
    const encoder = await openFound(found, models);
    if (encoder.space.id === space.id) return encoder;
    await encoder.close();
  }
  if (isHere) {
    throw new ImanticsError(
      "space-changed",
      `${entry.title} is on this machine with other weights than space "${space.id}" was made with. ` +
        "Compare with a picture of the library, or index again with the model as it is now.",
    );
  }
  throw new ImanticsError(
    "model-not-found",
    `${entry.title} is not on this machine any more; get it again, or compare with a picture of the library.`,
  );
}

/**
 * The models Imantics knows, best first: one entry each, and nothing else has to change to add one. Each
 * family has a file in `./catalogue`.
 *
 * Order is the order of preference when nobody has chosen: a model whose space takes words before one
 * that does not, then by published accuracy. What stands after the embedded encoder is never taken unasked:
 * networks trained to name a thousand things, and descriptors without weights, are there to compare with.
 * Figures are the authors' own unless they say measured. Checksums are of the pinned revision; where a
 * revision or checksum could not be proved it is `main` or null, and `docs/models.md` says so.
 */
import { classicalModels } from "./catalogue/classical-models.ts";
import { embeddedModels } from "./catalogue/embedded-models.ts";
import { layerModels } from "./catalogue/layer-models.ts";
import { pictureModels } from "./catalogue/picture-models.ts";
import { wordModels } from "./catalogue/word-models.ts";
import type { ModelEntry } from "./model-entry.ts";

export const catalogue: readonly ModelEntry[] = [
  ...wordModels,
  ...pictureModels,
  ...embeddedModels,
  ...layerModels,
  ...classicalModels,
];

/** The entry with this id, or undefined. Imported models are found by `./resolve.ts`. */
export function catalogueEntry(id: string): ModelEntry | undefined {
  return catalogue.find((entry) => entry.id === id);
}

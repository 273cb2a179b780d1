/** Everything a terminal, a server or a page asks about models, in one place. */
import { catalogue } from "./catalogue.ts";
import { filesOf, type Licence, type ModelEntry, type Variant, variantsOf } from "./model-entry.ts";
import { findModel, importedModels } from "./resolve.ts";
import type { ModelSettings } from "./settings.ts";

export { type DownloadDescription, describeDownload, type PullEvent, pullModel } from "./pull.ts";
export { removeModel } from "./remove.ts";
export { chooseDefault, type FoundModel, findModel, resolveModel } from "./resolve.ts";
export type { ModelSettings } from "./settings.ts";

/** One line of the list of models. */
export interface ModelListing {
  readonly id: string;
  readonly title: string;
  readonly family: string;
  /** `ready`: can be used now, with no network. */
  readonly state: "ready" | "not-downloaded";
  readonly foundIn: "folder" | "cache" | "npm" | null;
  /** Where the files lie, or null. */
  readonly folder: string | null;
  /** Which variant is here, or would be downloaded; null where there is only one. */
  readonly variant: Variant | null;
  readonly variants: readonly Variant[];
  /** Size of the default download, null for models that are not downloaded. */
  readonly downloadBytes: number | null;
  readonly licence: Licence;
  readonly dimension: number;
  /** Which layer of a classifier the vector is, as publications name it; null where it is what the model gives. */
  readonly layer: string | null;
  readonly acceptsText: boolean;
  readonly goodFor: string;
  readonly quality: string;
}

/** The catalogue, best first, then the imported models by folder. Reads folders, never the network. */
export async function listModels(settings: ModelSettings): Promise<readonly ModelListing[]> {
  const entries = [...catalogue, ...(await importedModels(settings))];
  return Promise.all(entries.map((entry) => listing(entry, settings)));
}

async function listing(entry: ModelEntry, settings: ModelSettings): Promise<ModelListing> {
  const found = await findModel(entry, settings);
  const { id, title, family, licence, dimension, goodFor, quality } = entry;
  const variants = variantsOf(entry);
  const variant = found?.variant ?? variants[0] ?? null;
  return {
    id,
    title,
    family,
    state: found === null ? "not-downloaded" : "ready",
    foundIn: found?.how ?? null,
    folder: found?.folder ?? null,
    variant,
    variants,
    downloadBytes: variant === null || entry.source.kind !== "hub" ? null : totalBytes(entry, variant),
    licence,
    dimension,
    layer: entry.graph?.layer.name ?? null,
    acceptsText: entry.text !== null,
    goodFor,
    quality,
  };
}

function totalBytes(entry: ModelEntry, variant: Variant): number {
  return filesOf(entry, variant).reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * From a model's id to an encoder that runs. A new kind of model is one line in `loaders`.
 *
 * Each loader is imported when it is first needed: the libraries behind them take half a second to load,
 * which a list of models or a search in another space should not pay.
 */
import { ImanticsError } from "../domain/errors.ts";
import type { LoaderKind, Variant } from "../models/model-entry.ts";
import { type FoundModel, resolveModel } from "../models/resolve.ts";
import type { ModelSettings } from "../models/settings.ts";
import type { Encoder } from "./encoder.ts";

type InFolder = FoundModel & { readonly folder: string };
type Loader = (found: FoundModel, settings: ModelSettings, threads: number) => Promise<Encoder>;

const hub: Loader = async (...it) =>
  (await import("./hub-encoder.ts")).openHubEncoder(inFolder(it[0]), it[1], it[2]);

const loaders: Readonly<Record<LoaderKind, Loader>> = {
  clip: hub,
  siglip: hub,
  vision: hub,
  onnx: async (found, settings, threads) =>
    (await import("./graph-encoder.ts")).openGraphEncoder(inFolder(found), settings, threads),
  embedded: async ({ entry }, { cacheFolder }, threads) =>
    (await import("./embedded/embedded-encoder.ts")).openEmbeddedEncoder({
      tier: entry.id === "embedded-light" ? "light" : "full",
      cacheFolder,
      threads,
    }),
  classical: async ({ entry }) => (await import("./classical-encoder.ts")).openClassicalEncoder(entry),
};

export interface OpenEncoderOptions {
  /** Threads inside one network. Default 1: callers scale over worker threads. */
  readonly threads?: number;
  /** Default: the catalogue's choice where its files are there, else the one that is. */
  readonly variant?: Variant;
}

/**
 * Opens a model that is on this machine. Never downloads.
 * @throws ImanticsError `model-not-found` with how to get it, `model-invalid` when its files are damaged.
 */
export async function openEncoder(
  modelId: string,
  settings: ModelSettings,
  { threads = 1, variant }: OpenEncoderOptions = {},
): Promise<Encoder> {
  return openFound(await resolveModel(modelId, settings, variant), settings, threads);
}

/** Opens a model whose files were found already. */
export function openFound(found: FoundModel, settings: ModelSettings, threads = 1): Promise<Encoder> {
  return loaders[found.entry.loader](found, settings, threads);
}

function inFolder(found: FoundModel): InFolder {
  if (found.folder !== null) return { ...found, folder: found.folder };
  throw new ImanticsError(
    "internal:catalogue",
    `"${found.entry.id}" has a loader that needs a folder, but none.`,
  );
}

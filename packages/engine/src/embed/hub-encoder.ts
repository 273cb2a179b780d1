/**
 * Encoders of hub models: CLIP, SigLIP and plain vision transformers. Each family is one line that says
 * which networks it has and which of their outputs is the vector.
 *
 * Networks are opened when they are first needed, so that a process that only searches never loads the
 * image side, and one that only indexes never the text side.
 */
import { join } from "node:path";
import type { Matrix } from "@imantics/core";
import { resizeCover, resizeSqueezed } from "../decode/resize.ts";
import { ImanticsError } from "../domain/errors.ts";
import type { Pixels } from "../domain/pixels.ts";
import type { Pooling } from "../domain/space.ts";
import type { LoaderKind, TextSettings, Variant } from "../models/model-entry.ts";
import { pool } from "../models/pooling.ts";
import { inputSize, type Preprocessing, readPreprocessing, toPlanes } from "../models/preprocessing.ts";
import { type FoundModel, revisionOf } from "../models/resolve.ts";
import type { ModelSettings } from "../models/settings.ts";
import { shortDigest, spaceOf } from "../models/space-of.ts";
import { openTokenizer, openTower, type Tower } from "../models/transformers.ts";
import type { Encoder } from "./encoder.ts";
import { requireDimension, textNotSupported } from "./encoder-checks.ts";
import { once } from "./once.ts";

interface Family {
  readonly vision: Tower;
  readonly text: Tower | null;
  /** Output that holds the vector of a picture or a text, by pooling. */
  readonly outputs: Partial<Readonly<Record<Pooling, { readonly image: string; readonly text: string }>>>;
}

const tokens = { image: "last_hidden_state", text: "last_hidden_state" };
const pooler = { image: "pooler_output", text: "pooler_output" };

const families: Partial<Readonly<Record<LoaderKind, Family>>> = {
  clip: {
    vision: "clip-vision",
    text: "clip-text",
    outputs: { projection: { image: "image_embeds", text: "text_embeds" } },
  },
  siglip: { vision: "siglip-vision", text: "siglip-text", outputs: { pooler } },
  vision: { vision: "vision", text: null, outputs: { cls: tokens, mean: tokens, pooler } },
};

/** Bump when the same file would be prepared to other numbers than before. */
const PREPARATION_VERSION = 1;

/** The networks of a hub model before anything is known of the space they make. */
export interface HubModel {
  readonly preprocessing: Preprocessing;
  see(images: readonly Pixels[]): Promise<Matrix>;
  read(texts: readonly string[]): Promise<Matrix>;
  close(): Promise<void>;
}

export interface HubModelSettings {
  readonly loader: LoaderKind;
  readonly pooling: Pooling;
  readonly text: TextSettings | null;
  readonly variant: Variant;
  readonly threads: number;
}

/**
 * Opens an encoder over the files of a found model. Networks load on first use.
 * @throws ImanticsError `model-invalid` when the description of the model cannot be read.
 */
export async function openHubEncoder(
  found: FoundModel & { readonly folder: string },
  settings: ModelSettings,
  threads: number,
): Promise<Encoder> {
  const { entry, folder } = found;
  const variant = found.variant ?? "fp32";
  const model = await openHubModel(folder, { ...entry, variant, threads });
  const space = spaceOf({
    model: entry.id,
    revision: `${variant}-${await revisionOf(found, settings)}`,
    preprocessing: shortDigest(JSON.stringify([PREPARATION_VERSION, model.preprocessing, entry.text])),
    pooling: entry.pooling,
    dimension: entry.dimension,
    acceptsText: entry.text !== null,
  });
  const none = { rows: 0, columns: entry.dimension, data: new Float32Array(0) };
  return {
    space,
    encodeImages: async (images) =>
      images.length === 0 ? none : requireDimension(await model.see(images), entry),
    async encodeTexts(texts) {
      if (texts.length === 0) return none;
      if (entry.text === null) throw textNotSupported(entry.title);
      return requireDimension(await model.read(texts), entry);
    },
    close: () => model.close(),
  };
}

/** Opens the networks in `folder` (absolute, hub shape) without asking what their vectors are worth. */
export async function openHubModel(
  folder: string,
  { loader, pooling, text, variant, threads }: HubModelSettings,
): Promise<HubModel> {
  const family = families[loader];
  const outputs = family?.outputs[pooling];
  if (family === undefined || outputs === undefined) {
    throw new ImanticsError(
      "model-invalid",
      `The model in ${folder} is of kind "${loader}" pooled by "${pooling}", which do not go together. Import it again with another pooling.`,
    );
  }
  const preprocessing = await readPreprocessing(join(folder, "preprocessor_config.json"));
  const vision = once(() => openTower(folder, family.vision, variant, threads));
  const reader = once(async () => {
    if (family.text === null || text === null) throw textNotSupported(folder);
    const tokenise = await openTokenizer(folder, text);
    return { tokenise, tower: await openTower(folder, family.text, variant, threads) };
  });
  return {
    preprocessing,
    async see(images) {
      const tower = await vision.get();
      const resized = await Promise.all(images.map((image) => resize(image, preprocessing)));
      const { width, height } = inputSize(preprocessing);
      const planes = toPlanes(resized, preprocessing);
      return pool(await tower.seePlanes(planes, [images.length, 3, height, width], outputs.image), pooling);
    },
    async read(texts) {
      const { tokenise, tower } = await reader.get();
      return pool(await tower.readTokens(tokenise(texts), outputs.text), pooling);
    },
    async close() {
      await vision.end((tower) => tower.close());
      await reader.end(({ tower }) => tower.close());
    },
  };
}

function resize(image: Pixels, { resize: { fit, size } }: Preprocessing): Promise<Pixels> {
  return fit === "cover" ? resizeCover(image, size) : resizeSqueezed(image, size);
}

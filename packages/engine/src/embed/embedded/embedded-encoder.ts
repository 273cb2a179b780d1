/**
 * The encoder that serves when there is neither a hub nor a model folder: networks that ship inside npm
 * packages, and small heads of our own (`packages/engine/heads`, made by `tools/fit-embedded-heads`).
 * Pictures and words enter one space.
 *
 * It is a rough aid and says so (`./description.ts`). Networks open when they are first needed, so a
 * worker that only sees pictures never loads the sentence encoder.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { matrix } from "@imantics/core";
import type { Tier } from "../../models/catalogue/embedded-description.ts";
import type { ConvertibleModel } from "../../models/converted-models.ts";
import { shortDigest, spaceOf } from "../../models/space-of.ts";
import type { Encoder } from "../encoder.ts";
import { once } from "../once.ts";
import { convertibleModel } from "./converted-models.ts";
import { readHead } from "./head-file.ts";
import { openImageNetworks } from "./image-features.ts";
import {
  dimensionOf,
  imageHeadFrom,
  imageVector,
  MEANING_SHARE,
  projectionFrom,
  tensorFrom,
  textVector,
} from "./image-head.ts";
import { type NetworkName, networks, networksOfTier, PICTURE_SIZE } from "./recipe.ts";
import { meaningOf, openSentenceEncoder } from "./text-tower.ts";

export interface EmbeddedEncoderOptions {
  /** `full` (three networks) or `light` (two). Their vectors do not compare. */
  readonly tier: Tier;
  /** Where converted networks are kept, about 38 MB. Made if it does not exist. */
  readonly cacheFolder: string;
  /** Threads inside one network. Default 1: callers scale over worker threads. */
  readonly threads?: number;
}

/** Fitted heads lie beside `src` and `dist`, at the same distance from both. */
export const headFolder: string = fileURLToPath(new URL("../../../heads/", import.meta.url));

/**
 * Opens the embedded encoder. The first time on a machine each network is converted, about one second.
 * @throws ImanticsError `weights-missing`, `head-invalid`, `cache-not-writable`.
 */
export async function openEmbeddedEncoder({
  tier,
  cacheFolder,
  threads = 1,
}: EmbeddedEncoderOptions): Promise<Encoder> {
  const headPath = join(headFolder, `${tier}.bin`);
  const textPath = join(headFolder, "text.bin");
  const textTensors = await readHead(textPath);
  const classes = tensorFrom(textTensors, "classes");
  const textSpace = projectionFrom(textTensors, "sentences");
  const head = imageHeadFrom(await readHead(headPath), classes, networksOfTier[tier]);

  const models = new Map<NetworkName, ConvertibleModel>();
  for (const name of networksOfTier[tier]) models.set(name, await convertibleModel(name, cacheFolder));
  const sentences = await convertibleModel("sentences", cacheFolder);

  const revision = createHash("sha256");
  for (const model of [...models.values(), sentences]) revision.update(model.digest);
  for (const path of [headPath, textPath]) revision.update(await readFile(path));
  const space = spaceOf({
    model: tier === "full" ? "embedded" : "embedded-light",
    revision: revision.digest("hex").slice(0, 16),
    preprocessing: preprocessingDigest(tier),
    pooling: "embedded",
    dimension: dimensionOf(head),
    acceptsText: true,
  });

  const imageNetworks = once(() => openImageNetworks(models, threads));
  const sentenceEncoder = once(() => openSentenceEncoder(sentences, threads));
  return {
    space,
    async encodeImages(images) {
      const { extract } = await imageNetworks.get();
      const vectors = matrix(images.length, space.dimension);
      for (const [i, image] of images.entries()) {
        vectors.data.set(imageVector(head, await extract(image)), i * space.dimension);
      }
      return vectors;
    },
    async encodeTexts(texts) {
      const { encode } = await sentenceEncoder.get();
      const vectors = matrix(texts.length, space.dimension);
      for (const [i, text] of texts.entries()) {
        const meaning = meaningOf(textSpace, await encode(text));
        vectors.data.set(textVector(head, meaning), i * space.dimension);
      }
      return vectors;
    },
    async close() {
      await imageNetworks.end((opened) => opened.close());
      await sentenceEncoder.end((opened) => opened.close());
    },
  };
}

function preprocessingDigest(tier: Tier): string {
  return shortDigest(
    JSON.stringify({
      size: PICTURE_SIZE,
      views: ["cover", "squeezed"],
      kernel: "cubic",
      ranges: networksOfTier[tier].map((name) => networks[name].range),
      meaningShare: MEANING_SHARE,
    }),
  );
}

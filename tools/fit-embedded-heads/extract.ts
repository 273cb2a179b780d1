/** Features of many pictures, decoded as the product decodes them. */
import { readFile } from "node:fs/promises";
import { decodeImage } from "../../packages/engine/src/decode/decode.ts";
import { resizeCover } from "../../packages/engine/src/decode/resize.ts";
import type { Pixels } from "../../packages/engine/src/domain/pixels.ts";
import { convertibleModel } from "../../packages/engine/src/embed/embedded/converted-models.ts";
import {
  type ImageFeatures,
  openImageNetworks,
} from "../../packages/engine/src/embed/embedded/image-features.ts";
import {
  type NetworkName,
  networksOfTier,
  PICTURE_SIZE,
} from "../../packages/engine/src/embed/embedded/recipe.ts";
import type { Picture } from "./dataset.ts";

export async function decodePicture({ file }: Picture): Promise<Pixels> {
  return (await decodeImage(await readFile(file))).preview;
}

/**
 * Features of every picture from all three networks, in order. `middle` looks at the middle square only,
 * `both` at the two views that the encoder uses. About 20 CPU-ms a picture.
 */
export async function extractFeatures(
  pictures: readonly Picture[],
  views: "middle" | "both",
  cacheFolder: string,
  onProgress: (done: number) => void,
): Promise<ImageFeatures[]> {
  const models = new Map<NetworkName, Awaited<ReturnType<typeof convertibleModel>>>();
  for (const name of networksOfTier.full) models.set(name, await convertibleModel(name, cacheFolder));
  const networks = await openImageNetworks(models, 1);
  const features: ImageFeatures[] = [];
  for (const picture of pictures) {
    const pixels = await decodePicture(picture);
    features.push(
      await networks.extract(views === "both" ? pixels : await resizeCover(pixels, PICTURE_SIZE)),
    );
    onProgress(features.length);
  }
  await networks.close();
  return features;
}

/** A part of a picture as a picture of its own, for covers, chips and lists: made anew each time it is asked for. */
import { decodePixels } from "../decode/decode.ts";
import { asBytes, fromPixels } from "../decode/sharp.ts";
import type { Box } from "../domain/box.ts";
import type { RegionType } from "../domain/region.ts";
import type { ThumbnailSize } from "../store/ports/files.ts";
import { crop } from "./crop.ts";

/** Longest side, in pixels. Nothing is enlarged. */
const SIDES: Readonly<Record<ThumbnailSize, number>> = { small: 256, large: 1024 };

/** Around the part, in shares of its longer side: a face wants some hair and chin. */
const MARGIN = 0.08;
const FACE_MARGIN = 0.25;

/** WebP, cut from the bytes of a thumbnail. About 10 ms. */
export async function renderPart(
  thumbnail: Uint8Array,
  part: { readonly type: RegionType; readonly box: Box },
  size: ThumbnailSize,
): Promise<Uint8Array> {
  const pixels = await decodePixels(thumbnail, SIDES.large);
  const cut = crop(pixels, withMargin(part, pixels));
  const side = SIDES[size];
  const resized = fromPixels(cut).resize(side, side, { fit: "inside", withoutEnlargement: true });
  return asBytes(await resized.webp({ quality: 80, effort: 2 }).toBuffer());
}

/** The box with some of what is around it, inside the picture; faces become squares where there is room. */
export function withMargin(
  { type, box }: { readonly type: RegionType; readonly box: Box },
  picture: { readonly width: number; readonly height: number },
): Box {
  const [width, height] = [box.width * picture.width, box.height * picture.height];
  const longer = Math.max(width, height);
  const isFace = type === "face";
  const margin = 2 * longer * (isFace ? FACE_MARGIN : MARGIN);
  const [x, wide] = widened(box.x, box.width, ((isFace ? longer : width) + margin) / picture.width);
  const [y, high] = widened(box.y, box.height, ((isFace ? longer : height) + margin) / picture.height);
  return { x, y, width: wide, height: high };
}

/** A stretch of 0..1 made `wanted` long about its middle; at an edge it moves rather than shrinks. */
function widened(start: number, length: number, wanted: number): [start: number, length: number] {
  const long = Math.min(1, wanted);
  const from = start + (length - long) / 2;
  return [Math.min(1 - long, Math.max(0, from)), long];
}

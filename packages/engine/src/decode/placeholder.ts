/** The ThumbHash of a picture: some 24 bytes that draw a blurred first sight of it. By Evan Wallace. */
import { shrinkByArea } from "@imantics/core";
import { rgbaToThumbHash } from "thumbhash";
import type { Pixels } from "../domain/pixels.ts";

/** The format allows 100 px; it keeps at most seven half-waves a side, which 32 px hold as well for a tenth of the cost. */
const SIDE = 32;

/** Base64. */
export function placeholderOf(pixels: Pixels): string {
  const scale = Math.min(1, SIDE / Math.max(pixels.width, pixels.height));
  const width = Math.max(1, Math.round(pixels.width * scale));
  const height = Math.max(1, Math.round(pixels.height * scale));
  const rgb = shrinkByArea(pixels, width, height);
  const rgba = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      rgba[4 * pixel + channel] = Math.round(rgb[3 * pixel + channel]!);
    }
    rgba[4 * pixel + 3] = 255;
  }
  return Buffer.from(rgbaToThumbHash(width, height, rgba)).toString("base64");
}

/**
 * The one door to sharp (libvips), set up for bulk work: one thread an operation, because whoever
 * calls runs several images at once, and no cache of operations, because no image comes twice.
 */
import sharp, { type Metadata, type Sharp, type SharpOptions } from "sharp";
import type { Pixels } from "../domain/pixels.ts";

sharp.concurrency(1);
sharp.cache(false);

/** A pipeline over pixels that are already in memory. */
export function fromPixels(pixels: Pixels): Sharp {
  const { width, height, data } = pixels;
  return sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}

/** Runs the pipeline down to interleaved 8-bit RGB. */
export async function toPixels(pipeline: Sharp): Promise<Pixels> {
  const { data, info } = await pipeline
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`internal: expected 3 channels of sRGB, got ${info.channels}`);
  return { width: info.width, height: info.height, data: asBytes(data) };
}

/** The same memory without Buffer's own meaning of `slice`. */
export function asBytes(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

export { type Metadata, type Sharp, type SharpOptions, sharp };

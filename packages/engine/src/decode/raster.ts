/**
 * Everything that libvips reads (JPEG, PNG, WebP, AVIF, TIFF, GIF): one header read, then one
 * pass from bytes to the preview, with JPEG and WebP shrunk while they are decoded.
 */

import { ImanticsError, messageOf } from "../domain/errors.ts";
import type { Pixels } from "../domain/pixels.ts";
import { convertToSrgb, isSrgbProfile } from "./colour.ts";
import { codedColoursToSrgb, readCodedColours } from "./nclx.ts";
import {
  checkPixelCount,
  corrupt,
  type MetadataBlocks,
  type OpenedImage,
  type PixelBounds,
} from "./opened-image.ts";
import { applyOrientation } from "./orientation.ts";
import { asBytes, type Metadata, type Sharp, type SharpOptions, sharp, toPixels } from "./sharp.ts";
import { isBoxSequence, type ReadableFormat } from "./sniff.ts";

/** An RGB profile is applied after shrinking when that saves at least this much of the picture. */
const WORTH_SHRINKING_FIRST = 2;

/** `fallbackOrientation` serves pictures that have none of their own: JPEGs inside raw files. */
export async function openRaster(
  bytes: Uint8Array,
  format: ReadableFormat,
  bounds: PixelBounds,
  fallbackOrientation = 1,
): Promise<OpenedImage> {
  const header = await readHeader(bytes, format);
  checkPixelCount(header.width, header.height, bounds.maxPixels);
  const orientation = header.orientation ?? fallbackOrientation;
  const isTurned = orientation >= 5;
  try {
    const preview = await readPreview(bytes, format, { header, orientation, side: bounds.side });
    return {
      format,
      width: isTurned ? header.height : header.width,
      height: isTurned ? header.width : header.height,
      isAnimated: hasMoreFrames(bytes, format, header),
      preview,
      blocks: format === "tiff" ? { ...blocksOf(header), exif: bytes } : blocksOf(header),
    };
  } catch (error) {
    throw asDecodeError(error, format);
  }
}

/** Reads no pixels. Throws `decode-corrupt` when even the header makes no sense. */
export async function readHeader(bytes: Uint8Array, format: string): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (error) {
    throw asDecodeError(error, format);
  }
}

export function blocksOf(header: Metadata): MetadataBlocks {
  return {
    exif: header.exif === undefined ? null : asBytes(header.exif),
    xmp: header.xmp === undefined ? null : asBytes(header.xmp),
    iptc: header.iptc === undefined ? null : asBytes(header.iptc),
  };
}

export function fitPreview(pipeline: Sharp, side: number): Sharp {
  return pipeline.resize(side, side, { fit: "inside", withoutEnlargement: true });
}

async function readPreview(
  bytes: Uint8Array,
  format: ReadableFormat,
  { header, orientation, side }: { header: Metadata; orientation: number; side: number },
): Promise<Pixels> {
  const profile = profilePlan(header, side);
  const options: SharpOptions = {
    failOn: "error",
    limitInputPixels: false,
    ignoreIcc: profile !== "by-libvips",
  };
  const source = sharp(bytes, options);
  const upright =
    header.orientation === undefined ? applyOrientation(source, orientation) : source.autoOrient();
  const pixels = await toPixels(fitPreview(upright, side));
  if (profile === "after-shrinking" && header.icc !== undefined) return convertToSrgb(pixels, header.icc);
  const colours = format === "avif" && header.icc === undefined ? readCodedColours(bytes) : null;
  return colours === null ? pixels : codedColoursToSrgb(pixels, colours);
}

/**
 * Grey, CMYK and Lab pictures go through libvips; 8-bit RGB has cheaper ways. 16-bit RGB must not: sharp
 * brings it to Display P3 and calls the result sRGB.
 */
function profilePlan(header: Metadata, side: number): "by-libvips" | "none-needed" | "after-shrinking" {
  const { icc, width, height, space, depth } = header;
  const isWide = space === "rgb16";
  if (icc === undefined || !(isWide || (space === "srgb" && depth === "uchar"))) return "by-libvips";
  if (isSrgbProfile(icc)) return "none-needed";
  if (isWide) return "after-shrinking";
  const isMuchLarger = Math.max(width, height) > WORTH_SHRINKING_FIRST * side;
  return isMuchLarger ? "after-shrinking" : "by-libvips";
}

function hasMoreFrames(bytes: Uint8Array, format: ReadableFormat, header: Metadata): boolean {
  if ((header.pages ?? 1) > 1) return true;
  if (format === "avif") return isBoxSequence(bytes);
  if (format === "png") return isAnimatedPng(bytes);
  return false;
}

/** An APNG announces itself by an `acTL` chunk before the first `IDAT`. */
function isAnimatedPng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; ) {
    const type = view.getUint32(at + 4);
    if (type === 0x6163544c /* acTL */) return true;
    if (type === 0x49444154 /* IDAT */) return false;
    at += 12 + view.getUint32(at);
  }
  return false;
}

function asDecodeError(error: unknown, format: string): unknown {
  if (error instanceof ImanticsError) return error;
  // libvips repeats itself, a line for each of the loader's attempts.
  const [line = "unknown reason"] = messageOf(error).split("\n");
  return corrupt(format, line.replace(/^Input buffer has corrupt header: /, "").trim(), error);
}

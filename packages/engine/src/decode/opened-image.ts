/** What every format's decoder hands back: the picture at preview size and its metadata blocks, unread. */

import { ImanticsError } from "../domain/errors.ts";
import type { Pixels } from "../domain/pixels.ts";

/** How much of a picture is decoded. */
export interface PixelBounds {
  /** More than that is refused. */
  readonly maxPixels: number;
  /** Longest side of what comes out, in pixels. */
  readonly side: number;
}

export interface OpenedImage {
  readonly format: string;
  /** Upright size of the original, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly isAnimated: boolean;
  /** Upright sRGB on white, longest side as asked for, never enlarged. */
  readonly preview: Pixels;
  readonly blocks: MetadataBlocks;
}

/** Metadata as it lies in the file. Any of them may be damaged. */
export interface MetadataBlocks {
  /** A TIFF structure, with or without the `Exif\0\0` in front; for TIFF and raw the whole file. */
  readonly exif: Uint8Array | null;
  readonly xmp: Uint8Array | null;
  readonly iptc: Uint8Array | null;
}

export const noBlocks: MetadataBlocks = { exif: null, xmp: null, iptc: null };

/** Throws `too-many-pixels` before memory is spent. */
export function checkPixelCount(width: number, height: number, maxPixels: number): void {
  if (width * height <= maxPixels) return;
  throw new ImanticsError(
    "too-many-pixels",
    `The image has ${width} x ${height} pixels; at most ${maxPixels} are decoded. Make a smaller copy.`,
  );
}

export function corrupt(format: string, detail: string, cause?: unknown): ImanticsError {
  return new ImanticsError(
    "decode-corrupt",
    `The ${format} data cannot be decoded: ${detail}. The file is truncated or damaged; restore it from a copy.`,
    cause === undefined ? undefined : { cause },
  );
}

export function unsupported(
  name: string,
  hint = "Convert it to JPEG, PNG or AVIF to index it",
): ImanticsError {
  return new ImanticsError("unsupported-format", `${name} is not decoded here. ${hint}.`);
}

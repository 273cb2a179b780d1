/**
 * One file's bytes to everything that later stages need of it. Pixels are decoded once: bytes to
 * the preview, and from the preview both thumbnails, the placeholder and the perceptual hash.
 *
 * Which formats are read and which are refused: docs/formats.md.
 */
import { perceptualHash } from "@imantics/core";
import { ImanticsError } from "../domain/errors.ts";
import type { Pixels } from "../domain/pixels.ts";
import { decodeBmp } from "./bmp.ts";
import { readBmpHeader } from "./bmp-header.ts";
import type { DecodedImage, DecodeLimits } from "./decoded-image.ts";
import { readCaptureFacts } from "./exif.ts";
import { openHeic } from "./heic.ts";
import {
  checkPixelCount,
  noBlocks,
  type OpenedImage,
  type PixelBounds,
  unsupported,
} from "./opened-image.ts";
import { placeholderOf } from "./placeholder.ts";
import { fitPreview, openRaster } from "./raster.ts";
import { findRafPreview, findRawPreview } from "./raw-preview.ts";
import { fromPixels, toPixels } from "./sharp.ts";
import { type ReadableFormat, sniff } from "./sniff.ts";
import { openSvg } from "./svg.ts";
import { renderThumbnails } from "./thumbnails.ts";

/** Longest side of the preview, in pixels. */
const PREVIEW_SIDE = 1024;

export const decodeLimits = { maxBytes: 512 * 2 ** 20, maxPixels: 512_000_000 } satisfies DecodeLimits;

/**
 * Rejects with `empty-file`, `not-an-image`, `unsupported-format`, `decode-corrupt`,
 * `too-many-pixels` or `too-many-bytes`; with nothing else, whatever the bytes are.
 */
export async function decodeImage(
  bytes: Uint8Array,
  limits: Partial<DecodeLimits> = {},
): Promise<DecodedImage> {
  const { preview, blocks, ...facts } = await openWithin(bytes, PREVIEW_SIDE, limits);
  const [capture, { small, large, smallPixels }] = await Promise.all([
    readCaptureFacts(blocks),
    renderThumbnails(preview),
  ]);
  return {
    metadata: { ...facts, ...capture },
    preview,
    thumbnails: { small, large },
    placeholder: placeholderOf(smallPixels),
    perceptualHash: perceptualHash(smallPixels),
  };
}

/**
 * Upright sRGB pixels, longest side at most `side` (never enlarged), and nothing else: for detectors
 * that want to see more than the preview shows. Rejects as `decodeImage` does.
 */
export async function decodePixels(
  bytes: Uint8Array,
  side: number,
  limits: Partial<DecodeLimits> = {},
): Promise<Pixels> {
  return (await openWithin(bytes, side, limits)).preview;
}

function openWithin(bytes: Uint8Array, side: number, limits: Partial<DecodeLimits>): Promise<OpenedImage> {
  const { maxBytes, maxPixels } = { ...decodeLimits, ...limits };
  checkByteCount(bytes.length, maxBytes);
  return open(bytes, formatOf(bytes), { maxPixels, side });
}

function checkByteCount(count: number, maxBytes: number): void {
  if (count === 0) {
    throw new ImanticsError("empty-file", "The file has 0 bytes. Copy it again from where it came from.");
  }
  if (count > maxBytes) {
    throw new ImanticsError(
      "too-many-bytes",
      `The file has ${count} bytes; at most ${maxBytes} are read. Make a smaller copy.`,
    );
  }
}

function formatOf(bytes: Uint8Array): ReadableFormat {
  const sniffed = sniff(bytes);
  if (sniffed.kind === "readable") return sniffed.format;
  if (sniffed.kind === "unsupported") throw unsupported(sniffed.name);
  throw new ImanticsError(
    "not-an-image",
    `The content is ${sniffed.name ?? "no known image format"}, whatever the file's name says. ` +
      "Rename it or leave it out with an exclude pattern.",
  );
}

async function open(bytes: Uint8Array, format: ReadableFormat, bounds: PixelBounds): Promise<OpenedImage> {
  switch (format) {
    case "heif":
      return openHeic(bytes, bounds);
    case "bmp":
      return openBmp(bytes, bounds);
    case "svg":
      return openSvg(bytes, bounds);
    case "raf":
      return { ...(await openRaster(findRafPreview(bytes), "jpeg", bounds)), format };
    case "tiff": {
      const raw = findRawPreview(bytes);
      if (raw === null) return openRaster(bytes, format, bounds);
      const opened = await openRaster(raw.jpeg, "jpeg", bounds, raw.orientation);
      return { ...opened, format: "raw", blocks: { ...opened.blocks, exif: bytes } };
    }
    default:
      return openRaster(bytes, format, bounds);
  }
}

async function openBmp(bytes: Uint8Array, bounds: PixelBounds): Promise<OpenedImage> {
  const header = readBmpHeader(bytes);
  const { width, height } = header;
  checkPixelCount(width, height, bounds.maxPixels);
  const preview = await toPixels(fitPreview(fromPixels(decodeBmp(bytes, header)), bounds.side));
  return { format: "bmp", width, height, isAnimated: false, preview, blocks: noBlocks };
}

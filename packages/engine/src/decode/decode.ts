/**
 * One file's bytes to everything that later stages need of it. Pixels are decoded once: bytes to
 * the preview, and from the preview both thumbnails, the placeholder and the perceptual hash.
 *
 * Which formats are read and which are refused: docs/formats.md.
 */
import { perceptualHash } from "@imantics/core";
import { ImanticsError } from "../errors.ts";
import { decodeBmp } from "./bmp.ts";
import { readBmpHeader } from "./bmp-header.ts";
import type { DecodedImage, DecodeLimits } from "./decoded-image.ts";
import { readCaptureFacts } from "./exif.ts";
import { openHeic } from "./heic.ts";
import { checkPixelCount, noBlocks, type OpenedImage, unsupported } from "./opened-image.ts";
import { placeholderOf } from "./placeholder.ts";
import { fitPreview, openRaster } from "./raster.ts";
import { findRafPreview, findRawPreview } from "./raw-preview.ts";
import { fromPixels, toPixels } from "./sharp.ts";
import { type ReadableFormat, sniff } from "./sniff.ts";
import { renderThumbnails } from "./thumbnails.ts";

export const decodeLimits = { maxBytes: 512 * 2 ** 20, maxPixels: 512_000_000 } satisfies DecodeLimits;

/**
 * Rejects with `empty-file`, `not-an-image`, `unsupported-format`, `decode-corrupt`,
 * `too-many-pixels` or `too-many-bytes`; with nothing else, whatever the bytes are.
 */
export async function decodeImage(
  bytes: Uint8Array,
  limits: Partial<DecodeLimits> = {},
): Promise<DecodedImage> {
  const { maxBytes, maxPixels } = { ...decodeLimits, ...limits };
  checkByteCount(bytes.length, maxBytes);
  const { preview, blocks, ...facts } = await open(bytes, formatOf(bytes), maxPixels);
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

async function open(bytes: Uint8Array, format: ReadableFormat, maxPixels: number): Promise<OpenedImage> {
  switch (format) {
    case "heif":
      return openHeic(bytes, maxPixels);
    case "bmp":
      return openBmp(bytes, maxPixels);
    case "raf":
      return { ...(await openRaster(findRafPreview(bytes), "jpeg", maxPixels)), format };
    case "tiff": {
      const raw = findRawPreview(bytes);
      if (raw === null) return openRaster(bytes, format, maxPixels);
      const opened = await openRaster(raw.jpeg, "jpeg", maxPixels, raw.orientation);
      return { ...opened, format: "raw", blocks: { ...opened.blocks, exif: bytes } };
    }
    default:
      return openRaster(bytes, format, maxPixels);
  }
}

async function openBmp(bytes: Uint8Array, maxPixels: number): Promise<OpenedImage> {
  const header = readBmpHeader(bytes);
  const { width, height } = header;
  checkPixelCount(width, height, maxPixels);
  const preview = await toPixels(fitPreview(fromPixels(decodeBmp(bytes, header))));
  return { format: "bmp", width, height, isAnimated: false, preview, blocks: noBlocks };
}

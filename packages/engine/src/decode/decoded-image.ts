/** What decoding makes of one file's bytes. */
import type { Pixels } from "../embed/encoder.ts";

/** Facts that come from the file itself. */
export interface ImageMetadata {
  /** `jpeg`, `png`, `webp`, `avif`, `heif`, `tiff`, `gif`, `bmp`, `svg`, `jxl` … by content, not by name. */
  readonly format: string;
  /** Upright size in pixels, after the EXIF orientation was applied. */
  readonly width: number;
  readonly height: number;
  /** More than one frame; only the first was decoded. */
  readonly isAnimated: boolean;
  /** Local wall-clock time of capture, `YYYY-MM-DDTHH:mm:ss`, with an offset when the file gives one. */
  readonly takenAt: string | null;
  readonly camera: string | null;
  /** WGS 84 degrees. */
  readonly latitude: number | null;
  readonly longitude: number | null;
}

export interface DecodedImage {
  readonly metadata: ImageMetadata;
  /** Upright sRGB on white, longest side at most 1024 px (never enlarged). Feeds encoders and detectors. */
  readonly preview: Pixels;
  /** WebP bytes, longest side at most 256 and 1024 px (never enlarged). */
  readonly thumbnails: { readonly small: Uint8Array; readonly large: Uint8Array };
  /** ThumbHash, base64 (about 32 characters): the placeholder before a thumbnail has arrived. */
  readonly placeholder: string;
  /** 64-bit DCT hash with the median as threshold, 16 hex digits. */
  readonly perceptualHash: string;
}

/** Bounds that keep one file from eating the machine. */
export interface DecodeLimits {
  /** Default 512 MiB. */
  readonly maxBytes: number;
  /** Default 512 megapixels. */
  readonly maxPixels: number;
}

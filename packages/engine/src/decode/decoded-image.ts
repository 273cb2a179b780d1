/** What decoding makes of one file's bytes. */
import type { ImageMetadata } from "../domain/image.ts";
import type { Pixels } from "../domain/pixels.ts";

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

/** An image: what is known of the content of one file, and how images are asked for and listed. */
import type { RegionRecord } from "./region.ts";

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

/** The content of one file. `id` is the SHA-256 of the bytes, 64 hex digits. */
export interface ImageRecord extends ImageMetadata {
  readonly id: string;
  readonly sizeBytes: number;
  readonly placeholder: string;
  readonly perceptualHash: string;
  /** ISO 8601 UTC. */
  readonly addedAt: string;
}

/** An image as it is listed: with its paths, the available ones first, each group in order of name. */
export interface ImageEntry extends ImageRecord {
  readonly paths: readonly string[];
  /** False when no path of it can be read at present. */
  readonly isAvailable: boolean;
}

/** One processed file: everything that becomes true at once. */
export interface NewImage {
  readonly image: ImageRecord;
  readonly regions: readonly RegionRecord[];
}

/**
 * Which order a listing has. `newest`: by `takenAt` (read as UTC when it has no offset), else by the
 * oldest file time; ties by id. `oldest`: exactly the reverse. `added`: last stored first. `path`: by
 * the first available path.
 */
export type ImageOrder = "newest" | "oldest" | "added" | "path";

export interface ImageFilter {
  readonly order: ImageOrder;
  readonly offset: number;
  readonly limit: number;
  /** Only images with a path under this absolute folder. */
  readonly folder?: string;
  /** Only members of this cluster, or with null the noise. Order is then by typicality, most typical first. */
  readonly cluster?: { readonly clustering: string; readonly cluster: string | null };
  /** Only these images. */
  readonly among?: readonly string[];
  /** Default false: images without a readable path are left out. */
  readonly withUnavailable?: boolean;
}

/** The slim row the grid lays out with: nothing here needs a join per image. */
export interface ImageTile {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly takenAt: string | null;
  readonly placeholder: string;
  readonly isAnimated: boolean;
}

/** What a justified grid needs to lay out a whole library at once, in the order of `tiles`. */
export interface ImageLayout {
  /** Width / height × 100, rounded, at least 1: one number an image. */
  readonly ratios: readonly number[];
  /** Runs of equal capture day (`YYYY-MM-DD`, null when unknown) in the same order. */
  readonly days: readonly { readonly day: string | null; readonly count: number }[];
}

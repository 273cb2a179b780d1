/**
 * The one face of every encoder: pictures (and sometimes words) in, unit vectors out.
 * Which encoders exist is the catalogue's business (`../models/catalogue.ts`).
 */
import type { Matrix } from "@imantics/core";

/** Upright sRGB pixels: interleaved RGB bytes, `data.length === width * height * 3`. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** How a network's output becomes one vector. Part of a space's identity. */
export type Pooling = "cls" | "mean" | "average" | "pooler" | "projection" | "embedded" | "descriptor";

/** Everything that must be equal for two vectors to be comparable. */
export interface Space {
  /** Stable, safe as a file name: model id plus 12 hex digits of the digest of all the fields below. */
  readonly id: string;
  /** Catalogue id, e.g. `clip-vit-base-patch32` or `embedded`. */
  readonly model: string;
  /** Hub revision, or a digest of the weight files. */
  readonly revision: string;
  /** Digest of the preprocessing settings. */
  readonly preprocessing: string;
  readonly pooling: Pooling;
  readonly dimension: number;
  /** Whether words can enter this space. */
  readonly acceptsText: boolean;
}

/** A loaded model. Runs on the calling thread; `close` frees its sessions. */
export interface Encoder {
  readonly space: Space;
  /** Unit vectors, one row a picture. Resizing and normalisation happen inside. */
  encodeImages(images: readonly Pixels[]): Promise<Matrix>;
  /** Unit vectors, one row a text. Any text rejects with `text-not-supported` when the space takes none. */
  encodeTexts(texts: readonly string[]): Promise<Matrix>;
  close(): Promise<void>;
}

/**
 * The one face of every encoder: pictures (and sometimes words) in, unit vectors out.
 * Which encoders exist is the catalogue's business (`../models/catalogue.ts`).
 */

import type { Matrix } from "@imantics/core";
import type { Pixels } from "../domain/pixels.ts";
import type { Space } from "../domain/space.ts";

/** A loaded model. Runs on the calling thread; `close` frees its sessions. */
export interface Encoder {
  readonly space: Space;
  /** Unit vectors, one row a picture. Resizing and normalisation happen inside. */
  encodeImages(images: readonly Pixels[]): Promise<Matrix>;
  /** Unit vectors, one row a text. Any text rejects with `text-not-supported` when the space takes none. */
  encodeTexts(texts: readonly string[]): Promise<Matrix>;
  close(): Promise<void>;
}

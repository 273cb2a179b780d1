/**
 * The one face of everything that finds parts of pictures: objects, text, faces. Pixels in, rectangles
 * out. Which detectors exist is `registry.ts`; what becomes of their regions is `../index/part-shard.ts`.
 */

import type { Box } from "../domain/box.ts";
import type { Pixels } from "../domain/pixels.ts";
import type { RegionType } from "../domain/region.ts";
import type { Space } from "../domain/space.ts";

/** A part of a picture that a detector found. */
export interface FoundRegion {
  readonly type: Extract<RegionType, "object" | "text" | "face">;
  /** What it is, in the detector's own words (`dog`); null for text and faces. */
  readonly label: string | null;
  /** 0..1, as far as the detector can tell. */
  readonly confidence: number;
  /** Relative to the picture, inside 0..1. Of slanted text the upright rectangle around it. */
  readonly box: Box;
  /** What is written there. Text only. */
  readonly text?: string;
  /** Unit length, in the detector's own `space`. Faces only. */
  readonly vector?: Float32Array;
}

/** A loaded detector. Runs on the calling thread; `close` frees its sessions. */
export interface Detector {
  /** Id in the registry. */
  readonly id: string;
  /**
   * Digest of weights, settings and code version. What was found under another version is found again,
   * and replaced.
   */
  readonly version: string;
  /** Longest side in pixels that it makes use of; it scales what it gets as it needs. */
  readonly longestSide: number;
  /** Where the vectors that it brings itself live; null when the encoder of the library makes them. */
  readonly space: Space | null;
  /**
   * Best first. A picture without any part is an empty list, never an error.
   * @throws ImanticsError `model-run-failed` when the network cannot be run on this picture.
   */
  detect(picture: Pixels): Promise<readonly FoundRegion[]>;
  close(): Promise<void>;
}

/** What a detector is opened with. */
export interface DetectorSettings {
  /** Where converted networks are kept. */
  readonly cacheFolder: string;
  /** Threads inside one network. */
  readonly threads: number;
  /** Folders with models that a person keeps, searched before the cache. Default none. */
  readonly folders?: readonly string[];
  /** Which network finds things, and by which words. Default: the one that is always there. */
  readonly things?: ThingsChoice;
}

/** A person's choice among the networks that find things (`objects/detector-catalogue.ts`). */
export interface ThingsChoice {
  readonly model: string;
  /** What to look for, for networks that are asked in words. Default: the 80 things of COCO. */
  readonly words?: readonly string[];
}

/** A region: a rectangle of an image. What is known of it, and what a detector says of one image. */
import type { Box } from "./box.ts";

export type RegionType = "whole" | "object" | "text" | "face" | "drawn";

/** A rectangle of an image. Ids are made by `./region-id.ts` and name image, type and place. */
export interface RegionRecord {
  readonly id: string;
  readonly imageId: string;
  readonly type: RegionType;
  readonly label: string | null;
  readonly confidence: number | null;
  readonly box: Box;
  /** What is written there; null where nothing was read. */
  readonly text: string | null;
  /** Who found it; null for the whole image and for what a person drew. */
  readonly detector: string | null;
}

/** What one detector found on one picture. */
export interface Inspection {
  readonly image: string;
  readonly regions: readonly RegionRecord[];
  readonly milliseconds: number;
}

/** How many regions and pictures a type and label stand for. */
export interface PartCount {
  readonly type: RegionType;
  readonly label: string | null;
  readonly regions: number;
  readonly images: number;
}

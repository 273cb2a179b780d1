/** What a person can ask and what comes back. */
import type { Box } from "./box.ts";
import type { ImageTile } from "./image.ts";
import type { RegionType } from "./region.ts";

/** One ingredient of a query. A negative weight pushes away; size is relative to the other parts. */
export type QueryPart = { readonly weight: number } & (
  | { readonly kind: "text"; readonly text: string }
  /** An image of the library, or the part of it under `box`: "similar to this". */
  | { readonly kind: "image"; readonly id: string; readonly box?: Box }
  /** A region of the library. */
  | { readonly kind: "region"; readonly id: string }
  /** Bytes of a picture from outside, or the part of it under `box`. */
  | { readonly kind: "picture"; readonly bytes: Uint8Array; readonly box?: Box }
);

/** What every hit must be, or with `isNot` must not be. */
export type Condition = {
  readonly isNot: boolean;
} /** These words stand in the picture, whatever the case, accents and spaces. */ & (
  | { readonly field: "written"; readonly text: string }
  /** A named person is in it. */
  | { readonly field: "person"; readonly name: string }
  /** It has a part of this type. */
  | { readonly field: "type"; readonly type: RegionType }
  /** A thing with this label, or of this super-class, is in it. */
  | { readonly field: "label"; readonly label: string }
  /** Taken between two local days, both included, `YYYY-MM-DD`; null: without an end. */
  | { readonly field: "date"; readonly from: string | null; readonly to: string | null }
  /** Taken near a town or in a country of this name. */
  | { readonly field: "place"; readonly name: string }
  | { readonly field: "camera"; readonly name: string }
  /** Lies under a folder of this name, or with this path. */
  | { readonly field: "folder"; readonly name: string }
  /** Belongs to a cluster of this name (or id) in the promoted clustering. */
  | { readonly field: "cluster"; readonly name: string }
  | { readonly field: "is"; readonly what: "duplicate" | "screenshot" | "unnamed" }
);

/** How the evidence of a picture's parts becomes one score. Defaults are measured in `evals/search`. */
export interface Fusion {
  /** How much each type of region counts; 0 leaves it out. */
  readonly weights: Readonly<Partial<Record<RegionType, number>>>;
  /** Of several regions of one type the best counts, or their mean. */
  readonly aggregate: "max" | "average";
  /** Whether a region counts by how sure its detector is. */
  readonly usesConfidence: boolean;
}

export interface Query {
  /** Ranked by these; without any, pictures that meet the conditions come newest first. */
  readonly parts: readonly QueryPart[];
  readonly conditions?: readonly Condition[];
  readonly fusion?: Partial<Fusion>;
  /** Default 50. */
  readonly limit?: number;
  readonly offset?: number;
}

/** The part of a picture that a hit is about. */
export interface HitRegion {
  readonly id: string;
  readonly type: RegionType;
  readonly box: Box;
  readonly label: string | null;
  readonly text: string | null;
}

/** Why a picture is there: one region and how it matched. */
export interface Reason {
  readonly region: HitRegion;
  /** 0..100, as that of the hit. */
  readonly percentile: number;
  /** Words of the query that stand in it. */
  readonly words: readonly string[];
}

export interface Hit {
  readonly image: ImageTile;
  readonly path: string;
  /** The region with the strongest evidence. */
  readonly region: HitRegion;
  /** What the ranking is by; comparable within one result only. */
  readonly score: number;
  /**
   * 0..100: the share of unrelated pairs of this kind (words with pictures, pictures with
   * pictures, in this library and space) that score lower. Comparable between queries.
   */
  readonly percentile: number;
  /** The percentile of each query part against the whole image, in order of the query. */
  readonly parts: readonly number[];
  /** Strongest first, at most one a type of region. */
  readonly reasons: readonly Reason[];
}

export interface SearchResult {
  readonly hits: readonly Hit[];
  /** False: nothing here is nearer than chance would bring; the hits are the nearest all the same. */
  readonly hasGoodMatch: boolean;
  /** How many images were compared: those that meet the conditions. */
  readonly searched: number;
  readonly milliseconds: { readonly encode: number; readonly rank: number };
}

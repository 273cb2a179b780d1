/** What a person can ask and what comes back. */
import type { Box, ImageTile, RegionType } from "../store/facts.ts";

/** One ingredient of a query. A negative weight pushes away; size is relative to the other parts. */
export type QueryPart = { readonly weight: number } & (
  | { readonly kind: "text"; readonly text: string }
  /** An image of the library: "similar to this". */
  | { readonly kind: "image"; readonly id: string }
  /** Bytes of a picture from outside. */
  | { readonly kind: "picture"; readonly bytes: Uint8Array }
);

export interface Query {
  /** At least one part with a positive weight. */
  readonly parts: readonly QueryPart[];
  /** Default 50. */
  readonly limit?: number;
  readonly offset?: number;
}

export interface Hit {
  readonly image: ImageTile;
  readonly path: string;
  readonly region: {
    readonly id: string;
    readonly type: RegionType;
    readonly box: Box;
    readonly label: string | null;
  };
  /** What the ranking is by; comparable within one result only. */
  readonly score: number;
  /**
   * 0..100: the share of unrelated pairs of this kind (words with pictures, pictures with
   * pictures, in this library and space) that score lower. Comparable between queries.
   */
  readonly percentile: number;
  /** The percentile of each query part, in order of the query. */
  readonly parts: readonly number[];
}

export interface SearchResult {
  readonly hits: readonly Hit[];
  /** False: nothing here is nearer than chance would bring; the hits are the nearest all the same. */
  readonly hasGoodMatch: boolean;
  /** How many images were compared. */
  readonly searched: number;
  readonly milliseconds: { readonly encode: number; readonly rank: number };
}

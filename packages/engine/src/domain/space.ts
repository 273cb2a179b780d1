/** A space: what must be equal for two vectors to be comparable. */

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

/** A space as a list shows it. */
export interface SpaceSummary {
  readonly id: string;
  /** Id of the model that made it; for faces, that of their detector. */
  readonly model: string;
  readonly dimension: number;
  readonly acceptsText: boolean;
  /** Whole pictures that have a vector in it. */
  readonly images: number;
  /** Things, texts, faces and drawings that have one. */
  readonly parts: number;
  /** Room its vectors take, about. */
  readonly bytes: number;
  /** `idle`: kept beside the active one; `detector`: belongs to one; `removed`: in the trash. */
  readonly state: "active" | "idle" | "detector" | "removed";
}

/** What one space finds. */
export interface SpaceRanking {
  readonly space: string;
  readonly model: string;
  /** Pictures that were ranked. */
  readonly searched: number;
  /** Nearest first; `score` is a cosine, comparable within this ranking only. */
  readonly hits: readonly { readonly image: string; readonly score: number }[];
}

export interface SpaceComparison {
  readonly rankings: readonly [SpaceRanking, SpaceRanking];
  /** Share of what is shown that both have, 0..1. */
  readonly overlap: number;
  /** What two rankings by chance would share. */
  readonly chance: number;
}

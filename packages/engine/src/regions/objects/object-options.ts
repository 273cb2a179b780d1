/**
 * Which of the things a network found become regions of a library. Measured defaults: `evals/objects.ts`.
 */

export interface ObjectOptions {
  /** 0..1; what is less sure is dropped. Default: each network's own, because their scales differ. */
  readonly minConfidence?: number;
  /** Smallest share of the picture that a region covers, 0..1. */
  readonly minArea: number;
  /** Largest share of the picture, 0..1: the picture itself is a region already. */
  readonly maxArea: number;
  /** Two regions of one label that overlap by more (intersection / union, 0..1) are one; the surer stays. */
  readonly sameLabelOverlap: number;
  /** The same whatever their labels: what two labels claim at one place has one of them. */
  readonly anyLabelOverlap: number;
  /** The surest so many of a picture are kept: a crowd of 500 must not cost 500 vectors. */
  readonly maxCount: number;
}

export const defaultObjectOptions: ObjectOptions = {
  minArea: 0.0025,
  maxArea: 0.9,
  sameLabelOverlap: 0.5,
  anyLabelOverlap: 0.8,
  maxCount: 20,
};

/** The area limits of the original system: few, large parts only. */
export const thesisAreas = { minArea: 0.25, maxArea: 0.9 } as const satisfies Partial<ObjectOptions>;

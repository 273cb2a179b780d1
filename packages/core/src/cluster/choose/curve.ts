/**
 * A figure over a range of settings, with the setting it speaks for: what is drawn when somebody asks
 * "how many clusters?" or "how far is near?".
 */

/** A criterion as plain JSON, for help, forms and documentation. */
export interface CriterionDescription {
  readonly id: string;
  readonly title: string;
  /** The option whose values it compares. */
  readonly option: "clusterCount" | "eps" | "distanceThreshold";
  /** One or two sentences: what the curve shows and how its choice is read. */
  readonly meaning: string;
  /** What it gets wrong; shown wherever its choice is shown. */
  readonly warning: string;
  /** Time in n vectors, d numbers each, for `counts` settings. */
  readonly complexity: string;
  /** Whose idea it is. */
  readonly source: string;
}

export interface Curve {
  /** Id of the criterion. */
  readonly criterion: string;
  /** Settings, ascending. */
  readonly positions: Float64Array;
  /** The criterion's figure at each. */
  readonly values: Float64Array;
  /** Standard error of each figure, for criteria that draw at random. */
  readonly spread?: Float64Array;
  /** The setting it speaks for; null when it speaks for none. */
  readonly chosen: number | null;
  /** The choice in a sentence. */
  readonly reason: string;
}

/** Index of the largest value, the first of equals; -1 for none or only NaN. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let best = -1;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i]) && (best < 0 || values[i] > values[best])) best = i;
  }
  return best;
}

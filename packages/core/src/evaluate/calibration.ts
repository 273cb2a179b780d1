/**
 * What a score is worth: its place among background scores of the same kind.
 *
 * A cosine of .3 is a strong answer to a text and a weak one to a picture, so fixed thresholds mislead.
 * A background is a sorted sample of scores between things that have nothing to do with each other,
 * thinned to its quantiles; one is kept per space and kind of query.
 */

/** Scores at evenly spaced quantiles, ascending, from the smallest to the largest. */
export interface ScoreBackground {
  readonly quantiles: Float32Array;
  /** Scores it was made from. */
  readonly sampleCount: number;
}

/** Enough to tell the 99.9th percentile. */
const QUANTILE_COUNT = 2049;

/**
 * @param scores at least one; a few thousand give percentiles to a tenth of a point
 * @throws RangeError when there are none, or one is NaN.
 */
export function scoreBackground(scores: ArrayLike<number>): ScoreBackground {
  const sorted = Float32Array.from(scores).sort();
  // Typed arrays sort NaN last.
  if (sorted.length === 0 || Number.isNaN(sorted[sorted.length - 1])) {
    throw new RangeError(
      `A background needs at least one score and no NaN, got ${sorted.length} scores${sorted.length > 0 ? " with NaN among them" : ""}.`,
    );
  }
  if (sorted.length <= QUANTILE_COUNT) return { quantiles: sorted, sampleCount: sorted.length };
  const last = sorted.length - 1;
  const quantiles = Float32Array.from(
    { length: QUANTILE_COUNT },
    (_, i) => sorted[Math.round((i / (QUANTILE_COUNT - 1)) * last)],
  );
  return { quantiles, sampleCount: sorted.length };
}

/**
 * Share of the background below `score`, 0..1; equal scores count half. Never lower for a higher score.
 */
export function percentileOf(score: number, { quantiles }: ScoreBackground): number {
  const stored = Math.fround(score);
  return (
    (countBelow(quantiles, stored, false) + countBelow(quantiles, stored, true)) / (2 * quantiles.length)
  );
}

function countBelow(ascending: Float32Array, score: number, includesEqual: boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < score || (includesEqual && ascending[middle] === score)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Where doubt begins among the members of a cluster, from most to least typical: at the first one
 * that lies further below the median than the usual outlier rule allows (Iglewicz & Hoaglin 1993:
 * 3.5 scaled median absolute deviations).
 */

const outlierDeviations = 3.5;
/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const deviationScale = 1.4826;
/** Fewer members than this say nothing about what is usual. */
const minMembers = 5;

/** Index of the first doubtful member in descending order of strength; the count when there is none. */
export function firstDoubtful(strengths: readonly number[]): number {
  if (strengths.length < minMembers) return strengths.length;
  const descending = [...strengths].sort((a, b) => b - a);
  const middle = median(descending);
  const spread = deviationScale * median(descending.map((strength) => Math.abs(strength - middle)));
  const first = descending.findIndex((strength) => strength < middle - outlierDeviations * spread);
  return first < 0 ? descending.length : first;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}

/**
 * Agreement over pairs of things: are two that belong together found together?
 * After Rand (1971), Hubert & Arabie (1985), Fowlkes & Mallows (1983); limits as in scikit-learn.
 */
import type { Contingency } from "./contingency.ts";

/** Ordered pairs of different things, by whether truth and prediction put them together. */
export interface PairCounts {
  readonly bothApart: number;
  readonly onlyPredicted: number;
  readonly onlyTruth: number;
  readonly bothTogether: number;
}

export function pairCounts({ total, truthSizes, predictedSizes, cells }: Contingency): PairCounts {
  const cellSquares = cells.reduce((sum, { count }) => sum + count * count, 0);
  const onlyPredicted = sumOfSquares(predictedSizes) - cellSquares;
  const onlyTruth = sumOfSquares(truthSizes) - cellSquares;
  return {
    bothApart: total * total - onlyPredicted - onlyTruth - cellSquares,
    onlyPredicted,
    onlyTruth,
    bothTogether: cellSquares - total,
  };
}

/** Share of pairs on which both agree, 0..1; near 1 for any two fine labellings. */
export function randIndex(table: Contingency): number {
  const { bothApart, onlyPredicted, onlyTruth, bothTogether } = pairCounts(table);
  const agreeing = bothApart + bothTogether;
  const all = agreeing + onlyPredicted + onlyTruth;
  return all === 0 ? 1 : agreeing / all;
}

/** ARI: 1 for equal partitions, about 0 for chance. */
export function adjustedRandIndex(table: Contingency): number {
  const { bothApart: tn, onlyPredicted: fp, onlyTruth: fn, bothTogether: tp } = pairCounts(table);
  if (fn === 0 && fp === 0) return 1;
  return (2 * (tp * tn - fn * fp)) / ((tp + fn) * (fn + tn) + (tp + fp) * (fp + tn));
}

/** Geometric mean of pair precision and pair recall; 0 when no pair is together in both. */
export function fowlkesMallows(table: Contingency): number {
  const { onlyPredicted, onlyTruth, bothTogether } = pairCounts(table);
  if (bothTogether === 0) return 0;
  return (
    Math.sqrt(bothTogether / (bothTogether + onlyPredicted)) *
    Math.sqrt(bothTogether / (bothTogether + onlyTruth))
  );
}

/** Share of the pairs put together that belong together; 1 when no pair was put together. */
export function pairPrecision(table: Contingency): number {
  const { onlyPredicted, bothTogether } = pairCounts(table);
  return bothTogether + onlyPredicted === 0 ? 1 : bothTogether / (bothTogether + onlyPredicted);
}

/** Share of the pairs that belong together that were put together; 1 when no pair belongs together. */
export function pairRecall(table: Contingency): number {
  const { onlyTruth, bothTogether } = pairCounts(table);
  return bothTogether + onlyTruth === 0 ? 1 : bothTogether / (bothTogether + onlyTruth);
}

/** Harmonic mean of pair precision and pair recall; 1 when neither labelling puts anything together. */
export function pairF1(table: Contingency): number {
  const { onlyPredicted, onlyTruth, bothTogether } = pairCounts(table);
  const all = 2 * bothTogether + onlyPredicted + onlyTruth;
  return all === 0 ? 1 : (2 * bothTogether) / all;
}

function sumOfSquares(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size * size, 0);
}

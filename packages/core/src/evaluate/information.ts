/**
 * Agreement as shared information: mutual information, its chance-corrected and normalised forms,
 * homogeneity and completeness. All logarithms are natural.
 *
 * NMI is *not* corrected for chance: with many clusters, random labels reach .78 (see the shuffled
 * baseline in `agreement.ts`). Report AMI. After Vinh, Epps & Bailey (2010), Rosenberg & Hirschberg
 * (2007); limits as in scikit-learn.
 */
import type { Contingency } from "./contingency.ts";

/** How two entropies become one normaliser. */
export type Average = "arithmetic" | "geometric" | "min" | "max";

export interface SharedInformation {
  readonly mutual: number;
  /** Mutual information expected of random labellings with the same sizes. */
  readonly expected: number;
  readonly truthEntropy: number;
  readonly predictedEntropy: number;
}

/** O(cells + distinct sizes² × size). */
export function sharedInformation(table: Contingency): SharedInformation {
  return {
    mutual: mutualInformation(table),
    expected: expectedMutualInformation(table),
    truthEntropy: entropy(table.truthSizes),
    predictedEntropy: entropy(table.predictedSizes),
  };
}

/** Entropy of a labelling from the sizes of its groups. */
export function entropy(sizes: readonly number[]): number {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.length < 2) return 0;
  return -sizes.reduce((sum, size) => sum + (size / total) * (Math.log(size) - Math.log(total)), 0);
}

function mutualInformation({ total, truthSizes, predictedSizes, cells }: Contingency): number {
  if (truthSizes.length < 2 || predictedSizes.length < 2) return 0;
  const sum = cells.reduce((information, { truth, predicted, count }) => {
    const expected = Math.log(truthSizes[truth]) + Math.log(predictedSizes[predicted]);
    return information + (count / total) * (Math.log(count) + Math.log(total) - expected);
  }, 0);
  return Math.max(0, sum);
}

/** Under the hypergeometric model; equal sizes are computed once. */
function expectedMutualInformation({ total, truthSizes, predictedSizes }: Contingency): number {
  if (truthSizes.length < 2 || predictedSizes.length < 2) return 0;
  const logFactorial = new Float64Array(total + 1);
  for (let i = 2; i <= total; i++) logFactorial[i] = logFactorial[i - 1] + Math.log(i);
  let expected = 0;
  for (const [a, aTimes] of multiplicities(truthSizes)) {
    for (const [b, bTimes] of multiplicities(predictedSizes)) {
      const fixed =
        logFactorial[a] +
        logFactorial[b] +
        logFactorial[total - a] +
        logFactorial[total - b] -
        logFactorial[total];
      let sum = 0;
      for (let both = Math.max(1, a + b - total); both <= Math.min(a, b); both++) {
        const logProbability =
          fixed -
          logFactorial[both] -
          logFactorial[a - both] -
          logFactorial[b - both] -
          logFactorial[total - a - b + both];
        sum += (both / total) * Math.log((total * both) / (a * b)) * Math.exp(logProbability);
      }
      expected += aTimes * bTimes * sum;
    }
  }
  return expected;
}

function multiplicities(sizes: readonly number[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const size of sizes) times.set(size, (times.get(size) ?? 0) + 1);
  return times;
}

/** NMI in 0..1; 1 when neither labelling splits anything. */
export function normalisedMutualInformation(table: Contingency, average: Average = "arithmetic"): number {
  if (isOneGroupEach(table)) return 1;
  const mutual = mutualInformation(table);
  if (mutual <= Number.EPSILON) return 0;
  return mutual / averaged(entropy(table.truthSizes), entropy(table.predictedSizes), average);
}

/** AMI: 1 for equal partitions, about 0 for chance, below 0 for worse. */
export function adjustedMutualInformation(table: Contingency, average: Average = "arithmetic"): number {
  if (isOneGroupEach(table) || isSamePartition(table)) return 1;
  const { mutual, expected, truthEntropy, predictedEntropy } = sharedInformation(table);
  const room = averaged(truthEntropy, predictedEntropy, average) - expected;
  const safeRoom = room < 0 ? Math.min(room, -Number.EPSILON) : Math.max(room, Number.EPSILON);
  return (mutual - expected) / safeRoom;
}

/** 1 when every cluster holds members of one class only. */
export function homogeneity(table: Contingency): number {
  const truthEntropy = entropy(table.truthSizes);
  return truthEntropy > 0 ? mutualInformation(table) / truthEntropy : 1;
}

/** 1 when every class lies in one cluster only. */
export function completeness(table: Contingency): number {
  const predictedEntropy = entropy(table.predictedSizes);
  return predictedEntropy > 0 ? mutualInformation(table) / predictedEntropy : 1;
}

/** Weighted harmonic mean of homogeneity and completeness; `beta` > 1 favours completeness. */
export function vMeasure(table: Contingency, beta = 1): number {
  const h = homogeneity(table);
  const c = completeness(table);
  return h + c === 0 ? 0 : ((1 + beta) * h * c) / (beta * h + c);
}

function averaged(a: number, b: number, average: Average): number {
  if (average === "arithmetic") return (a + b) / 2;
  if (average === "geometric") return Math.sqrt(a * b);
  return average === "min" ? Math.min(a, b) : Math.max(a, b);
}

function isOneGroupEach({ truthSizes, predictedSizes }: Contingency): boolean {
  return truthSizes.length < 2 && predictedSizes.length < 2;
}

function isSamePartition({ truthSizes, predictedSizes, cells }: Contingency): boolean {
  return cells.length === truthSizes.length && cells.length === predictedSizes.length;
}

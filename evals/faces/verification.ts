/** Do two faces show one person? From the cosine of their vectors alone. */
import { dot, rocAuc } from "@imantics/core";
import type { LabelledFace } from "./pictures.ts";

export interface Pair {
  readonly likeness: number;
  readonly isSame: boolean;
}

export interface Verification {
  readonly samePairs: number;
  readonly otherPairs: number;
  readonly areaUnderCurve: number;
  /** Share of same-person pairs accepted where one in a hundred (a thousand) other pairs is. */
  readonly acceptedAt1Percent: number;
  readonly acceptedAt1PerThousand: number;
}

/** Each pair once; or, with `others`, each of `faces` with each of those of another picture. */
export function pairsOf(faces: readonly LabelledFace[], others?: readonly LabelledFace[]): Pair[] {
  return faces.flatMap((one, i) =>
    (others ?? faces.slice(0, i))
      .filter((other) => other.picture !== one.picture)
      .map((other) => ({
        likeness: dot(one.vector, other.vector),
        isSame: one.person !== null && one.person === other.person,
      })),
  );
}

export function verify(pairs: readonly Pair[]): Verification {
  const same = pairs.filter(({ isSame }) => isSame).map(({ likeness }) => likeness);
  const other = pairs
    .filter(({ isSame }) => !isSame)
    .map(({ likeness }) => likeness)
    .sort((a, b) => b - a);
  const acceptedAt = (rate: number) => {
    const bar = other[Math.floor(rate * other.length)] ?? Number.NEGATIVE_INFINITY;
    return same.filter((likeness) => likeness > bar).length / same.length;
  };
  return {
    samePairs: same.length,
    otherPairs: other.length,
    areaUnderCurve: rocAuc(
      pairs.map(({ likeness }) => likeness),
      pairs.map(({ isSame }) => isSame),
    ),
    acceptedAt1Percent: acceptedAt(0.01),
    acceptedAt1PerThousand: acceptedAt(0.001),
  };
}

/** Mean of the shares judged right among same and among other pairs; chance 0.5. */
export function accuracyAt(pairs: readonly Pair[], bar: number): number {
  const rightOf = (isSame: boolean) => {
    const some = pairs.filter((pair) => pair.isSame === isSame);
    return some.filter(({ likeness }) => likeness >= bar === isSame).length / some.length;
  };
  return (rightOf(true) + rightOf(false)) / 2;
}

/** The cosine at which `accuracyAt` is best, to two places; the middle of those where it is. */
export function bestBar(pairs: readonly Pair[]): number {
  const bars = Array.from({ length: 101 }, (_, i) => ({
    bar: i / 100,
    accuracy: accuracyAt(pairs, i / 100),
  }));
  const best = Math.max(...bars.map(({ accuracy }) => accuracy));
  const equal = bars.filter(({ accuracy }) => accuracy === best);
  return equal.reduce((sum, { bar }) => sum + bar, 0) / equal.length;
}

/**
 * The logistic curve `1 / (1 + exp(offset - slope · likeness))` of "the same person", same and other pairs
 * weighing the same, by gradient descent on the logarithmic loss.
 */
export function fitConfidence(pairs: readonly Pair[]): { slope: number; offset: number } {
  const same = pairs.filter(({ isSame }) => isSame).length;
  let [slope, offset] = [20, 8];
  for (let step = 0; step < 4000; step++) {
    let [towardsSlope, towardsOffset] = [0, 0];
    for (const { likeness, isSame } of pairs) {
      const error = 1 / (1 + Math.exp(offset - slope * likeness)) - (isSame ? 1 : 0);
      const weight = 0.5 / (isSame ? same : pairs.length - same);
      towardsSlope += weight * error * likeness;
      towardsOffset -= weight * error;
    }
    slope -= 50 * towardsSlope;
    offset -= 50 * towardsOffset;
  }
  return { slope, offset };
}

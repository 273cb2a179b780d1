/**
 * How well a clustering agrees with known labels, as one honest table.
 *
 * Noise (-1) is never counted as one big cluster, which would make a precise method look random:
 * `asSingletons` gives every noise vector a cluster of its own, `covered` looks only at the rest, and
 * `coverage` says how much that is. `shuffled` is the same measure on shuffled labels: what chance alone
 * reaches with these cluster sizes.
 */
import { random, shuffle } from "../random.ts";
import { contingency, type Labels } from "./contingency.ts";
import {
  adjustedMutualInformation,
  completeness,
  homogeneity,
  normalisedMutualInformation,
  vMeasure,
} from "./information.ts";
import { hungarianAccuracy, inversePurity, purity } from "./matching.ts";
import { adjustedRandIndex, fowlkesMallows, randIndex } from "./pairs.ts";

/** Every figure is 1 for equal partitions; only AMI and ARI are about 0 for chance. */
export interface Agreement {
  readonly adjustedMutualInformation: number;
  readonly adjustedRandIndex: number;
  readonly normalisedMutualInformation: number;
  readonly randIndex: number;
  readonly fowlkesMallows: number;
  readonly homogeneity: number;
  readonly completeness: number;
  readonly vMeasure: number;
  readonly purity: number;
  readonly inversePurity: number;
  readonly hungarianAccuracy: number;
}

export interface AgreementReport {
  /** Share of vectors that are not noise, 0..1. */
  readonly coverage: number;
  readonly asSingletons: Agreement;
  readonly covered: Agreement;
  readonly shuffled: Agreement;
}

/** All figures for two labellings in the same order; -1 is a label like any other here. */
export function agreement(truth: Labels, predicted: Labels): Agreement {
  const table = contingency(truth, predicted);
  return {
    adjustedMutualInformation: adjustedMutualInformation(table),
    adjustedRandIndex: adjustedRandIndex(table),
    normalisedMutualInformation: normalisedMutualInformation(table),
    randIndex: randIndex(table),
    fowlkesMallows: fowlkesMallows(table),
    homogeneity: homogeneity(table),
    completeness: completeness(table),
    vMeasure: vMeasure(table),
    purity: purity(table),
    inversePurity: inversePurity(table),
    hungarianAccuracy: hungarianAccuracy(table),
  };
}

/** Noise-aware figures for an assignment with -1 for noise, beside the shuffled baseline. */
export function agreementReport(truth: Labels, assignment: ArrayLike<number>, seed = 0): AgreementReport {
  const singles = noiseAsSingletons(assignment);
  const asSingletons = agreement(truth, singles);
  const kept = Array.from({ length: assignment.length }, (_, i) => i).filter((i) => assignment[i] >= 0);
  return {
    coverage: assignment.length === 0 ? 1 : kept.length / assignment.length,
    asSingletons,
    covered: agreement(
      kept.map((i) => truth[i]),
      kept.map((i) => assignment[i]),
    ),
    shuffled: agreement(truth, shuffle(singles, random(seed))),
  };
}

/** Labels in which every noise vector is a cluster of its own. */
export function noiseAsSingletons(assignment: ArrayLike<number>): Int32Array {
  const labels = Int32Array.from(assignment);
  let next = labels.reduce((largest, label) => Math.max(largest, label), -1) + 1;
  return labels.map((label) => (label < 0 ? next++ : label));
}

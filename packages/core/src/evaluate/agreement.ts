/**
 * How well a clustering agrees with known labels, as one honest table.
 *
 * Noise (-1) is never counted as one big cluster, which would make a precise method look random:
 * `asSingletons` gives every noise vector a cluster of its own, `covered` looks only at the rest, and
 * `coverage` says how much that is. Beside each stands the same measure on shuffled labels: what chance
 * alone reaches with these cluster sizes.
 */
import { random, shuffle } from "../random.ts";
import { agreementMetrics } from "./agreement-metrics.ts";
import { contingency, type Labels } from "./contingency.ts";

/** Each figure under its id. Every one is 1 for equal partitions; only AMI and ARI are about 0 for chance. */
export type Agreement = { readonly [M in (typeof agreementMetrics)[number] as M["id"]]: number };

export interface AgreementReport {
  /** Share of vectors that are not noise, 0..1. */
  readonly coverage: number;
  readonly asSingletons: Agreement;
  readonly covered: Agreement;
  /** `asSingletons` with the labels shuffled. */
  readonly shuffled: Agreement;
  /** `covered` with the labels shuffled. */
  readonly shuffledCovered: Agreement;
}

/**
 * All figures for two labellings in the same order; -1 is a label like any other here. The order is
 * the caller's word: see `join.ts` for labels that come with ids.
 */
export function agreement(truth: Labels, predicted: Labels): Agreement {
  const table = contingency(truth, predicted);
  const figures = Object.fromEntries(agreementMetrics.map(({ id, measure }) => [id, measure(table)]));
  // Exactly the ids that the type is computed from.
  return figures as Agreement;
}

/** Noise-aware figures for an assignment with -1 for noise, beside their shuffled baselines. */
export function agreementReport(truth: Labels, assignment: ArrayLike<number>, seed = 0): AgreementReport {
  const singles = noiseAsSingletons(assignment);
  const { coverage, truth: coveredTruth, assignment: covered } = coveredOnly(truth, assignment);
  return {
    coverage,
    asSingletons: agreement(truth, singles),
    covered: agreement(coveredTruth, covered),
    shuffled: agreement(truth, shuffle(singles, random(seed))),
    shuffledCovered: agreement(coveredTruth, shuffle(covered, random(seed))),
  };
}

/** Labels in which every noise vector is a cluster of its own. */
export function noiseAsSingletons(assignment: ArrayLike<number>): Int32Array {
  const labels = Int32Array.from(assignment);
  let next = labels.reduce((largest, label) => Math.max(largest, label), -1) + 1;
  return labels.map((label) => (label < 0 ? next++ : label));
}

/** The labels of what is not noise, and the share that this is. */
export function coveredOnly(truth: Labels, assignment: ArrayLike<number>) {
  const kept = Array.from({ length: assignment.length }, (_, i) => i).filter((i) => assignment[i] >= 0);
  return {
    coverage: assignment.length === 0 ? 1 : kept.length / assignment.length,
    truth: kept.map((i) => truth[i]),
    assignment: kept.map((i) => assignment[i]),
  };
}

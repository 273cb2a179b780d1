/**
 * Carries a proposal out on the sample and says how good the clusters are: by the likelihood of the
 * model where the method has one (BIC), by density validity (DBCV) for methods that leave noise out, by
 * the silhouette otherwise.
 */
import { densityValidity } from "../../evaluate/density-validity.ts";
import { silhouette } from "../../evaluate/silhouette.ts";
import { clusteringShape } from "../../evaluate/validity.ts";
import type { Matrix } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Metric } from "../../method/metric.ts";
import type { OptionValues } from "../../method/options.ts";
import type { ClusterMethod } from "../method.ts";

/** Settings that something speaks for. */
export interface Proposal {
  /** For all vectors. */
  readonly options: OptionValues;
  /** The same for the sample, where counts of vectors mean fewer. */
  readonly optionsForSample: OptionValues;
  readonly reason: string;
}

export interface Candidate {
  /** Options to run the method with, those that were given among them. */
  readonly options: OptionValues;
  /** Higher is better: silhouette or DBCV (-1..1) of the clusters found, or minus BIC per vector. */
  readonly score: number;
  readonly scoredBy: "silhouette" | "densityValidity" | "bic";
  /** Why these, and what they give. */
  readonly reason: string;
}

/** Undefined when the clusters cannot be compared: fewer than two, or nothing but lone vectors. */
export async function judge(
  method: ClusterMethod,
  sample: Matrix,
  metric: Metric,
  { options, optionsForSample, reason }: Proposal,
  run: MethodRun,
): Promise<Candidate | undefined> {
  const { kernels, seed } = run;
  const { assignment, mixture } = await method.cluster(sample, optionsForSample, { kernels, seed });
  const { clusterCount, coverage, largestShare, singletonShare } = clusteringShape(assignment);
  const covered = Math.round(coverage * sample.rows);
  const pairs = clusterCount - Math.round(singletonShare * clusterCount);
  if (clusterCount < 2 || clusterCount >= covered || pairs < 2) return undefined;
  const how = { metric, kernels };
  const found = [`${clusterCount} clusters`, `the largest with ${percent(largestShare)} of the vectors`];
  if (coverage < 1) found.push(`${percent(1 - coverage)} noise`);
  const described = { options, reason: `${reason} It gives ${found.join(", ")}.` };
  if (mixture !== undefined) return { ...described, score: -mixture.bic / sample.rows, scoredBy: "bic" };
  if (method.marksNoise) {
    const { value } = await densityValidity(sample, assignment, how);
    return { ...described, score: value, scoredBy: "densityValidity" };
  }
  return { ...described, score: (await silhouette(sample, assignment, how)).mean, scoredBy: "silhouette" };
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/**
 * Where proposals come from: for each option that decides the result, the curves that speak for its
 * values. An adviser looks at a sample; what counts vectors is scaled to the whole.
 */
import { type Matrix, row, squaredDistance } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Metric } from "../../method/metric.ts";
import type { OptionValues } from "../../method/options.ts";
import { random } from "../../random.ts";
import { browsingCount } from "../cluster-count.ts";
import type { ClusterMethod } from "../method.ts";
import { countCriteria } from "./count-criteria.ts";
import { countLadder, studyCounts, wardAtCounts } from "./count-study.ts";
import type { Proposal } from "./judge.ts";
import { kDistanceCurve } from "./k-distance.ts";
import { thresholdSweep } from "./threshold-sweep.ts";

export interface Advice {
  readonly method: ClusterMethod;
  /** Options that are fixed. */
  readonly given: OptionValues;
  readonly sample: Matrix;
  readonly metric: Metric;
  /** Vectors for each one of the sample, at least 1. */
  readonly scale: number;
  readonly run: MethodRun;
}

export interface Adviser {
  /** The option it proposes values of. */
  readonly option: string;
  propose(advice: Advice): Promise<readonly Proposal[]>;
}

/** More clusters than this are not looked at one by one. */
const MOST_COUNTED = 60;
/** Shares of the vectors that are dense at the reaches proposed beside the knee. */
const DENSE_SHARES = [0.2, 0.5, 0.8];
/** Fewer neighbours than this in a sample say little about density in the whole. */
const FEWEST_IN_SAMPLE = 4;
/** Numbers of vectors, in the sample, that make a group. */
const GROUP_SIZES = [3, 5, 10, 20, 40];
/** Share of the vectors within one bandwidth, as scikit-learn's estimate has it, and finer ones. */
const BANDWIDTH_SHARES = [0.05, 0.1, 0.2, 0.3];

/** Counts that any criterion speaks for, judged on cuts of one ward tree; and one for looking through. */
export const adviseCount: Adviser = {
  option: "clusterCount",
  async propose({ given, sample, scale, run }) {
    const counts = countLadder(sample.rows, MOST_COUNTED);
    if (counts.length === 0) return [];
    const study = await studyCounts(sample, counts, wardAtCounts(run), run);
    const speakers = new Map<number, string[]>();
    for (const [done, criterion] of countCriteria.entries()) {
      await run.step({ stage: "judge counts", done, total: countCriteria.length });
      const { chosen } = await criterion.curve(study, run);
      if (chosen === null || chosen < 2) continue;
      speakers.set(chosen, [...(speakers.get(chosen) ?? []), criterion.title]);
    }
    const spokenFor = [...speakers].map(([clusterCount, titles]): Proposal => {
      const options = { ...given, clusterCount };
      const weak = titles.length === 1 && titles[0].includes("elbow") ? ", a weak sign alone" : "";
      return {
        options,
        optionsForSample: options,
        reason: `${listed(titles)} ${titles.length === 1 ? "speaks" : "speak"} for ${clusterCount} clusters${weak}.`,
      };
    });
    const vectorCount = Math.round(sample.rows * scale);
    const browsing = Math.min(browsingCount(vectorCount), counts[counts.length - 1]);
    if (speakers.has(browsing)) return spokenFor;
    const options = { ...given, clusterCount: browsing };
    const reason = `${browsing} groups of about ${Math.round(vectorCount / browsing)} are easy to look through: a choice, not a finding.`;
    return [...spokenFor, { options, optionsForSample: options, reason }];
  },
};

/** The longest-lived cut of the method's tree. Heights of a sample are not those of the whole, so of small sets only. */
export const adviseThreshold: Adviser = {
  option: "distanceThreshold",
  async propose({ method, given, sample, scale, run: { kernels, seed } }) {
    if (scale > 1) return [];
    const { dendrogram } = await method.cluster(sample, { ...given, clusterCount: 1 }, { kernels, seed });
    if (dendrogram === undefined) return [];
    const { chosen, reason } = thresholdSweep(dendrogram);
    if (chosen === null) return [];
    const options = { ...given, distanceThreshold: chosen };
    return [{ options, optionsForSample: options, reason }];
  },
};

/** The knee of the k-distance curve, and reaches at which a fifth, half and most vectors are dense. */
export const adviseReach: Adviser = {
  option: "eps",
  async propose({ method, given, sample, metric, scale, run }) {
    const wanted = numberOption(method, given, "minSamples") ?? 5;
    const inSample = scale > 1 ? Math.max(FEWEST_IN_SAMPLE, Math.round(wanted / scale)) : wanted;
    const { values, chosen, reason } = await kDistanceCurve(sample, inSample, metric, run);
    // As many vectors within the same reach, whether counted in the sample or in the whole.
    const minSamples = scale > 1 ? Math.round(inSample * scale) : wanted;
    const proposal = (eps: number, why: string): Proposal => ({
      options: { ...given, eps, minSamples },
      optionsForSample: { ...given, eps, minSamples: inSample },
      reason: why,
    });
    const byShare = DENSE_SHARES.map((share) => ({
      share,
      eps: values[Math.floor(share * (values.length - 1))],
    }))
      .filter(({ eps }) => eps > 0)
      .map(({ share, eps }) =>
        proposal(
          eps,
          `${Math.round(100 * share)} % of the vectors are dense at a reach of ${eps.toPrecision(3)}.`,
        ),
      );
    return chosen === null ? byShare : [proposal(chosen, reason), ...byShare];
  },
};

/** Group sizes from small to large: few vectors find fine and loose groups, many only dense and large ones. */
export const adviseSize = (option: string): Adviser => ({
  option,
  async propose({ given, sample, scale }) {
    return GROUP_SIZES.filter((size) => size <= sample.rows / 4).map((size) => {
      const inAll = Math.round(size * scale);
      return {
        options: { ...given, [option]: inAll },
        optionsForSample: { ...given, [option]: size },
        reason: `Groups of ${inAll} vectors or more count.`,
      };
    });
  },
});

/** Reaches that take in a share of all vectors, by pairs drawn at random. */
export const adviseBandwidth: Adviser = {
  option: "bandwidth",
  async propose({ given, sample, run }) {
    const chance = random(run.seed);
    const distances = Float64Array.from({ length: Math.min(20_000, sample.rows ** 2) }, () =>
      Math.sqrt(
        squaredDistance(row(sample, chance.integer(sample.rows)), row(sample, chance.integer(sample.rows))),
      ),
    ).sort();
    return BANDWIDTH_SHARES.map((share) => ({
      share,
      bandwidth: distances[Math.floor(share * distances.length)],
    }))
      .filter(({ bandwidth }) => bandwidth > 0)
      .map(({ share, bandwidth }) => {
        const options = { ...given, bandwidth };
        const reason = `${Math.round(100 * share)} % of all pairs are closer than ${bandwidth.toPrecision(3)}.`;
        return { options, optionsForSample: options, reason };
      });
  },
};

/** Who advises on a method, by the options it has. Several may; none, and its defaults are judged. */
export function advisersFor(method: ClusterMethod, given: OptionValues): readonly Adviser[] {
  const advisers = has(method, "clusterCount")
    ? [adviseCount, adviseThreshold]
    : has(method, "bandwidth")
      ? [adviseBandwidth]
      : has(method, "xi")
        ? [adviseSize("minSamples")]
        : has(method, "minClusterSize")
          ? [adviseSize("minClusterSize")]
          : [adviseReach];
  const isFixed = advisers.some(({ option }) => option in given);
  return isFixed ? [] : advisers.filter(({ option }) => has(method, option));
}

const has = (method: ClusterMethod, option: string): boolean =>
  method.options.some(({ name }) => name === option);

function numberOption(method: ClusterMethod, given: OptionValues, name: string): number | null {
  const value = given[name] ?? method.options.find((option) => option.name === name)?.default;
  return typeof value === "number" ? value : null;
}

function listed(names: readonly string[]): string {
  const last = names[names.length - 1];
  return names.length === 1 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/**
 * Every figure of agreement with known labels, the most trustworthy first. One entry adds a figure to
 * `agreement`, the command line, the page and the documentation.
 */
import type { Contingency } from "./contingency.ts";
import {
  adjustedMutualInformation,
  completeness,
  homogeneity,
  normalisedMutualInformation,
  vMeasure,
} from "./information.ts";
import { hungarianAccuracy, inversePurity, purity } from "./matching.ts";
import type { MetricDescription } from "./metric.ts";
import { adjustedRandIndex, fowlkesMallows, pairF1, pairPrecision, pairRecall, randIndex } from "./pairs.ts";

export interface AgreementMetric extends MetricDescription {
  measure(table: Contingency): number;
}

const share = {
  judges: "clustering",
  range: [0, 1],
  better: "higher",
  needs: "labels",
  isChanceCorrected: false,
} as const;
const corrected = { ...share, isChanceCorrected: true } as const;

export const agreementMetrics = [
  {
    ...corrected,
    id: "adjustedMutualInformation",
    title: "AMI",
    range: [null, 1],
    meaning:
      "Information that clusters and classes share, less what chance would give. The figure to compare clusterings by.",
    source: "Vinh, Epps & Bailey (2010)",
    measure: (table) => adjustedMutualInformation(table),
  },
  {
    ...corrected,
    id: "adjustedRandIndex",
    title: "ARI",
    range: [-0.5, 1],
    meaning:
      "Pairs on which both agree, less what chance would give. Large clusters weigh most; meaningless if noise is counted as one cluster.",
    source: "Hubert & Arabie (1985)",
    measure: adjustedRandIndex,
  },
  {
    ...share,
    id: "hungarianAccuracy",
    title: "Accuracy (Hungarian)",
    meaning:
      "Share of things that are right when each class gets one cluster in the best way. Clusters left over count as wrong.",
    source: "Kuhn (1955); as used by Xie, Girshick & Farhadi (2016)",
    measure: hungarianAccuracy,
  },
  {
    ...share,
    id: "normalisedMutualInformation",
    title: "NMI",
    meaning:
      "Shared information over the mean entropy. Not corrected for chance: random labels reach .75 with many clusters, so read it beside its shuffled baseline.",
    source: "Strehl & Ghosh (2002); arithmetic mean: Kvålseth (1987)",
    measure: (table) => normalisedMutualInformation(table, "arithmetic"),
  },
  {
    ...share,
    id: "normalisedMutualInformationGeometric",
    title: "NMI (geometric)",
    meaning: "Shared information over the geometric mean of the entropies. Not corrected for chance.",
    source: "Strehl & Ghosh (2002)",
    measure: (table) => normalisedMutualInformation(table, "geometric"),
  },
  {
    ...share,
    id: "normalisedMutualInformationMin",
    title: "NMI (min)",
    meaning:
      "Shared information over the smaller entropy: 1 when one labelling is a refinement of the other. Not corrected for chance.",
    source: "Kvålseth (1987)",
    measure: (table) => normalisedMutualInformation(table, "min"),
  },
  {
    ...share,
    id: "normalisedMutualInformationMax",
    title: "NMI (max)",
    meaning: "Shared information over the larger entropy, the strictest average. Not corrected for chance.",
    source: "Kvålseth (1987)",
    measure: (table) => normalisedMutualInformation(table, "max"),
  },
  {
    ...share,
    id: "homogeneity",
    title: "Homogeneity",
    meaning: "1 when every cluster holds one class only; so it rises with the number of clusters.",
    source: "Rosenberg & Hirschberg (2007)",
    measure: homogeneity,
  },
  {
    ...share,
    id: "completeness",
    title: "Completeness",
    meaning: "1 when every class lies in one cluster; so it is 1 for a single cluster.",
    source: "Rosenberg & Hirschberg (2007)",
    measure: completeness,
  },
  {
    ...share,
    id: "vMeasure",
    title: "V-measure",
    meaning: "Harmonic mean of homogeneity and completeness; the same number as NMI.",
    source: "Rosenberg & Hirschberg (2007)",
    measure: (table) => vMeasure(table),
  },
  {
    ...share,
    id: "purity",
    title: "Purity",
    meaning:
      "Share of things whose cluster has their class as its largest. 1 when every thing is alone: read it with inverse purity.",
    source: "Zhao & Karypis (2001)",
    measure: purity,
  },
  {
    ...share,
    id: "inversePurity",
    title: "Inverse purity",
    meaning: "Share of things in the largest cluster of their class. 1 when all things are in one cluster.",
    source: "Amigó, Gonzalo, Artiles & Verdejo (2009)",
    measure: inversePurity,
  },
  {
    ...share,
    id: "pairPrecision",
    title: "Pair precision",
    meaning: "Share of the pairs put together that belong together.",
    source: "Manning, Raghavan & Schütze (2008), 16.3",
    measure: pairPrecision,
  },
  {
    ...share,
    id: "pairRecall",
    title: "Pair recall",
    meaning: "Share of the pairs that belong together that were put together.",
    source: "Manning, Raghavan & Schütze (2008), 16.3",
    measure: pairRecall,
  },
  {
    ...share,
    id: "pairF1",
    title: "Pair F1",
    meaning: "Harmonic mean of pair precision and pair recall.",
    source: "Manning, Raghavan & Schütze (2008), 16.3",
    measure: pairF1,
  },
  {
    ...share,
    id: "fowlkesMallows",
    title: "Fowlkes-Mallows",
    meaning: "Geometric mean of pair precision and pair recall.",
    source: "Fowlkes & Mallows (1983)",
    measure: fowlkesMallows,
  },
  {
    ...share,
    id: "randIndex",
    title: "Rand",
    meaning:
      "Share of pairs on which both agree. Near 1 for any two labellings with many groups: prefer ARI.",
    source: "Rand (1971)",
    measure: randIndex,
  },
] as const satisfies readonly AgreementMetric[];

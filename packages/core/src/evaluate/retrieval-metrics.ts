/** Every figure of a ranking with known right answers. One entry adds a figure everywhere. */
import type { MetricDescription } from "./metric.ts";
import {
  averagePrecision,
  normalisedDiscountedGain,
  precisionAt,
  recallAt,
  reciprocalRank,
} from "./retrieval.ts";

export interface RetrievalMetric extends MetricDescription {
  /** Looks at the first `k` answers only. */
  readonly isAtK: boolean;
  /** For one query with at least one right answer; a report gives the mean over queries. */
  measure(k: number, ranked: ArrayLike<number>, relevant: ReadonlySet<number>): number;
}

const ranking = {
  judges: "retrieval",
  range: [0, 1],
  better: "higher",
  needs: "ranking",
  isChanceCorrected: false,
} as const;

export const retrievalMetrics: readonly RetrievalMetric[] = [
  {
    ...ranking,
    id: "recallAt",
    title: "Recall@k",
    meaning: "Share of the right answers that are among the first k.",
    isAtK: true,
    source: "Manning, Raghavan & Schütze (2008), 8.4",
    measure: recallAt,
  },
  {
    ...ranking,
    id: "precisionAt",
    title: "Precision@k",
    meaning: "Share of the first k that are right; it cannot reach 1 where there are fewer right answers.",
    isAtK: true,
    source: "Manning, Raghavan & Schütze (2008), 8.4",
    measure: precisionAt,
  },
  {
    ...ranking,
    id: "normalisedDiscountedGain",
    title: "nDCG@k",
    meaning: "Right answers among the first k, earlier ones worth more, over the best possible order.",
    isAtK: true,
    source: "Järvelin & Kekäläinen (2002)",
    measure: (k, ranked, relevant) =>
      normalisedDiscountedGain(k, ranked, new Map([...relevant].map((item) => [item, 1]))),
  },
  {
    ...ranking,
    id: "averagePrecision",
    title: "mAP",
    meaning: "Precision at the place of every right answer, on average; the whole ranking counts.",
    isAtK: false,
    source: "Manning, Raghavan & Schütze (2008), 8.4",
    measure: (_, ranked, relevant) => averagePrecision(ranked, relevant),
  },
  {
    ...ranking,
    id: "reciprocalRank",
    title: "MRR",
    meaning: "One over the place of the first right answer, on average.",
    isAtK: false,
    source: "Voorhees (1999)",
    measure: (_, ranked, relevant) => reciprocalRank(ranked, relevant),
  },
];

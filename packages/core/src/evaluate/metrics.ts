/**
 * All figures of merit as plain JSON, in the order in which people are offered them: agreement with
 * labels, classification, validity without labels, retrieval, projection.
 */
import { agreementMetrics } from "./agreement-metrics.ts";
import type { MetricDescription } from "./metric.ts";
import { retrievalMetrics } from "./retrieval-metrics.ts";
import { validityMetrics } from "./validity-metrics.ts";

const share = { range: [0, 1], better: "higher", isChanceCorrected: false } as const;
const ofClasses = { ...share, judges: "classification" } as const;
const ofMaps = { ...share, judges: "projection", needs: "vectors" } as const;

/** Read from a confusion (`classification.ts`) or from scores (`roc.ts`), not one by one. */
const classificationMetrics: readonly MetricDescription[] = [
  {
    ...ofClasses,
    id: "accuracy",
    title: "Accuracy",
    meaning: "Share of things with the right class. Large classes decide it.",
    needs: "labels",
    source: "common usage",
  },
  {
    ...ofClasses,
    id: "precision",
    title: "Precision (macro)",
    meaning:
      "Share right among what was predicted as a class, averaged over classes; 0 for a class never predicted.",
    needs: "labels",
    source: "Sokolova & Lapalme (2009)",
  },
  {
    ...ofClasses,
    id: "recall",
    title: "Recall (macro)",
    meaning: "Share found of each class, averaged over classes; also called mean per-class accuracy.",
    needs: "labels",
    source: "Sokolova & Lapalme (2009)",
  },
  {
    ...ofClasses,
    id: "f1",
    title: "F1 (macro)",
    meaning: "Harmonic mean of precision and recall of each class, averaged over classes.",
    needs: "labels",
    source: "Sokolova & Lapalme (2009)",
  },
  {
    ...ofClasses,
    id: "rocAuc",
    title: "ROC-AUC",
    meaning:
      "How often a member of a class scores above a non-member; ½ is chance. Says nothing about thresholds.",
    needs: "scores",
    source: "Hanley & McNeil (1982)",
  },
];

/** Computed together, from one pass over the neighbours (`projection.ts`). */
const projectionMetrics: readonly MetricDescription[] = [
  {
    ...ofMaps,
    id: "trustworthiness",
    title: "Trustworthiness",
    meaning:
      "Neighbours on the map are neighbours among the vectors; sinks when strangers are drawn together.",
    source: "Venna & Kaski (2001)",
  },
  {
    ...ofMaps,
    id: "continuity",
    title: "Continuity",
    meaning: "Neighbours among the vectors are neighbours on the map; sinks when neighbours are torn apart.",
    source: "Venna & Kaski (2001)",
  },
  {
    ...ofMaps,
    id: "neighbourPreservation",
    title: "Neighbour preservation",
    meaning: "Share of the nearest neighbours that are the same among the vectors and on the map.",
    source: "Lee & Verleysen (2009)",
  },
  {
    ...ofMaps,
    id: "tripletAccuracy",
    title: "Triplet accuracy",
    meaning:
      "Whether the nearer one of two random vectors is nearer on the map too; ½ is chance. Tells about the large picture.",
    source: "Wang, Huang, Rudin & Shaposhnik (2021)",
  },
];

const described = [
  ...agreementMetrics,
  ...classificationMetrics,
  ...validityMetrics,
  ...retrievalMetrics,
  ...projectionMetrics,
];

export const metricDescriptions: readonly MetricDescription[] = described.map(
  ({ id, title, meaning, range, better, needs, judges, isChanceCorrected, source }) => ({
    id,
    title,
    meaning,
    range,
    better,
    needs,
    judges,
    isChanceCorrected,
    source,
  }),
);

/** @throws RangeError naming the metrics there are. */
export function metricDescription(id: string): MetricDescription {
  const found = metricDescriptions.find((candidate) => candidate.id === id);
  if (found) return found;
  const known = metricDescriptions.map((each) => each.id).join(", ");
  throw new RangeError(`There is no metric "${id}"; the metrics are ${known}.`);
}

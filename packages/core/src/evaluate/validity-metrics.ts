/**
 * Every measure of a clustering without labels. One entry adds a measure to the command line, the page
 * and the documentation. All leave noise out, so read them beside coverage and `clusteringShape`.
 */

import type { Kernels } from "../compute/kernels.ts";
import { type Matrix, normaliseRows } from "../matrix.ts";
import type { Metric } from "../method/metric.ts";
import { densityValidity } from "./density-validity.ts";
import { dunnIndex } from "./dunn.ts";
import type { MetricDescription } from "./metric.ts";
import { silhouette } from "./silhouette.ts";
import { calinskiHarabasz, daviesBouldin } from "./validity.ts";

export interface ValidityMetric extends MetricDescription {
  /** Time in n vectors, d numbers each, k clusters. */
  readonly complexity: string;
  /** @throws RangeError unless there are 2 to n - 1 clusters among the vectors that are not noise. */
  measure(
    vectors: Matrix,
    assignment: Int32Array,
    how: { readonly metric: Metric; readonly kernels: Kernels },
  ): Promise<number>;
}

const vectorsOnly = { judges: "clustering", needs: "vectors", isChanceCorrected: false } as const;
const measuredBy = (vectors: Matrix, metric: Metric) =>
  metric === "cosine" ? normaliseRows(vectors) : vectors;

export const validityMetrics: readonly ValidityMetric[] = [
  {
    ...vectorsOnly,
    id: "silhouette",
    title: "Silhouette",
    meaning:
      "How much closer the own cluster is than the next, on average. Favours few round clusters; on photos it only falls as clusters get more.",
    range: [-1, 1],
    better: "higher",
    complexity: "O(n² d)",
    source: "Rousseeuw (1987)",
    measure: async (vectors, assignment, how) => (await silhouette(vectors, assignment, how)).mean,
  },
  {
    ...vectorsOnly,
    id: "densityValidity",
    title: "DBCV",
    meaning:
      "Whether clusters are denser inside than between, whatever their shape. Made for density methods; values of different spaces do not compare.",
    range: [-1, 1],
    better: "higher",
    complexity: "O(n² d)",
    source: "Moulavi, Jaskowiak, Campello, Zimek & Sander (2014)",
    measure: async (vectors, assignment, how) => (await densityValidity(vectors, assignment, how)).value,
  },
  {
    ...vectorsOnly,
    id: "calinskiHarabasz",
    title: "Calinski-Harabasz",
    meaning:
      "Variance between clusters over variance within. Favours round clusters of equal size; grows with the number of vectors.",
    range: [0, null],
    better: "higher",
    complexity: "O(n d)",
    source: "Caliński & Harabasz (1974)",
    measure: async (vectors, assignment, { metric }) =>
      calinskiHarabasz(measuredBy(vectors, metric), assignment),
  },
  {
    ...vectorsOnly,
    id: "daviesBouldin",
    title: "Davies-Bouldin",
    meaning:
      "Spread of two neighbouring clusters over their distance, the worst for each cluster, on average.",
    range: [0, null],
    better: "lower",
    complexity: "O(n d + k² d)",
    source: "Davies & Bouldin (1979)",
    measure: async (vectors, assignment, { metric }) =>
      daviesBouldin(measuredBy(vectors, metric), assignment),
  },
  {
    ...vectorsOnly,
    id: "dunnIndex",
    title: "Dunn",
    meaning: "Smallest gap between clusters over the widest cluster. One stray vector decides it.",
    range: [0, null],
    better: "higher",
    complexity: "O(n² d)",
    source: "Dunn (1974)",
    measure: dunnIndex,
  },
];

/**
 * What a figure of merit is, as plain JSON: so that one list makes the command line's table, the
 * page's column heads with their explanations, and the documentation.
 */
export interface MetricDescription {
  readonly id: string;
  /** As the field calls it. */
  readonly title: string;
  /** One or two sentences for the person who reads the figure, with what it hides. */
  readonly meaning: string;
  /** Smallest and largest possible value; null where there is no bound. */
  readonly range: readonly [min: number | null, max: number | null];
  readonly better: "higher" | "lower";
  /** What it is computed from beside the result: true labels, the vectors, the right answers, or scores. */
  readonly needs: "labels" | "vectors" | "ranking" | "scores";
  /** What it judges. */
  readonly judges: "clustering" | "classification" | "retrieval" | "projection";
  /** About 0 for random labels, so that figures of clusterings with many and few clusters compare. */
  readonly isChanceCorrected: boolean;
  /** Whose idea it is. */
  readonly source: string;
}

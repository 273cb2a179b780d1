/**
 * Which class was taken for which: the table behind accuracy, precision and recall, for predictions
 * that use the names of the classes, and for clusters that have no names yet and get their class by
 * the best one-to-one matching.
 */
import { contingency, type Labels } from "./contingency.ts";
import { bestMatching } from "./matching.ts";

type Label = number | string;

export interface Confusion {
  /** True classes, ascending (numbers before names). */
  readonly classes: readonly Label[];
  /**
   * What was predicted. Column c stands for class c, as long as there are classes; the rest of the
   * columns stand for no class. `null`: a class that nothing was predicted as.
   */
  readonly predictions: readonly (Label | null)[];
  /** Row-major classes × predictions. */
  readonly counts: Uint32Array;
}

/**
 * Predictions named like the classes. Names that are no true class come after the classes. O(n + cells).
 * @throws RangeError when the labellings differ in length.
 */
export function confusionMatrix(truth: Labels, predicted: Labels): Confusion {
  requireSameLength(truth, predicted);
  const classes = distinct(truth);
  const known = new Set(classes);
  const others = distinct(predicted).filter((label) => !known.has(label));
  const guessed = new Set(distinct(predicted));
  return count(truth, predicted, classes, [
    ...classes.map((label) => (guessed.has(label) ? label : null)),
    ...others,
  ]);
}

/**
 * Clusters matched to classes so that most things agree: column c is the cluster of class c, then the
 * clusters that were left over, then noise (-1). O(smaller² × larger) for the matching.
 * @throws RangeError when the labellings differ in length.
 */
export function matchedConfusion(truth: Labels, assignment: ArrayLike<number>): Confusion {
  requireSameLength(truth, assignment);
  const classes = distinct(truth);
  const clusters = distinct(assignment).filter((cluster) => Number(cluster) >= 0);
  const covered = Array.from({ length: truth.length }, (_, i) => i).filter((i) => assignment[i] >= 0);
  // The table numbers labels by first appearance; go through the labels to name its rows and columns.
  const coveredTruth = covered.map((i) => truth[i]);
  const coveredClusters = covered.map((i) => assignment[i]);
  const classOrder = [...new Set(coveredTruth)];
  const clusterOrder = [...new Set(coveredClusters)];
  const clusterOf = new Map<Label, number>();
  const matching = bestMatching(contingency(coveredTruth, coveredClusters));
  for (const { truth: t, predicted: p } of matching) clusterOf.set(classOrder[t], clusterOrder[p]);
  const matched = new Set<Label>(clusterOf.values());
  const hasNoise = covered.length < truth.length;
  return count(
    truth,
    Array.from(assignment, (cluster) => (cluster < 0 ? -1 : cluster)),
    classes,
    [
      ...classes.map((label) => clusterOf.get(label) ?? null),
      ...clusters.filter((cluster) => !matched.has(cluster)),
      ...(hasNoise ? [-1] : []),
    ],
  );
}

function count(
  truth: Labels,
  predicted: Labels,
  classes: readonly Label[],
  predictions: readonly (Label | null)[],
): Confusion {
  const rowOf = new Map(classes.map((label, r) => [label, r]));
  const columnOf = new Map(predictions.map((label, c) => [label, c]));
  const counts = new Uint32Array(classes.length * predictions.length);
  for (let i = 0; i < truth.length; i++) {
    const row = rowOf.get(truth[i]);
    const column = columnOf.get(predicted[i]);
    if (row === undefined || column === undefined) throw new Error("internal: a label has no place.");
    counts[row * predictions.length + column]++;
  }
  return { classes, predictions, counts };
}

function distinct(labels: Labels): Label[] {
  return [...new Set(Array.from(labels))].sort((a, b) =>
    typeof a === "number" && typeof b === "number"
      ? a - b
      : typeof a === typeof b
        ? a < b
          ? -1
          : 1
        : typeof a === "number"
          ? -1
          : 1,
  );
}

function requireSameLength(truth: Labels, predicted: Labels): void {
  if (truth.length !== predicted.length) {
    throw new RangeError(
      `There are ${truth.length} true and ${predicted.length} predicted labels; both must label the same things in one order.`,
    );
  }
}

/**
 * Accuracy, precision, recall and F1, for each class and on average, from a confusion.
 *
 * Averages are macro averages: every class counts the same, however rare. Where nothing was predicted
 * as a class its precision is 0, as in scikit-learn. Curves over scores live in `roc.ts`.
 */
import { random, shuffle } from "../random.ts";
import { type Confusion, matchedConfusion } from "./confusion.ts";
import type { Labels } from "./contingency.ts";

export interface ClassFigures {
  readonly label: number | string;
  /** Things that truly are of the class. */
  readonly support: number;
  /** Share of things on which "is it of this class" was answered right; high for any rare class. */
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface Classification {
  /** Share of things with the right class, 0..1. */
  readonly accuracy: number;
  readonly perClass: readonly ClassFigures[];
  /** Means over the classes; `recall` is also known as mean per-class accuracy or balanced accuracy. */
  readonly macro: Omit<ClassFigures, "label" | "support">;
}

/** Figures of a confusion; NaN when there is nothing to judge. O(classes × predictions). */
export function classification({ classes, predictions, counts }: Confusion): Classification {
  const columns = predictions.length;
  const support = classes.map((_, r) => sum(counts.subarray(r * columns, (r + 1) * columns)));
  const predicted = classes.map((_, c) =>
    classes.reduce<number>((all, _, r) => all + counts[r * columns + c], 0),
  );
  const total = support.reduce((all, size) => all + size, 0);
  const hits = classes.map((_, c) => counts[c * columns + c]);
  const perClass = classes.map((label, c) => {
    const wrong = predicted[c] + support[c] - 2 * hits[c];
    return {
      label,
      support: support[c],
      accuracy: (total - wrong) / total,
      precision: predicted[c] === 0 ? 0 : hits[c] / predicted[c],
      recall: hits[c] / support[c],
      f1: (2 * hits[c]) / (predicted[c] + support[c]),
    };
  });
  const mean = (figure: "accuracy" | "precision" | "recall" | "f1") =>
    perClass.reduce((all, each) => all + each[figure], 0) / perClass.length;
  return {
    accuracy: hits.reduce((all, hit) => all + hit, 0) / total,
    perClass,
    macro: {
      accuracy: mean("accuracy"),
      precision: mean("precision"),
      recall: mean("recall"),
      f1: mean("f1"),
    },
  };
}

/** Clusters judged as if they had been predictions. */
export interface ClusterClassification {
  /** Clusters in the places of the classes they match best. */
  readonly confusion: Confusion;
  readonly figures: Classification;
  /** The same for shuffled labels, matched anew: what chance alone reaches with these cluster sizes. */
  readonly shuffled: Classification;
}

/**
 * Accuracy, precision and recall of clusters, each class given one cluster in the best way; noise (-1)
 * and clusters left over are misses. O(smaller² × larger) for the matching.
 * @throws RangeError when the labellings differ in length.
 */
export function clusterClassification(
  truth: Labels,
  assignment: ArrayLike<number>,
  seed = 0,
): ClusterClassification {
  const confusion = matchedConfusion(truth, assignment);
  const mixed = shuffle(Array.from(assignment), random(seed));
  return {
    confusion,
    figures: classification(confusion),
    shuffled: classification(matchedConfusion(truth, mixed)),
  };
}

function sum(values: Uint32Array): number {
  return values.reduce((all, value) => all + value, 0);
}

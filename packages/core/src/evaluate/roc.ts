/**
 * Area under the ROC curve: how often a member of a class scores above a non-member. Needs no
 * threshold and does not depend on how rare the class is. After Hanley & McNeil (1982); ties count
 * half, as in the rank sum of Mann & Whitney (1947).
 */
import type { Matrix } from "../matrix.ts";
import type { Labels } from "./contingency.ts";

/**
 * 1 when every positive scores above every negative, ½ for chance; NaN without positives or without
 * negatives. O(n log n).
 * @param isPositive one for each score; anything but 0 or false is positive
 * @throws RangeError when the lengths differ or a score is NaN.
 */
export function rocAuc(scores: ArrayLike<number>, isPositive: ArrayLike<number | boolean>): number {
  if (scores.length !== isPositive.length) {
    throw new RangeError(
      `There are ${scores.length} scores for ${isPositive.length} things; each thing needs one.`,
    );
  }
  const order = Array.from({ length: scores.length }, (_, i) => i);
  for (const i of order) {
    if (Number.isNaN(scores[i])) throw new RangeError(`Score ${i} is NaN; every score must be a number.`);
  }
  order.sort((a, b) => (scores[a] < scores[b] ? -1 : scores[a] > scores[b] ? 1 : 0));
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let positivesHere = 0;
    while (end < order.length && scores[order[end]] === scores[order[start]]) {
      if (isPositive[order[end]]) positivesHere++;
      end++;
    }
    // Equal scores share the mean of their ranks, counted from 1.
    rankSum += positivesHere * ((start + 1 + end) / 2);
    positives += positivesHere;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (scores.length - positives));
}

/**
 * Each class against the rest, and the mean over the classes that occur but are not everything.
 * @param scores things × classes
 * @param classes the class of each column
 */
export function rocAucByClass(
  scores: Matrix,
  classes: readonly (number | string)[],
  truth: Labels,
): { readonly perClass: readonly number[]; readonly macro: number } {
  const perClass = classes.map((label, c) =>
    rocAuc(
      Float32Array.from({ length: scores.rows }, (_, i) => scores.data[i * scores.columns + c]),
      Array.from(truth, (own) => own === label),
    ),
  );
  const judged = perClass.filter((area) => !Number.isNaN(area));
  return { perClass, macro: judged.reduce((sum, area) => sum + area, 0) / judged.length };
}

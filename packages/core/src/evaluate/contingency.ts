/**
 * How two labellings of the same things meet: the counts from which every measure of agreement is
 * computed. Sparse, so that thousands of classes against thousands of clusters cost only their cells.
 */

/** Labels of any kind; only equality counts. */
export type Labels = ArrayLike<number | string>;

export interface Contingency {
  /** Number of labelled things. */
  readonly total: number;
  /** Things under each true label, in the order of first appearance; likewise predicted. */
  readonly truthSizes: readonly number[];
  readonly predictedSizes: readonly number[];
  /** Non-empty meetings. */
  readonly cells: readonly { readonly truth: number; readonly predicted: number; readonly count: number }[];
}

/** @throws RangeError when the labellings differ in length. */
export function contingency(truth: Labels, predicted: Labels): Contingency {
  if (truth.length !== predicted.length) {
    throw new RangeError(
      `There are ${truth.length} true and ${predicted.length} predicted labels; both must label the same things in one order.`,
    );
  }
  const rows = number(truth);
  const columns = number(predicted);
  const counts = new Map<number, number>();
  for (let i = 0; i < truth.length; i++) {
    const key = rows.numbers[i] * columns.sizes.length + columns.numbers[i];
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return {
    total: truth.length,
    truthSizes: rows.sizes,
    predictedSizes: columns.sizes,
    cells: [...counts].map(([key, count]) => ({
      truth: Math.floor(key / columns.sizes.length),
      predicted: key % columns.sizes.length,
      count,
    })),
  };
}

function number(labels: Labels): { numbers: Int32Array; sizes: number[] } {
  const known = new Map<number | string, number>();
  const sizes: number[] = [];
  const numbers = new Int32Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    let index = known.get(labels[i]);
    if (index === undefined) {
      index = sizes.length;
      known.set(labels[i], index);
      sizes.push(0);
    }
    sizes[index]++;
    numbers[i] = index;
  }
  return { numbers, sizes };
}

/**
 * Brings true and predicted labels together by the id of what they label, never by position.
 *
 * Zipping two lists that cover different things gives figures that look like figures: a published
 * comparison scored 5,000 predictions against the labels of 5,000 other images and printed the result
 * of chance. So every id must be on both sides exactly once, and anything else is an error that says
 * how many ids differ and names some.
 */

/** An id and its label; a `Map` gives these when iterated. */
export type LabelledId<L extends number | string> = readonly [id: string, label: L];

export interface JoinedLabels<T extends number | string, P extends number | string> {
  /** In the order of the true labels. */
  readonly ids: readonly string[];
  readonly truth: readonly T[];
  readonly predicted: readonly P[];
}

/** How many ids an error names on each side. */
const EXAMPLES = 3;

/**
 * O(n).
 * @throws RangeError when an id is there twice, or only on one side; with counts and examples.
 */
export function joinById<T extends number | string, P extends number | string>(
  truth: Iterable<LabelledId<T>>,
  predicted: Iterable<LabelledId<P>>,
): JoinedLabels<T, P> {
  const known = labelsById(truth, "true");
  const guessed = labelsById(predicted, "predicted");
  const unpredicted = [...known.keys()].filter((id) => !guessed.has(id));
  const unknown = [...guessed.keys()].filter((id) => !known.has(id));
  if (unpredicted.length > 0 || unknown.length > 0) {
    const shared = known.size - unpredicted.length;
    throw new RangeError(
      `Ids on both sides: ${shared}, of ${known.size} true and ${guessed.size} predicted labels; ` +
        `${withExamples(unpredicted, "without a prediction")}, ${withExamples(unknown, "without a true label")}. ` +
        "Labels are joined by id; give both sides the same ids, or leave out on both what one side lacks.",
    );
  }
  const pairs = [...known].flatMap(([id, label]) => {
    const guess = guessed.get(id);
    return guess === undefined ? [] : [{ id, label, guess }];
  });
  return {
    ids: pairs.map(({ id }) => id),
    truth: pairs.map(({ label }) => label),
    predicted: pairs.map(({ guess }) => guess),
  };
}

function labelsById<L extends number | string>(
  labels: Iterable<LabelledId<L>>,
  side: string,
): Map<string, L> {
  const byId = new Map<string, L>();
  const repeated = new Set<string>();
  let count = 0;
  for (const [id, label] of labels) {
    count++;
    if (byId.has(id)) repeated.add(id);
    byId.set(id, label);
  }
  if (repeated.size > 0) {
    throw new RangeError(
      `Among ${count} ${side} labels, ${withExamples([...repeated], "there more than once")}; ` +
        "every id needs exactly one label.",
    );
  }
  return byId;
}

function withExamples(ids: readonly string[], what: string): string {
  if (ids.length === 0) return `no id is ${what}`;
  const named = ids.slice(0, EXAMPLES).map((id) => `"${id}"`);
  return `${ids.length} ${ids.length === 1 ? "id is" : "ids are"} ${what} (${named.join(", ")}${ids.length > EXAMPLES ? ", …" : ""})`;
}

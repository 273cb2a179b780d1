/**
 * Keeps the best few of a stream of (score, index): higher scores first, equal scores by lower index,
 * so the result does not depend on the order of arrival. A binary heap with the worst on top:
 * O(log count) for what enters, O(1) for what does not.
 */
export class TopCollector {
  readonly #capacity: number;
  readonly #scores: Float64Array;
  readonly #indices: Int32Array;
  #size = 0;

  /** @param capacity how many to keep, at least 1 */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#scores = new Float64Array(capacity);
    this.#indices = new Int32Array(capacity);
  }

  /** Scores below this cannot enter any more; −∞ until the collector is full. */
  get bar(): number {
    return this.#size < this.#capacity ? -Infinity : this.#scores[0];
  }

  offer(score: number, index: number): void {
    if (this.#size < this.#capacity) {
      this.#rise(this.#size++, score, index);
    } else if (isBetter(score, index, this.#scores[0], this.#indices[0])) {
      this.#sink(score, index);
    }
  }

  /** The kept ones, best first. Empties the collector. */
  take(): { scores: Float64Array; indices: Int32Array } {
    const scores = new Float64Array(this.#size);
    const indices = new Int32Array(this.#size);
    while (this.#size > 0) {
      const last = --this.#size;
      scores[last] = this.#scores[0];
      indices[last] = this.#indices[0];
      if (last > 0) this.#sink(this.#scores[last], this.#indices[last]);
    }
    return { scores, indices };
  }

  #rise(start: number, score: number, index: number): void {
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBetter(this.#scores[parent], this.#indices[parent], score, index)) break;
      this.#scores[at] = this.#scores[parent];
      this.#indices[at] = this.#indices[parent];
      at = parent;
    }
    this.#scores[at] = score;
    this.#indices[at] = index;
  }

  #sink(score: number, index: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#size) break;
      const right = child + 1;
      if (
        right < this.#size &&
        isBetter(this.#scores[child], this.#indices[child], this.#scores[right], this.#indices[right])
      ) {
        child = right;
      }
      if (!isBetter(score, index, this.#scores[child], this.#indices[child])) break;
      this.#scores[at] = this.#scores[child];
      this.#indices[at] = this.#indices[child];
      at = child;
    }
    this.#scores[at] = score;
    this.#indices[at] = index;
  }
}

function isBetter(score: number, index: number, otherScore: number, otherIndex: number): boolean {
  return score > otherScore || (score === otherScore && index < otherIndex);
}

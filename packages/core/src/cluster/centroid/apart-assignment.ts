/**
 * Places things in the nearest of some centres under cannot-links: nearest first, and back where that ends
 * in a dead end, which the plain greedy assignment of Wagstaff et al. (2001) cannot.
 */
import type { RowPair } from "../../method/constraints.ts";

/** Placements tried before the search gives up; colouring, which this contains, has no fast answer. */
const MOST_TRIES = 1_000_000;

export class ApartAssignment {
  readonly #adjacent = new Map<number, Set<number>>();
  /** Those under cannot-links; whoever has most neighbours before it comes next, so that dead ends show early. */
  readonly #order: number[] = [];

  /** @param apart pairs of different things. O(pairs + linked²). */
  constructor(apart: readonly RowPair[]) {
    for (const [a, b] of apart) {
      this.#neighbours(a).add(b);
      this.#neighbours(b).add(a);
    }
    const waiting = new Map([...this.#adjacent.keys()].sort((a, b) => a - b).map((thing) => [thing, 0]));
    while (waiting.size > 0) {
      let next = -1;
      for (const [thing, placed] of waiting)
        if (next < 0 || this.#isHarder(thing, placed, next, waiting.get(next) ?? 0)) next = thing;
      waiting.delete(next);
      this.#order.push(next);
      for (const other of this.#neighbours(next)) {
        const placed = waiting.get(other);
        if (placed !== undefined) waiting.set(other, placed + 1);
      }
    }
  }

  /**
   * Changes the labels of things under cannot-links so that all are kept; other labels stay.
   * @param distancesOf squared distances of a thing to every centre
   * @returns the thing at which the search ended without an answer, or null when all have a place
   * @throws RangeError when the search was given up.
   */
  place(labels: Int32Array, distancesOf: (thing: number) => Float64Array): number | null {
    for (const thing of this.#order) labels[thing] = -1;
    const ranked = this.#order.map((thing) => {
      const distances = distancesOf(thing);
      return [...distances.keys()].sort((a, b) => distances[a] - distances[b] || a - b);
    });
    const next = new Int32Array(this.#order.length + 1);
    let deepest = 0;
    let tries = 0;
    for (let at = 0; at < this.#order.length; ) {
      if (tries++ > MOST_TRIES) {
        throw new RangeError(
          `No assignment that keeps ${this.#order.length} rows under cannotLink apart was found in ${MOST_TRIES} tries; ` +
            "ask for more clusters or leave out some pairs.",
        );
      }
      const thing = this.#order[at];
      const taken = new Set(Array.from(this.#neighbours(thing), (other) => labels[other]));
      const free = ranked[at].findIndex((centre, rank) => rank >= next[at] && !taken.has(centre));
      if (free >= 0) {
        labels[thing] = ranked[at][free];
        next[at++] = free + 1;
        next[at] = 0;
        deepest = Math.max(deepest, at);
      } else if (at === 0) return this.#order[deepest];
      else labels[this.#order[--at]] = -1;
    }
    return null;
  }

  #neighbours(thing: number): Set<number> {
    const known = this.#adjacent.get(thing) ?? new Set<number>();
    this.#adjacent.set(thing, known);
    return known;
  }

  #isHarder(one: number, placed: number, other: number, otherPlaced: number): boolean {
    if (placed !== otherPlaced) return placed > otherPlaced;
    return this.#neighbours(one).size > this.#neighbours(other).size;
  }
}

/**
 * Whom each row introduces to each other in one round of NN-descent: a sample of its neighbours and of
 * the rows whose neighbour it is, those that are new since its last round kept apart from the old.
 */
import type { Random } from "../random.ts";
import { type NeighbourHeaps, NOBODY } from "./neighbour-heaps.ts";

/** Up to `capacity` rows for each row, sampled evenly from all that were offered. */
export class CandidateLists {
  readonly capacity: number;
  /** Row-major rows × capacity; the first `counts[row]` are filled. */
  readonly indices: Int32Array;
  readonly counts: Int32Array;
  readonly #offered: Int32Array;

  constructor(rows: number, capacity: number) {
    this.capacity = capacity;
    this.indices = new Int32Array(rows * capacity);
    this.counts = new Int32Array(rows);
    this.#offered = new Int32Array(rows);
  }

  clear(): void {
    this.counts.fill(0);
    this.#offered.fill(0);
  }

  /** Vitter's reservoir (1985), without a second copy of what is there. */
  offer(row: number, index: number, chance: Random): void {
    if (this.has(row, index)) return;
    const offered = ++this.#offered[row];
    const start = row * this.capacity;
    if (this.counts[row] < this.capacity) {
      this.indices[start + this.counts[row]++] = index;
    } else {
      const place = chance.integer(offered);
      if (place < this.capacity) this.indices[start + place] = index;
    }
  }

  has(row: number, index: number): boolean {
    const start = row * this.capacity;
    for (let k = start; k < start + this.counts[row]; k++) if (this.indices[k] === index) return true;
    return false;
  }
}

/**
 * Fills both lists from the heaps, both directions of every edge. An edge that made it into the new
 * list of its row is old from now on. O(rows × heap capacity × list capacity).
 */
export function gatherCandidates(
  heaps: NeighbourHeaps,
  fresh: CandidateLists,
  old: CandidateLists,
  chance: Random,
): void {
  const { rows, capacity, indices, isNew } = heaps;
  fresh.clear();
  old.clear();
  for (let i = 0; i < rows; i++) {
    for (let k = i * capacity; k < (i + 1) * capacity; k++) {
      const other = indices[k];
      if (other === NOBODY) continue;
      const list = isNew[k] ? fresh : old;
      list.offer(i, other, chance);
      list.offer(other, i, chance);
    }
  }
  for (let i = 0; i < rows; i++) {
    for (let k = i * capacity; k < (i + 1) * capacity; k++) {
      if (isNew[k] && fresh.has(i, indices[k])) isNew[k] = 0;
    }
  }
}

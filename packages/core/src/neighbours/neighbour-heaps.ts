/**
 * The nearest few of every row, while neighbours are still being found: one small heap a row, the
 * farthest on top, all of them in two arrays. Equal distances rank by lower index, so what is kept
 * does not depend on the order in which it was offered.
 */
export class NeighbourHeaps {
  readonly rows: number;
  /** Neighbours kept for each row. */
  readonly capacity: number;
  /** Row-major rows × capacity in heap order; {@link NOBODY} where none was offered yet. */
  readonly indices: Int32Array;
  readonly distances: Float32Array;
  /** 1 for entries that arrived and were not looked at since; whoever looks sets it to 0. */
  readonly isNew: Uint8Array;

  constructor(rows: number, capacity: number) {
    this.rows = rows;
    this.capacity = capacity;
    this.indices = new Int32Array(rows * capacity).fill(NOBODY);
    this.distances = new Float32Array(rows * capacity).fill(Infinity);
    this.isNew = new Uint8Array(rows * capacity);
  }

  /** Keeps `index` if it is among the nearest of `row` so far, and says so. It must not be kept already. */
  offer(row: number, index: number, distance: number): boolean {
    const { capacity, distances, indices, isNew } = this;
    const top = row * capacity;
    const rounded = Math.fround(distance);
    if (!isFarther(distances[top], indices[top], rounded, index)) return false;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= capacity) break;
      const right = child + 1;
      if (
        right < capacity &&
        isFarther(distances[top + right], indices[top + right], distances[top + child], indices[top + child])
      ) {
        child = right;
      }
      if (!isFarther(distances[top + child], indices[top + child], rounded, index)) break;
      distances[top + at] = distances[top + child];
      indices[top + at] = indices[top + child];
      isNew[top + at] = isNew[top + child];
      at = child;
    }
    distances[top + at] = rounded;
    indices[top + at] = index;
    isNew[top + at] = 1;
    return true;
  }

  /** Whether `index` is kept for `row`. O(capacity). */
  has(row: number, index: number): boolean {
    const { capacity, indices } = this;
    const start = row * capacity;
    for (let k = start; k < start + capacity; k++) if (indices[k] === index) return true;
    return false;
  }
}

/** Stands behind every real index. */
export const NOBODY = 2 ** 31 - 1;

function isFarther(distance: number, index: number, otherDistance: number, otherIndex: number): boolean {
  return distance > otherDistance || (distance === otherDistance && index > otherIndex);
}

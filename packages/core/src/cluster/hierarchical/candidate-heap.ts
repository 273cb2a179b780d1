/**
 * A growing binary heap of numbered items by key, smallest first, equal keys by item. Keys of an item
 * that is in it several times do not replace each other: whoever takes one decides whether it still
 * holds. O(log size) to add and to take.
 */
export class CandidateHeap {
  #keys: Float64Array;
  #items: Int32Array;
  #size = 0;

  /** @param capacity how many to make room for at first */
  constructor(capacity: number) {
    this.#keys = new Float64Array(Math.max(16, capacity));
    this.#items = new Int32Array(this.#keys.length);
  }

  add(item: number, key: number): void {
    if (this.#size === this.#keys.length) this.#grow();
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isAfter(parent, key, item)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#keys[at] = key;
    this.#items[at] = item;
  }

  /** The smallest, removed; undefined when there is none. */
  take(): { item: number; key: number } | undefined {
    if (this.#size === 0) return undefined;
    const first = { item: this.#items[0], key: this.#keys[0] };
    const last = --this.#size;
    const key = this.#keys[last];
    const item = this.#items[last];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= last) break;
      const right = child + 1;
      if (right < last && this.#isAfter(child, this.#keys[right], this.#items[right])) child = right;
      if (this.#isAfter(child, key, item)) break;
      this.#move(child, at);
      at = child;
    }
    this.#keys[at] = key;
    this.#items[at] = item;
    return first;
  }

  /** Whether what is at `place` belongs after this. */
  #isAfter(place: number, key: number, item: number): boolean {
    return this.#keys[place] > key || (this.#keys[place] === key && this.#items[place] > item);
  }

  #move(from: number, to: number): void {
    this.#keys[to] = this.#keys[from];
    this.#items[to] = this.#items[from];
  }

  #grow(): void {
    const keys = new Float64Array(2 * this.#keys.length);
    const items = new Int32Array(keys.length);
    keys.set(this.#keys);
    items.set(this.#items);
    this.#keys = keys;
    this.#items = items;
  }
}

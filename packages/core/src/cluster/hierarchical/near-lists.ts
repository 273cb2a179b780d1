/**
 * What is known about the surroundings of each of many things: a short list of near others and a bar.
 * Whoever is not in the list is at least as far as the bar. An entry holds a distance, or a bound below
 * it, for one who need not be measured before being the next nearest.
 */

/** Distances that differ by no more, relatively, may be equal but for rounding in float64. */
export const ROUNDING = 1e-12;

export class NearLists {
  readonly room: number;
  /** Row-major, `room` entries for each thing, the first `lengths` of them in use, in no order. */
  readonly others: Int32Array;
  readonly distances: Float64Array;
  /** 1 where the distance is only a bound below it. */
  readonly isBound: Uint8Array;
  readonly lengths: Int32Array;
  readonly bars: Float64Array;

  /** Nothing is known yet. */
  constructor(count: number, room: number) {
    this.room = room;
    this.others = new Int32Array(count * room);
    this.distances = new Float64Array(count * room);
    this.isBound = new Uint8Array(count * room);
    this.lengths = new Int32Array(count);
    this.bars = new Float64Array(count).fill(-Infinity);
  }

  /** Forgets the list of `owner` and starts one below a new bar. */
  start(owner: number, bar: number): void {
    this.lengths[owner] = 0;
    this.bars[owner] = bar;
  }

  /** Position of `other` in the list of `owner`; -1 where it is not. */
  find(owner: number, other: number): number {
    const from = owner * this.room;
    for (let p = from; p < from + this.lengths[owner]; p++) if (this.others[p] === other) return p;
    return -1;
  }

  /** Adds what is not above the bar. Where there is no room, the farthest goes and lowers the bar. */
  add(owner: number, other: number, distance: number, isBound: boolean): void {
    const { room, distances, lengths, bars } = this;
    if (distance > bars[owner] * (1 + ROUNDING)) return;
    const from = owner * room;
    let at = from + lengths[owner];
    if (lengths[owner] < room) lengths[owner]++;
    else {
      at = from;
      for (let p = from + 1; p < from + room; p++) if (distances[p] > distances[at]) at = p;
      bars[owner] = Math.min(bars[owner], Math.max(distance, distances[at]));
      if (distance >= distances[at]) return;
    }
    this.others[at] = other;
    distances[at] = distance;
    this.isBound[at] = isBound ? 1 : 0;
  }

  /** Position of the nearest in the list of `owner`, the first of equals; -1 when the list is empty. */
  nearest(owner: number): number {
    if (this.lengths[owner] === 0) return -1;
    const from = owner * this.room;
    let at = from;
    for (let p = from + 1; p < from + this.lengths[owner]; p++) {
      if (this.distances[p] < this.distances[at]) at = p;
    }
    return at;
  }

  /** Takes the entry at a position out. */
  remove(owner: number, position: number): void {
    const last = owner * this.room + --this.lengths[owner];
    this.others[position] = this.others[last];
    this.distances[position] = this.distances[last];
    this.isBound[position] = this.isBound[last];
  }
}

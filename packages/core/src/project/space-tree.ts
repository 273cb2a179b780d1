/**
 * Points on a map (flat or room) in a tree of halved cells, for sums over all points in which far
 * groups may be taken as one: the quadtree and octree of Barnes & Hut (1986).
 *
 * Points are sorted along the Morton curve, so cells are ranges, and the nodes lie depth first with
 * the index of the next sibling, so a walk is a loop. Rebuilt in place for every move of the points,
 * O(n) but for the sort of 30-bit keys.
 */

/** Cells of so few points are not split. */
const LEAF_SIZE = 16;
const KEY_BITS = 30;
const DIGIT_BITS = 10;
const DIGITS = 1 << DIGIT_BITS;

export class SpaceTree {
  readonly dimensions: 2 | 3;
  /** Point indices in Morton order, and their coordinates in that order; `z` is all 0 on a flat map. */
  readonly order: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  /** Of every node: its mean place, number of points, squared width, next node that is not inside it. */
  nodeX: Float64Array;
  nodeY: Float64Array;
  nodeZ: Float64Array;
  squaredWidth: Float64Array;
  /** Its points, as a range of the order. */
  first: Int32Array;
  last: Int32Array;
  next: Int32Array;
  nodeCount = 0;

  readonly #keys: Int32Array;
  readonly #spareKeys: Int32Array;
  readonly #spareOrder: Int32Array;
  readonly #levels: number;

  constructor(pointCount: number, dimensions: 2 | 3) {
    this.dimensions = dimensions;
    this.#levels = Math.floor(KEY_BITS / dimensions);
    this.order = new Int32Array(pointCount);
    this.x = new Float64Array(pointCount);
    this.y = new Float64Array(pointCount);
    this.z = new Float64Array(pointCount);
    this.#keys = new Int32Array(pointCount);
    this.#spareKeys = new Int32Array(pointCount);
    this.#spareOrder = new Int32Array(pointCount);
    const capacity = Math.max(16, pointCount);
    this.nodeX = new Float64Array(capacity);
    this.nodeY = new Float64Array(capacity);
    this.nodeZ = new Float64Array(capacity);
    this.squaredWidth = new Float64Array(capacity);
    this.first = new Int32Array(capacity);
    this.last = new Int32Array(capacity);
    this.next = new Int32Array(capacity);
  }

  /** Nodes without children: their points are to be taken one by one when they are near. */
  isLeaf(node: number): boolean {
    return this.next[node] === node + 1;
  }

  /** Sorts `coordinates` (points × dimensions, row-major) into cells. */
  build(coordinates: Float64Array): void {
    const { dimensions, order } = this;
    const points = order.length;
    const low = [Infinity, Infinity, Infinity];
    let width = 0;
    for (let d = 0; d < dimensions; d++) {
      let high = -Infinity;
      for (let p = d; p < coordinates.length; p += dimensions) {
        if (coordinates[p] < low[d]) low[d] = coordinates[p];
        if (coordinates[p] > high) high = coordinates[p];
      }
      width = Math.max(width, high - low[d]);
    }
    const largest = 2 ** this.#levels - 1;
    const scale = width > 0 ? largest / width : 0;
    for (let i = 0; i < points; i++) {
      const at = i * dimensions;
      const column = (coordinates[at] - low[0]) * scale;
      const line = (coordinates[at + 1] - low[1]) * scale;
      this.#keys[i] =
        dimensions === 2
          ? interleave2(column, line)
          : interleave3(column, line, (coordinates[at + 2] - low[2]) * scale);
      order[i] = i;
    }
    this.#sort();
    for (let i = 0; i < points; i++) {
      const at = order[i] * dimensions;
      this.x[i] = coordinates[at];
      this.y[i] = coordinates[at + 1];
      if (dimensions === 3) this.z[i] = coordinates[at + 2];
    }
    this.nodeCount = 0;
    this.#split(0, points, 0, width * (1 + 1 / largest));
  }

  /** Three stable passes over ten bits each. */
  #sort(): void {
    let keys = this.#keys;
    let order = this.order;
    let otherKeys = this.#spareKeys;
    let otherOrder = this.#spareOrder;
    const starts = new Int32Array(DIGITS + 1);
    for (let shift = 0; shift < KEY_BITS; shift += DIGIT_BITS) {
      starts.fill(0);
      for (let i = 0; i < keys.length; i++) starts[((keys[i] >> shift) & (DIGITS - 1)) + 1]++;
      for (let digit = 0; digit < DIGITS; digit++) starts[digit + 1] += starts[digit];
      for (let i = 0; i < keys.length; i++) {
        const at = starts[(keys[i] >> shift) & (DIGITS - 1)]++;
        otherKeys[at] = keys[i];
        otherOrder[at] = order[i];
      }
      [keys, otherKeys] = [otherKeys, keys];
      [order, otherOrder] = [otherOrder, order];
    }
    // An odd number of passes ends in the spare arrays.
    this.#keys.set(keys);
    this.order.set(order);
  }

  #split(first: number, last: number, level: number, width: number): void {
    const node = this.nodeCount++;
    if (node === this.next.length) this.#grow();
    this.first[node] = first;
    this.last[node] = last;
    this.squaredWidth[node] = width * width;
    let x = 0;
    let y = 0;
    let z = 0;
    for (let i = first; i < last; i++) {
      x += this.x[i];
      y += this.y[i];
      z += this.z[i];
    }
    this.nodeX[node] = x / (last - first);
    this.nodeY[node] = y / (last - first);
    this.nodeZ[node] = z / (last - first);
    if (last - first > LEAF_SIZE && level < this.#levels) {
      const shift = (this.#levels - 1 - level) * this.dimensions;
      for (let start = first; start < last; ) {
        const cell = this.#keys[start] >> shift;
        let end = start + 1;
        while (end < last && this.#keys[end] >> shift === cell) end++;
        this.#split(start, end, level + 1, width / 2);
        start = end;
      }
    }
    this.next[node] = this.nodeCount;
  }

  #grow(): void {
    const doubled = <A extends Float64Array | Int32Array>(from: A, to: A): A => {
      to.set(from);
      return to;
    };
    const capacity = 2 * this.next.length;
    this.nodeX = doubled(this.nodeX, new Float64Array(capacity));
    this.nodeY = doubled(this.nodeY, new Float64Array(capacity));
    this.nodeZ = doubled(this.nodeZ, new Float64Array(capacity));
    this.squaredWidth = doubled(this.squaredWidth, new Float64Array(capacity));
    this.first = doubled(this.first, new Int32Array(capacity));
    this.last = doubled(this.last, new Int32Array(capacity));
    this.next = doubled(this.next, new Int32Array(capacity));
  }
}

/** Bits of two 15-bit numbers, taken in turn. */
function interleave2(column: number, line: number): number {
  return spread2(column) | (spread2(line) << 1);
}

function spread2(value: number): number {
  let bits = value | 0;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

/** Bits of three 10-bit numbers, taken in turn. */
function interleave3(column: number, line: number, depth: number): number {
  return spread3(column) | (spread3(line) << 1) | (spread3(depth) << 2);
}

function spread3(value: number): number {
  let bits = value | 0;
  bits = (bits | (bits << 16)) & 0x030000ff;
  bits = (bits | (bits << 8)) & 0x0300f00f;
  bits = (bits | (bits << 4)) & 0x030c30c3;
  return (bits | (bits << 2)) & 0x09249249;
}

/**
 * A random projection tree: halves the rows again and again along the line between two of them, until
 * few are left together. Rows of one leaf are likely neighbours.
 *
 * Halves are cut at the median, so that every leaf is large enough to give each row its first
 * neighbours, whatever the data. After Dasgupta & Freund (2008).
 */
import type { RowProducts } from "../compute/wasm/row-products.ts";
import { productStride } from "../compute/wasm/row-products.ts";
import type { Random } from "../random.ts";

export interface Leaves {
  /** All rows, leaf by leaf. */
  readonly order: Int32Array;
  /** Leaf `l` is `order[starts[l] … starts[l + 1])`. */
  readonly starts: Int32Array;
}

/** Rows projected in one call. */
const PROJECTED_ROWS = 96;

/** Leaves of at most `leafSize` and at least half of it. O(rows × (columns + log rows) × log rows). */
export function projectionTree(
  rows: number,
  leafSize: number,
  products: RowProducts,
  chance: Random,
): Leaves {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  const projections = new Float32Array(rows);
  const starts: number[] = [];
  // Depth first, left half first: leaves come out in order.
  const open: [start: number, end: number][] = [[0, rows]];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const [start, end] = range;
    if (end - start <= leafSize) {
      starts.push(start);
      continue;
    }
    const one = order[start + chance.integer(end - start)];
    const other = order[start + chance.integer(end - start)];
    project(order.subarray(start, end), one, other, products, projections.subarray(start, end));
    const middle = (start + end) >> 1;
    splitAt(projections, order, start, end - 1, middle);
    open.push([middle, end], [start, middle]);
  }
  return { order, starts: Int32Array.from([...starts, rows]) };
}

/** out[i] = rows[i] · (one − other). */
function project(
  rows: Int32Array,
  one: number,
  other: number,
  products: RowProducts,
  out: Float32Array,
): void {
  const pair = Int32Array.of(one, other);
  for (let start = 0; start < rows.length; start += PROJECTED_ROWS) {
    const piece = rows.subarray(start, start + PROJECTED_ROWS);
    const stride = productStride(piece.length);
    const found = products.between(piece, piece.length, pair, 2);
    for (let i = 0; i < piece.length; i++) out[start + i] = found[i] - found[stride + i];
  }
}

/** Hoare's selection: keys before `middle` end up no larger, those from it on no smaller. */
function splitAt(keys: Float32Array, items: Int32Array, first: number, last: number, middle: number): void {
  let low = first;
  let high = last;
  while (low < high) {
    const pivot = keys[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (keys[i] < pivot) i++;
      while (keys[j] > pivot) j--;
      if (i > j) break;
      const key = keys[i];
      keys[i] = keys[j];
      keys[j] = key;
      const item = items[i];
      items[i] = items[j];
      items[j] = item;
      i++;
      j--;
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else return;
  }
}

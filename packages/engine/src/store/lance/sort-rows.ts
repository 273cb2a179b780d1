/** Sorting a matrix by the names of its rows without a second copy of it. */
import type { Matrix } from "@imantics/core";

/** Permutes the rows of `vectors` in place into the order of the sorted ids, which it returns. */
export function sortRows(ids: readonly string[], vectors: Matrix): string[] {
  const order = Uint32Array.from(ids.keys()).sort((a, b) => compare(ids[a], ids[b]));
  const { data, columns } = vectors;
  const spare = new Float32Array(columns);
  const isPlaced = new Uint8Array(ids.length);
  for (let start = 0; start < order.length; start++) {
    if (isPlaced[start] || order[start] === start) continue;
    // Walk the cycle: each place takes the row that belongs there, the first row waits in `spare`.
    spare.set(data.subarray(start * columns, (start + 1) * columns));
    let place = start;
    while (true) {
      isPlaced[place] = 1;
      const from = order[place]!;
      if (from === start) break;
      data.copyWithin(place * columns, from * columns, (from + 1) * columns);
      place = from;
    }
    data.set(spare, place * columns);
  }
  return Array.from(order, (index) => ids[index]!);
}

function compare(a = "", b = ""): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

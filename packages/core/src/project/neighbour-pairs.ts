/**
 * A neighbour graph without direction, as projections descend on it: every pair once, in an order that
 * walks along memory.
 */

/** Pairs i < j by ascending i: those of vector i lie from `starts[i]` up to `starts[i + 1]`. */
export interface NeighbourPairs {
  readonly starts: Int32Array;
  readonly others: Int32Array;
  readonly weights: Float64Array;
}

/**
 * Makes pairs of row-major neighbours (rows × `count`) and their values. What both ends say about a
 * pair is combined; values of 0 are left out. O(rows × count).
 */
export function mergePairs(
  indices: Int32Array,
  values: Float64Array,
  count: number,
  combine: (one: number, other: number) => number,
): NeighbourPairs {
  const rows = indices.length / count;
  const bucketStarts = new Int32Array(rows + 1);
  for (let p = 0; p < indices.length; p++) bucketStarts[Math.min(Math.floor(p / count), indices[p]) + 1]++;
  for (let i = 0; i < rows; i++) bucketStarts[i + 1] += bucketStarts[i];
  const filled = bucketStarts.slice();
  const uppers = new Int32Array(indices.length);
  const shares = new Float64Array(indices.length);
  for (let p = 0; p < indices.length; p++) {
    const from = Math.floor(p / count);
    const at = filled[Math.min(from, indices[p])]++;
    uppers[at] = Math.max(from, indices[p]);
    shares[at] = values[p];
  }
  const starts = new Int32Array(rows + 1);
  const places = new Int32Array(rows).fill(-1);
  let size = 0;
  for (let i = 0; i < rows; i++) {
    starts[i] = size;
    for (let p = bucketStarts[i]; p < bucketStarts[i + 1]; p++) {
      if (shares[p] === 0) continue;
      const known = places[uppers[p]];
      if (known >= starts[i]) {
        shares[known] = combine(shares[known], shares[p]);
      } else {
        // Never ahead of what is still to be read, so the merged pairs overwrite the list.
        places[uppers[p]] = size;
        uppers[size] = uppers[p];
        shares[size++] = shares[p];
      }
    }
  }
  starts[rows] = size;
  return { starts, others: uppers.slice(0, size), weights: shares.slice(0, size) };
}

/** Equal vectors and counts: no method can tell copies apart, so none makes more clusters than there are different rows. */
import { type Matrix, row } from "../matrix.ts";

/**
 * Every different row a cluster of its own, copies together: the only sensible answer when `count`
 * clusters are wanted of at most as many different rows. Null when there are more. O(rows × columns) time, at
 * most `count` rows in memory; on collections without many copies it stops after about `count` rows.
 */
export function copiesTogether(vectors: Matrix, count: number): Int32Array | null {
  const numbers = new Map<string, number>();
  const labels = new Int32Array(vectors.rows);
  for (let i = 0; i < vectors.rows; i++) {
    // Joined, because then -0 reads as 0.
    const key = row(vectors, i).join();
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    if (numbers.size > count) return null;
    labels[i] = number;
  }
  return labels;
}

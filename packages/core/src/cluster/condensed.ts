/**
 * All pairwise distances once each: the upper triangle of the symmetric matrix, row after row, in
 * float32. n vectors take n (n - 1) / 2 numbers; 25,000 vectors take 1.25 GB, and that is the limit.
 */
import { tileRows, tiles } from "../compute/tile-rows.ts";
import { type Matrix, normaliseRows, rowRange } from "../matrix.ts";
import type { MethodRun } from "../method/context.ts";
import type { Metric } from "../method/metric.ts";

export const DENSE_LIMIT = 25_000;

/** Distances of n things: `data[starts[i] + j]` for i < j. */
export interface Condensed {
  readonly size: number;
  readonly data: Float32Array;
  readonly starts: Int32Array;
}

/**
 * Squared Euclidean distances, or cosine distances 1 - cos. O(n² d).
 * @throws RangeError above `DENSE_LIMIT` vectors.
 */
export async function condensedDistances(
  vectors: Matrix,
  metric: Metric,
  run: MethodRun,
): Promise<Condensed> {
  const size = vectors.rows;
  if (size > DENSE_LIMIT) {
    const gigabytes = ((size * (size - 1)) / 2 / 2 ** 28).toFixed(1);
    throw new RangeError(
      `${size} vectors have distances of ${gigabytes} GB; this method takes up to ${DENSE_LIMIT} vectors. ` +
        'Use the method "two-stage" or linkage ward, or cluster a part.',
    );
  }
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  const starts = Int32Array.from({ length: size }, (_, i) => i * size - (i * (i + 1)) / 2 - i - 1);
  const data = new Float32Array((size * (size - 1)) / 2);
  for (const { start, end } of tiles(size, tileRows(size))) {
    const tile = await run.kernels.squaredDistances(
      rowRange(measured, start, end),
      rowRange(measured, start, size),
    );
    for (let i = start; i < end; i++) {
      const from = (i - start) * tile.columns - start;
      data.set(tile.data.subarray(from + i + 1, from + size), starts[i] + i + 1);
    }
    await run.step({ stage: "distances", done: end, total: size });
  }
  // ‖x − y‖² = 2 (1 − cos) on unit vectors.
  if (metric === "cosine") for (let p = 0; p < data.length; p++) data[p] *= 0.5;
  return { size, data, starts };
}

/**
 * How far "near" is for mean shift, from the vectors themselves: the mean distance to the neighbour that
 * has the given share of all vectors closer. As scikit-learn estimates it.
 */
import { tileRows, tiles } from "../../compute/tile-rows.ts";
import { type Matrix, row, selectRows } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import { random, sample } from "../../random.ts";

/** Vectors whose distances are looked at, drawn from more. */
const MOST_ASKED = 2000;

/** O(n d min(n, 2000)). A vector counts as its own first neighbour. */
export async function estimateBandwidth(vectors: Matrix, quantile: number, run: MethodRun): Promise<number> {
  const asked = sample(vectors.rows, MOST_ASKED, random(run.seed));
  const rank = Math.max(1, Math.floor(vectors.rows * quantile));
  let sum = 0;
  for (const { start, end } of tiles(asked.length, tileRows(vectors.rows))) {
    const tile = await run.kernels.squaredDistances(selectRows(vectors, asked.subarray(start, end)), vectors);
    for (let i = 0; i < tile.rows; i++) {
      const distances = row(tile, i);
      // The kernels' rounding may leave a vector at a distance from itself.
      distances[asked[start + i]] = 0;
      sum += Math.sqrt(distances.sort()[rank - 1]);
    }
    await run.step({ stage: "bandwidth", done: end, total: asked.length });
  }
  return sum / asked.length;
}

/**
 * Dunn index: the smallest gap between two clusters over the widest cluster. One stray vector decides
 * it, so it suits clean groups only. After Dunn (1974).
 */

import type { Kernels } from "../compute/kernels.ts";
import { tileRows, tiles } from "../compute/tile-rows.ts";
import { type Matrix, normaliseRows, rowRange, selectRows } from "../matrix.ts";
import type { Metric } from "../method/metric.ts";
import { clusterSizes, requireComparableClusters } from "./silhouette.ts";

/**
 * Higher is better; above 1 every gap is wider than every cluster; Infinity when clusters are points.
 * Noise is left out. O(n² d), a tile of distances at a time.
 * @throws RangeError unless there are 2 to n - 1 clusters among the vectors that are not noise.
 */
export async function dunnIndex(
  vectors: Matrix,
  assignment: Int32Array,
  { metric, kernels }: { metric: Metric; kernels: Kernels },
): Promise<number> {
  requireComparableClusters(clusterSizes(assignment));
  const kept = Int32Array.from(assignment.keys()).filter((i) => assignment[i] >= 0);
  const part = selectRows(metric === "cosine" ? normaliseRows(vectors) : vectors, kept);
  let widest = 0;
  let gap = Infinity;
  for (const { start, end } of tiles(part.rows, tileRows(part.rows))) {
    const { data, columns } = await kernels.squaredDistances(
      rowRange(part, start, end),
      rowRange(part, start, part.rows),
    );
    for (let i = start; i < end; i++) {
      const own = assignment[kept[i]];
      const from = (i - start) * columns - start;
      for (let j = i + 1; j < part.rows; j++) {
        if (assignment[kept[j]] !== own) gap = Math.min(gap, data[from + j]);
        else widest = Math.max(widest, data[from + j]);
      }
    }
  }
  if (widest === 0) return gap === 0 ? 0 : Infinity;
  return metric === "cosine" ? gap / widest : Math.sqrt(gap / widest);
}

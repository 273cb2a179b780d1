/**
 * Every pair of vectors at most some distance apart, each once, in O(n² d) time and the memory of a tile.
 * Pairs that float32 products cannot decide are measured again in float64; the distance is included.
 */

import type { Kernels } from "../compute/kernels.ts";
import { openRowScan } from "../compute/wasm/row-scan.ts";
import { row, squaredDistance } from "../matrix.ts";
import type { MethodRun } from "../method/context.ts";
import { kernelDoubt } from "../method/metric-scale.ts";
import type { CentredVectors } from "./measured-neighbours.ts";
import { pairTiles, TILE_COLUMNS } from "./pair-tiles.ts";

export interface PairsWithinOptions {
  readonly kernels: Kernels;
  /** What the work is called in its progress. */
  readonly stage: string;
  /** Called between pieces of work; may throw to stop it. Default: nobody listens. */
  readonly step?: MethodRun["step"] | undefined;
}

/** Relative tolerance of "within": what storing numbers as float32 may have moved. */
const INCLUSIVE = 1e-6;

/**
 * Calls `visit` for the pairs at most √`limit` apart: a row, and some of the later rows within its reach,
 * ascending, valid only during the call. A row comes several times, its others ascending from call to
 * call; calls for any one of the others come in ascending order of their rows too.
 */
export async function forEachPairWithin(
  { measured, centred, scale }: CentredVectors,
  limit: number,
  { kernels, stage, step }: PairsWithinOptions,
  visit: (index: number, others: Int32Array) => void,
): Promise<void> {
  const norms = await kernels.squaredNorms(centred);
  const rounding = kernelDoubt(norms);
  const scaledLimit = limit * scale * scale;
  // Twice: the kernels' and the scan's.
  const doubt = 2 * rounding + INCLUSIVE * scaledLimit;
  // The last term is what float64 itself may miss.
  const inclusive = limit * (1 + INCLUSIVE) + (1e-7 * rounding) / (scale * scale);
  const found = new Int32Array(measured.rows);
  const scan = openRowScan(Math.min(measured.rows, TILE_COLUMNS));
  scan.bars.fill(Infinity);
  for await (const tile of pairTiles(centred, undefined, kernels)) {
    const { start, end, from, to, done, total } = tile;
    const width = to - from;
    for (let c = 0; c < width; c++) scan.halves[c] = norms[from + c] / 2;
    for (let i = start; i < end; i++) {
      const products = tile.products.subarray((i - start) * width, (i - start + 1) * width);
      // ‖x - y‖² ≤ limit means x·y - ½‖y‖² ≥ ½(‖x‖² - limit).
      const bar = (norms[i] - scaledLimit - doubt) / 2;
      const hits = scan.hits.subarray(0, scan.find(products, Math.max(i + 1 - from, 0), bar, 0));
      let count = 0;
      for (const c of hits) {
        const j = from + c;
        const isSure = norms[i] + norms[j] - 2 * products[c] < scaledLimit - doubt;
        if (isSure || squaredDistance(row(measured, i), row(measured, j)) <= inclusive) found[count++] = j;
      }
      if (count > 0) visit(i, found.subarray(0, count));
    }
    await step?.({ stage, done, total });
  }
}

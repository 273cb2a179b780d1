/**
 * The nearest neighbours of every vector among all others, exact: the graph that outliers, density
 * and retrieval measures are read from. O(n² d) time, O(n k) memory.
 *
 * Every pair is multiplied once and offered to both sides, which halves the products. What survives is
 * measured again in float64, with a few to spare, so that float32 rounding decides neither order nor
 * distance.
 */

import type { Kernels } from "../compute/kernels.ts";
import { openRowScan, type RowScan } from "../compute/wasm/row-scan.ts";
import { type Matrix, selectRows } from "../matrix.ts";
import type { MethodRun } from "../method/context.ts";
import type { Metric } from "../method/metric.ts";
import { kernelDoubt } from "../method/metric-scale.ts";
import { centredFor, measuredNeighbours } from "./measured-neighbours.ts";
import { NeighbourHeaps } from "./neighbour-heaps.ts";
import { type PairTile, pairTiles, TILE_COLUMNS } from "./pair-tiles.ts";

/** Row-major rows × `count`, nearest first; ties by lower index. A vector is never its own neighbour. */
export interface NearestNeighbours {
  readonly count: number;
  readonly indices: Int32Array;
  /** Euclidean distance, or cosine distance 1 - cos, in float64 from the vectors. */
  readonly distances: Float64Array;
}

export interface NeighbourOptions {
  readonly metric: Metric;
  readonly kernels: Kernels;
  /** Rows among which neighbours are sought, ascending. Default: all. */
  readonly among?: Int32Array;
  /** Called between pieces of work; may throw to stop it. Default: nobody listens. */
  readonly step?: MethodRun["step"];
}

/** Neighbours kept beyond those asked for, until float64 has decided. */
const SPARE = 4;

/**
 * @param wanted neighbours per vector; all others when there are fewer
 */
export async function nearestNeighbours(
  vectors: Matrix,
  wanted: number,
  { metric, kernels, among, step }: NeighbourOptions,
): Promise<NearestNeighbours> {
  const others = among?.length ?? vectors.rows;
  const count = Math.max(0, Math.min(wanted, others - 1));
  if (count === 0) return { count, indices: new Int32Array(0), distances: new Float64Array(0) };
  const { measured, centred } = centredFor(vectors, metric);
  const candidates = among === undefined ? undefined : selectRows(centred, among);
  const norms = await kernels.squaredNorms(centred);
  const heaps = new NeighbourHeaps(vectors.rows, Math.min(others, count + SPARE));
  const scan = openRowScan(Math.min(others, TILE_COLUMNS));
  const search = { heaps, norms, scan, doubt: kernelDoubt(norms) };
  for await (const tile of pairTiles(centred, candidates, kernels)) {
    if (among === undefined) offerBothWays(search, tile);
    else offerCandidates(search, tile, among);
    await step?.({ stage: "find neighbours", done: tile.done, total: tile.total });
  }
  return measuredNeighbours(measured, heaps, count, metric);
}

/** What a tile is looked through with: ‖x - y‖² ≤ b means x·y - ½‖y‖² ≥ ½(‖x‖² - b). */
interface Search {
  readonly heaps: NeighbourHeaps;
  readonly norms: Float64Array;
  readonly scan: RowScan;
  /** Room below every bar for what the scan rounds. */
  readonly doubt: number;
}

const barFor = ({ heaps, norms, doubt }: Search, index: number): number =>
  (norms[index] - heaps.distances[index * heaps.capacity] - doubt) / 2;

function offerBothWays(search: Search, { start, end, from, to, products }: PairTile): void {
  const { heaps, norms, scan } = search;
  const width = to - from;
  for (let c = 0; c < width; c++) {
    scan.halves[c] = norms[from + c] / 2;
    scan.bars[c] = barFor(search, from + c);
  }
  for (let i = start; i < end; i++) {
    const row = products.subarray((i - start) * width, (i - start + 1) * width);
    const count = scan.find(row, Math.max(i + 1 - from, 0), barFor(search, i), norms[i] / 2);
    for (let h = 0; h < count; h++) {
      const c = scan.hits[h];
      const j = from + c;
      const distance = Math.max(0, norms[i] + norms[j] - 2 * row[c]);
      heaps.offer(i, j, distance);
      if (heaps.offer(j, i, distance)) scan.bars[c] = barFor(search, j);
    }
  }
}

function offerCandidates(
  search: Search,
  { start, end, from, to, products }: PairTile,
  among: Int32Array,
): void {
  const { heaps, norms, scan } = search;
  const width = to - from;
  for (let c = 0; c < width; c++) scan.halves[c] = norms[among[from + c]] / 2;
  scan.bars.fill(Infinity);
  for (let i = start; i < end; i++) {
    const row = products.subarray((i - start) * width, (i - start + 1) * width);
    const count = scan.find(row, 0, barFor(search, i), 0);
    for (let h = 0; h < count; h++) {
      const c = scan.hits[h];
      const j = among[from + c];
      if (j !== i) heaps.offer(i, j, Math.max(0, norms[i] + norms[j] - 2 * row[c]));
    }
  }
}

/**
 * The nearest neighbours of every vector among all others, exact: the graph that outliers, density
 * and retrieval measures are read from. O(n² d) time, O(n k) memory.
 *
 * Every pair is multiplied once and offered to both sides, which halves the products; the next tile is
 * computed while this one is looked at. What survives is measured again in float64, with a few to
 * spare, so that float32 rounding decides neither order nor distance.
 */
import type { Metric } from "../cluster/clustering.ts";
import type { MethodRun } from "../cluster/method.ts";
import type { Kernels } from "../compute/kernels.ts";
import { type Matrix, rowRange, selectRows } from "../matrix.ts";
import { centredFor, measuredNeighbours } from "./measured-neighbours.ts";
import { NeighbourHeaps } from "./neighbour-heaps.ts";

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

/** 512 rows are one product of ONNX Runtime; a tile is 16 MB. */
const TILE_ROWS = 512;
const TILE_COLUMNS = 8192;
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
  const candidates = among === undefined ? centred : selectRows(centred, among);
  const leftNorms = await kernels.squaredNorms(centred);
  const rightNorms = among === undefined ? leftNorms : await kernels.squaredNorms(candidates);
  const heaps = new NeighbourHeaps(vectors.rows, Math.min(others, count + SPARE));

  const tiles = [...tilesOf(vectors.rows, others, among === undefined)];
  const compute = ({ start, end, from, to }: Tile) =>
    kernels.products(rowRange(centred, start, end), rowRange(candidates, from, to));
  let next = compute(tiles[0]);
  for (const [t, tile] of tiles.entries()) {
    const { data } = await next;
    if (t + 1 < tiles.length) {
      next = compute(tiles[t + 1]);
      // Were it to fail while this loop stops for another reason, nobody would be waiting for it.
      next.catch(() => {});
    }
    if (among === undefined) offerBothWays(heaps, data, tile, leftNorms);
    else offerCandidates(heaps, data, tile, leftNorms, rightNorms, among);
    await step?.({ stage: "find neighbours", done: t + 1, total: tiles.length });
  }
  return measuredNeighbours(measured, heaps, count, metric);
}

/** Rows `start … end` with candidates `from … to`. */
interface Tile {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** Covers all pairs, or with `isSymmetric` each pair once. */
function* tilesOf(rows: number, others: number, isSymmetric: boolean): Generator<Tile> {
  for (let start = 0; start < rows; start += TILE_ROWS) {
    const end = Math.min(rows, start + TILE_ROWS);
    for (let from = isSymmetric ? start : 0; from < others; from += TILE_COLUMNS) {
      yield { start, end, from, to: Math.min(others, from + TILE_COLUMNS) };
    }
  }
}

function offerBothWays(
  heaps: NeighbourHeaps,
  products: Float32Array,
  { start, end, from, to }: Tile,
  norms: Float64Array,
): void {
  const { capacity, distances } = heaps;
  const width = to - from;
  const bars = new Float64Array(width);
  for (let j = from; j < to; j++) bars[j - from] = distances[j * capacity] - norms[j];
  for (let i = start; i < end; i++) {
    const at = (i - start) * width - from;
    const norm = norms[i];
    let bar = distances[i * capacity];
    for (let j = Math.max(i + 1, from); j < to; j++) {
      const partial = norm - 2 * products[at + j];
      const distance = partial + norms[j];
      if (distance <= bar) {
        heaps.offer(i, j, Math.max(0, distance));
        bar = distances[i * capacity];
      }
      if (partial <= bars[j - from]) {
        heaps.offer(j, i, Math.max(0, distance));
        bars[j - from] = distances[j * capacity] - norms[j];
      }
    }
  }
}

function offerCandidates(
  heaps: NeighbourHeaps,
  products: Float32Array,
  { start, end, from, to }: Tile,
  leftNorms: Float64Array,
  rightNorms: Float64Array,
  among: Int32Array,
): void {
  const { capacity, distances } = heaps;
  for (let i = start; i < end; i++) {
    const at = (i - start) * (to - from) - from;
    for (let c = from; c < to; c++) {
      const distance = leftNorms[i] + rightNorms[c] - 2 * products[at + c];
      if (distance <= distances[i * capacity] && among[c] !== i) {
        heaps.offer(i, among[c], Math.max(0, distance));
      }
    }
  }
}

/**
 * All pairs of vectors, a tile of products at a time: what exact neighbours of any kind look through.
 * Pairs of one set with itself come once, as products are the same both ways.
 */
import type { Kernels } from "../compute/kernels.ts";
import { type Matrix, rowRange } from "../matrix.ts";

/** Rows `start … end` with the others `from … to`. */
export interface PairTile {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
  /** Row-major (end - start) × (to - from). */
  readonly products: Float32Array;
  readonly done: number;
  readonly total: number;
}

/** 512 rows are one product of ONNX Runtime; a tile is 8 MB and still in cache when it is looked through. */
const TILE_ROWS = 512;
/** The widest tile. */
export const TILE_COLUMNS = 4096;

/**
 * Products of all `vectors` with all `others`. Without `others`: with themselves, each pair once; a tile then
 * holds pairs whose left index is the smaller, and beside the diagonal some that are not.
 * Rows ascend from tile to tile, and for the same rows the others do.
 */
export async function* pairTiles(
  vectors: Matrix,
  others: Matrix | undefined,
  kernels: Kernels,
): AsyncGenerator<PairTile> {
  const right = others ?? vectors;
  const places = [...placesOf(vectors.rows, right.rows, others === undefined)];
  for (const [done, { start, end, from, to }] of places.entries()) {
    const { data } = await kernels.products(rowRange(vectors, start, end), rowRange(right, from, to));
    yield { start, end, from, to, products: data, done: done + 1, total: places.length };
  }
}

function* placesOf(rows: number, others: number, isSymmetric: boolean) {
  for (let start = 0; start < rows; start += TILE_ROWS) {
    const end = Math.min(rows, start + TILE_ROWS);
    for (let from = isSymmetric ? start : 0; from < others; from += TILE_COLUMNS) {
      yield { start, end, from, to: Math.min(others, from + TILE_COLUMNS) };
    }
  }
}

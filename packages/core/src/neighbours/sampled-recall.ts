/**
 * How much of an approximate graph is right, measured where it counts: some rows are compared with
 * everything. O(sample × rows × columns), so a small part of making the graph.
 */
import { productStride, type RowProducts } from "../compute/wasm/row-products.ts";
import { type Random, sample } from "../random.ts";
import { NeighbourHeaps } from "./neighbour-heaps.ts";

const SAMPLED_ROWS = 256;
/** Rows on either side of one product. */
const PIECE = 64;

/** Share of the `count` nearest that `heaps` holds, 0..1, equal distances being equally right. */
export function sampledRecall(
  heaps: NeighbourHeaps,
  count: number,
  products: RowProducts,
  chance: Random,
): number {
  const rows = sample(heaps.rows, SAMPLED_ROWS, chance);
  let found = 0;
  for (let start = 0; start < rows.length; start += PIECE) {
    const piece = rows.subarray(start, start + PIECE);
    const exact = exactNeighbours(piece, heaps.rows, count, products);
    for (const [p, row] of piece.entries()) {
      const reach = exact.distances[p * count];
      const kept = heaps.distances.subarray(row * heaps.capacity, (row + 1) * heaps.capacity);
      found += Math.min(count, kept.filter((distance) => distance <= reach).length);
    }
  }
  return found / (rows.length * count);
}

function exactNeighbours(
  piece: Int32Array,
  rows: number,
  count: number,
  products: RowProducts,
): NeighbourHeaps {
  const { squaredNorms } = products;
  const exact = new NeighbourHeaps(piece.length, count);
  const others = new Int32Array(PIECE);
  const stride = productStride(piece.length);
  for (let from = 0; from < rows; from += PIECE) {
    const width = Math.min(PIECE, rows - from);
    for (let b = 0; b < width; b++) others[b] = from + b;
    const found = products.between(piece, piece.length, others, width);
    for (let b = 0; b < width; b++) {
      const norm = squaredNorms[from + b];
      for (let p = 0; p < piece.length; p++) {
        const distance = Math.max(0, squaredNorms[piece[p]] + norm - 2 * found[b * stride + p]);
        if (distance < exact.distances[p * count] && piece[p] !== from + b)
          exact.offer(p, from + b, distance);
      }
    }
  }
  return exact;
}

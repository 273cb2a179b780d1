/**
 * How many rows of a product to ask for at once, so that the tile stays near 16 MB whatever its width.
 */
const TILE_NUMBERS = 4 * 2 ** 20;

/** Rows of a tile that is `columns` wide: between 1 and 1,024. */
export function tileRows(columns: number): number {
  return Math.max(1, Math.min(1024, Math.floor(TILE_NUMBERS / Math.max(1, columns))));
}

/** Consecutive ranges `[start, end)` that cover `rows` in steps of `size`. */
export function* tiles(rows: number, size: number): Generator<{ start: number; end: number }> {
  for (let start = 0; start < rows; start += size) yield { start, end: Math.min(rows, start + size) };
}

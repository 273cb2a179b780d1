/**
 * Writes `packages/core/src/compute/wasm/byte-products-module.ts`: the SIMD kernel of exact search.
 *
 *   npx tsx --conditions=source tools/wasm/build-byte-products.ts
 *
 * `byteProducts(codes, query, products, rows, columns)` takes byte addresses in one memory: rows ×
 * columns signed bytes, the query as 16-bit integers, and room for one 32-bit product a row.
 * `columns` is a multiple of 16. The caller scales the query so that no sum exceeds 31 bits.
 * Four rows go side by side, so that the query is read once for four rows.
 */
import {
  type Code,
  constant,
  encodeModule,
  get,
  I32,
  i16x8,
  i32,
  i32x4,
  set,
  V128,
  v128,
  whileTrue,
} from "./encoder.ts";
import { writeModule } from "./write-module.ts";

const ROWS_AT_ONCE = 4;
const COLUMNS_AT_ONCE = 16;

// Parameters, then locals.
const codes = 0;
const query = 1;
const products = 2;
const rows = 3;
const columns = 4;
const queryEnd = 5;
const at = 6;
const rowAt = [7, 8, 9, 10];
const sums = [11, 12, 13, 14];
const queryLow = 15;
const queryHigh = 16;

const advance = (pointer: number, bytes: Code): Code => set(pointer, i32.add(get(pointer), bytes));

/** Stores the products of the next `count` rows; moves `codes` and `products` past them. */
function rowsTogether(count: number): Code[] {
  const each = Array.from({ length: count }, (_, index) => ({
    row: rowAt[index]!,
    sum: sums[index]!,
    index,
  }));
  return [
    ...each.map(({ row, index }) =>
      set(row, index === 0 ? get(codes) : i32.add(get(rowAt[index - 1]!), get(columns))),
    ),
    ...each.map(({ sum }) => set(sum, v128.zero)),
    set(at, get(query)),
    whileTrue(
      i32.lessUnsigned(get(at), get(queryEnd)),
      set(queryLow, v128.load(get(at), 0)),
      set(queryHigh, v128.load(get(at), 16)),
      ...each.flatMap(({ row, sum }) => [
        set(sum, i32x4.add(get(sum), i32x4.dotPairs(i16x8.loadBytes(get(row), 0), get(queryLow)))),
        set(sum, i32x4.add(get(sum), i32x4.dotPairs(i16x8.loadBytes(get(row), 8), get(queryHigh)))),
        advance(row, constant(COLUMNS_AT_ONCE)),
      ]),
      advance(at, constant(2 * COLUMNS_AT_ONCE)),
    ),
    ...each.map(({ sum, index }) =>
      i32.store(
        get(products),
        i32.add(
          i32.add(i32x4.lane(get(sum), 0), i32x4.lane(get(sum), 1)),
          i32.add(i32x4.lane(get(sum), 2), i32x4.lane(get(sum), 3)),
        ),
        4 * index,
      ),
    ),
    advance(products, constant(4 * count)),
    advance(codes, i32.multiply(get(columns), constant(count))),
    advance(rows, constant(-count)),
  ];
}

const module = encodeModule([
  {
    name: "byteProducts",
    parameters: [I32, I32, I32, I32, I32],
    locals: [...new Array<number>(6).fill(I32), ...new Array<number>(6).fill(V128)],
    body: [
      set(queryEnd, i32.add(get(query), i32.multiply(get(columns), constant(2)))),
      whileTrue(i32.atLeastUnsigned(get(rows), constant(ROWS_AT_ONCE)), ...rowsTogether(ROWS_AT_ONCE)),
      whileTrue(get(rows), ...rowsTogether(1)),
    ].flat(),
  },
]);
writeModule("byte-products", module);

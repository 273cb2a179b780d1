/**
 * Writes `packages/core/src/compute/wasm/products-module.ts`: the SIMD kernel behind exact search.
 *
 *   npx tsx --conditions=source tools/wasm/build-products.ts
 *
 * `products(vectors, query, products, rows, columns)`: byte addresses of rows × columns float32
 * numbers, of the query and of the results, in one memory. Four rows go side by side, so that the
 * query is read once for four rows and eight independent sums hide the latency of addition; the
 * order of summation is fixed, so equal input gives equal bytes on every machine.
 */
import { writeFileSync } from "node:fs";
import {
  type Code,
  constant,
  encodeModule,
  F32,
  f32,
  f32x4,
  get,
  I32,
  i32,
  set,
  V128,
  v128,
  whileTrue,
} from "./encoder.ts";

/** Rows side by side; 8 sums, 2 pieces of the query and 2 temporaries fit the 16 registers of x86. */
const ROWS_AT_ONCE = 4;
const FLOATS_AT_ONCE = 8;

// Parameters, then locals.
const vectors = 0;
const query = 1;
const products = 2;
const rows = 3;
const columns = 4;
const rowBytes = 5;
const wideEnd = 6;
const queryEnd = 7;
const at = 8;
const rowAt = [9, 10, 11, 12];
const sum = [13, 14, 15, 16];
const queryPart = [17, 18];
const partial = [19, 20, 21, 22, 23, 24, 25, 26];

const advance = (pointer: number, bytes: Code): Code => set(pointer, i32.add(get(pointer), bytes));

/** Products of `count` rows with the query, stored; moves `vectors` and `products` past them. */
function rowsTogether(count: number): Code[] {
  const each = Array.from({ length: count }, (_, index) => index);
  const parts = each.flatMap((index) => [0, 1].map((half) => ({ index, half, acc: partial[2 * index + half]! })));
  return [
    ...each.map((index) => set(rowAt[index]!, index ? i32.add(get(rowAt[index - 1]!), get(rowBytes)) : get(vectors))),
    ...parts.map(({ acc }) => set(acc, v128.zero)),
    set(at, get(query)),
    whileTrue(
      i32.lessUnsigned(get(at), get(wideEnd)),
      set(queryPart[0]!, v128.load(get(at), 0)),
      set(queryPart[1]!, v128.load(get(at), 16)),
      ...parts.map(({ index, half, acc }) =>
        set(
          acc,
          f32x4.add(
            get(acc),
            f32x4.multiply(v128.load(get(rowAt[index]!), 16 * half), get(queryPart[half]!)),
          ),
        ),
      ),
      ...each.map((index) => advance(rowAt[index]!, constant(4 * FLOATS_AT_ONCE))),
      advance(at, constant(4 * FLOATS_AT_ONCE)),
    ),
    ...each.flatMap((index) => {
      const both = partial[2 * index]!;
      return [
        set(both, f32x4.add(get(both), get(partial[2 * index + 1]!))),
        set(
          sum[index]!,
          f32.add(
            f32.add(f32x4.lane(get(both), 0), f32x4.lane(get(both), 1)),
            f32.add(f32x4.lane(get(both), 2), f32x4.lane(get(both), 3)),
          ),
        ),
      ];
    }),
    whileTrue(
      i32.lessUnsigned(get(at), get(queryEnd)),
      ...each.flatMap((index) => [
        set(
          sum[index]!,
          f32.add(get(sum[index]!), f32.multiply(f32.load(get(rowAt[index]!)), f32.load(get(at)))),
        ),
        advance(rowAt[index]!, constant(4)),
      ]),
      advance(at, constant(4)),
    ),
    ...each.map((index) => f32.store(get(products), get(sum[index]!), 4 * index)),
    advance(products, constant(4 * count)),
    advance(vectors, i32.multiply(get(rowBytes), constant(count))),
    advance(rows, constant(-count)),
  ];
}

const module = encodeModule([
  {
    name: "products",
    parameters: [I32, I32, I32, I32, I32],
    locals: [
      ...new Array<number>(8).fill(I32),
      ...new Array<number>(4).fill(F32),
      ...new Array<number>(10).fill(V128),
    ],
    body: [
      set(rowBytes, i32.shiftLeft(get(columns), constant(2))),
      set(wideEnd, i32.add(get(query), i32.shiftLeft(i32.and(get(columns), constant(-FLOATS_AT_ONCE)), constant(2)))),
      set(queryEnd, i32.add(get(query), get(rowBytes))),
      whileTrue(i32.atLeastUnsigned(get(rows), constant(ROWS_AT_ONCE)), ...rowsTogether(ROWS_AT_ONCE)),
      whileTrue(get(rows), ...rowsTogether(1)),
    ].flat(),
  },
]);
if (!WebAssembly.validate(module)) throw new Error("internal: the assembled module is not valid WebAssembly.");

const base64 = Buffer.from(module).toString("base64").match(/.{1,96}/g)!;
writeFileSync(
  new URL("../../packages/core/src/compute/wasm/products-module.ts", import.meta.url),
  `/** Made by tools/wasm/build-products.ts; do not edit. ${module.length} bytes of WebAssembly (SIMD), base64. */
export const productsModule =
${base64.map((line) => `  "${line}"`).join(" +\n")};
`,
);

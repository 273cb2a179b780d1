/**
 * Writes `packages/core/src/compute/wasm/double-rows-module.ts`: the SIMD kernels of `double-rows.ts`,
 * two float64 numbers at a time.
 *
 *   npx tsx --conditions=source tools/wasm/build-double-rows.ts
 *
 * All arguments are byte addresses or byte lengths in one memory; rows lie `rowBytes` apart, and `bytes`
 * of each, a multiple of 16, are looked at.
 *
 * `addProducts(left, leftEnd, right, rightEnd, products, bytes, rowBytes)` takes left rows in fours and
 * right rows in pairs, and adds their products to a table with a row for each right row.
 *
 * `addCombinations(target, targetEnd, source, sourceEnd, weights, weightBytes, bytes, rowBytes)` takes
 * target rows in pairs and source rows in fours: target += Σ weight · source, the weights in a table of
 * rows of `weightBytes`, one for each source row.
 *
 * `updateAndMultiply(row, rowsEnd, left, right, vector, product, rowBytes)` takes the rows of a lower
 * triangle in pairs, up to and with the square of two on the diagonal: rows -= left rightᵀ + right leftᵀ,
 * then product = rows · vector, as if the upper triangle were there as well. `product` starts as zeros.
 */
import { writeFileSync } from "node:fs";
import {
  type Code,
  constant,
  encodeModule,
  f64x2,
  get,
  I32,
  i32,
  set,
  V128,
  v128,
  whileTrue,
} from "./encoder.ts";

const { add, subtract, multiply } = f64x2;
const sum = (...terms: [Code, ...Code[]]): Code => terms.reduce((left, right) => i32.add(left, right));
const advance = (pointer: number, bytes: Code): Code => set(pointer, i32.add(get(pointer), bytes));
const twice = (bytes: number): Code => i32.shiftLeft(get(bytes), constant(1));
/** The sums of the lanes of two vectors. */
const laneSums = (one: number, other: number): Code =>
  add(v128.shuffle(get(one), get(other), [0, 1, 4, 5]), v128.shuffle(get(one), get(other), [2, 3, 6, 7]));
const range = (start: number, count: number): number[] => Array.from({ length: count }, (_, i) => start + i);
const PAIR_BYTES = 16;

function addProducts() {
  const [left, leftEnd, right, rightEnd, products, bytes, rowBytes] = range(0, 7);
  const [group, end, cell, productBytes] = range(7, 4);
  const lefts = range(11, 4);
  const rights = range(15, 2);
  const sums = [range(17, 4), range(21, 4)];
  const [value, ...factors] = range(25, 3);
  const body: Code[] = [
    // A row of the table holds one float64 for each left row.
    set(productBytes!, constant(0)),
    set(group!, get(left!)),
    whileTrue(
      i32.lessUnsigned(get(group!), get(leftEnd!)),
      advance(productBytes!, constant(8)),
      advance(group!, get(rowBytes!)),
    ),
    whileTrue(
      i32.lessUnsigned(get(right!), get(rightEnd!)),
      set(group!, get(left!)),
      set(cell!, get(products!)),
      whileTrue(
        i32.lessUnsigned(get(group!), get(leftEnd!)),
        ...lefts.map((pointer, a) =>
          set(pointer, a === 0 ? get(group!) : sum(get(lefts[a - 1]!), get(rowBytes!))),
        ),
        set(rights[0]!, get(right!)),
        set(rights[1]!, sum(get(right!), get(rowBytes!))),
        set(end!, sum(get(right!), get(bytes!))),
        ...sums.flat().map((local) => set(local, v128.zero)),
        whileTrue(
          i32.lessUnsigned(get(rights[0]!), get(end!)),
          ...factors.map((factor, b) => set(factor, v128.load(get(rights[b]!)))),
          ...lefts.flatMap((pointer, a) => [
            set(value!, v128.load(get(pointer))),
            ...factors.map((factor, b) =>
              set(sums[b]![a]!, add(get(sums[b]![a]!), multiply(get(value!), get(factor)))),
            ),
          ]),
          ...[...lefts, ...rights].map((pointer) => advance(pointer, constant(PAIR_BYTES))),
        ),
        // Of the second right row the sums stand one row of the table further on.
        set(end!, sum(get(cell!), get(productBytes!))),
        ...sums.flatMap((each, b) =>
          [0, 2].map((a) => {
            const place = get(b === 0 ? cell! : end!);
            return v128.store(place, add(v128.load(place, 8 * a), laneSums(each[a]!, each[a + 1]!)), 8 * a);
          }),
        ),
        set(group!, sum(get(group!), twice(rowBytes!), twice(rowBytes!))),
        advance(cell!, constant(32)),
      ),
      advance(right!, twice(rowBytes!)),
      advance(products!, twice(productBytes!)),
    ),
  ];
  return { name: "addProducts", parameters: 7, integers: 10, vectors: 11, body: body.flat() };
}

function addCombinations() {
  const [target, targetEnd, source, sourceEnd, weights, weightBytes, bytes, rowBytes] = range(0, 8);
  const [group, end, cell] = range(8, 3);
  const targets = range(11, 2);
  const sources = range(13, 4);
  const shares = [range(17, 4), range(21, 4)];
  const values = range(25, 4);
  const body: Code[] = [
    whileTrue(
      i32.lessUnsigned(get(target!), get(targetEnd!)),
      set(group!, get(source!)),
      set(cell!, get(weights!)),
      whileTrue(
        i32.lessUnsigned(get(group!), get(sourceEnd!)),
        ...sources.flatMap((pointer, s) => [
          set(pointer, s === 0 ? get(group!) : sum(get(sources[s - 1]!), get(rowBytes!))),
          ...shares.map((each, t) => set(each[s]!, v128.loadSplatWide(get(cell!), 8 * t))),
          advance(cell!, get(weightBytes!)),
        ]),
        set(targets[0]!, get(target!)),
        set(targets[1]!, sum(get(target!), get(rowBytes!))),
        set(end!, sum(get(target!), get(bytes!))),
        whileTrue(
          i32.lessUnsigned(get(targets[0]!), get(end!)),
          ...values.map((value, s) => set(value, v128.load(get(sources[s]!)))),
          ...targets.map((pointer, t) => {
            const [a, b, c, d] = values.map((value, s) => multiply(get(value), get(shares[t]![s]!)));
            return v128.store(get(pointer), add(v128.load(get(pointer)), add(add(a!, b!), add(c!, d!))));
          }),
          ...[...targets, ...sources].map((pointer) => advance(pointer, constant(PAIR_BYTES))),
        ),
        set(group!, sum(get(group!), twice(rowBytes!), twice(rowBytes!))),
      ),
      advance(target!, twice(rowBytes!)),
      advance(weights!, constant(PAIR_BYTES)),
    ),
  ];
  return { name: "addCombinations", parameters: 8, integers: 9, vectors: 12, body: body.flat() };
}

function updateAndMultiply() {
  const [row, rowsEnd, left, right, vector, product, rowBytes] = range(0, 7);
  const [offset, first, second, end, atLeft, atRight, atVector, atProduct] = range(7, 8);
  const leftShares = range(15, 2);
  const rightShares = range(17, 2);
  const factors = range(19, 2);
  const sums = range(21, 2);
  const [lefts, rights, value0, value1] = range(23, 4);
  const entries = [value0!, value1!];
  const places = [first!, second!];
  /** Two columns of both rows; the rows themselves are numbers `offset` of the vectors. */
  const updated: Code[] = [
    set(lefts!, v128.load(get(atLeft!))),
    set(rights!, v128.load(get(atRight!))),
    ...entries.flatMap((entry, r) => [
      set(
        entry,
        subtract(
          v128.load(get(places[r]!)),
          add(multiply(get(leftShares[r]!), get(rights!)), multiply(get(rightShares[r]!), get(lefts!))),
        ),
      ),
      v128.store(get(places[r]!), get(entry)),
    ]),
    set(lefts!, v128.load(get(atVector!))),
    ...entries.map((entry, r) => set(sums[r]!, add(get(sums[r]!), multiply(get(entry), get(lefts!))))),
  ];
  const body: Code[] = [
    set(offset!, constant(0)),
    whileTrue(
      i32.lessUnsigned(get(row!), get(rowsEnd!)),
      ...[leftShares, rightShares, factors].flatMap((pair, which) =>
        pair.map((local, r) =>
          set(local, v128.loadSplatWide(sum(get([left!, right!, vector!][which]!), get(offset!)), 8 * r)),
        ),
      ),
      ...sums.map((local) => set(local, v128.zero)),
      set(first!, get(row!)),
      set(second!, sum(get(row!), get(rowBytes!))),
      set(end!, sum(get(row!), get(offset!))),
      set(atLeft!, get(left!)),
      set(atRight!, get(right!)),
      set(atVector!, get(vector!)),
      set(atProduct!, get(product!)),
      whileTrue(
        i32.lessUnsigned(get(first!), get(end!)),
        ...updated,
        v128.store(
          get(atProduct!),
          add(
            v128.load(get(atProduct!)),
            add(multiply(get(value0!), get(factors[0]!)), multiply(get(value1!), get(factors[1]!))),
          ),
        ),
        ...[first!, second!, atLeft!, atRight!, atVector!, atProduct!].map((pointer) =>
          advance(pointer, constant(PAIR_BYTES)),
        ),
      ),
      // On the diagonal both triangles are there: nothing to mirror.
      ...updated,
      v128.store(get(atProduct!), add(v128.load(get(atProduct!)), laneSums(sums[0]!, sums[1]!))),
      advance(row!, twice(rowBytes!)),
      advance(offset!, constant(PAIR_BYTES)),
    ),
  ];
  return { name: "updateAndMultiply", parameters: 7, integers: 8, vectors: 12, body: body.flat() };
}

const many = (count: number, type: number): number[] => Array.from({ length: count }, () => type);
const module = encodeModule(
  [addProducts(), addCombinations(), updateAndMultiply()].map(
    ({ name, parameters, integers, vectors, body }) => ({
      name,
      parameters: many(parameters, I32),
      locals: [...many(integers, I32), ...many(vectors, V128)],
      body,
    }),
  ),
);
if (!WebAssembly.validate(Uint8Array.from(module))) {
  throw new Error("internal: the assembled module is not valid WebAssembly.");
}

const lines =
  Buffer.from(module)
    .toString("base64")
    .match(/.{1,96}/g) ?? [];
writeFileSync(
  new URL("../../packages/core/src/compute/wasm/double-rows-module.ts", import.meta.url),
  `/** Made by tools/wasm/build-double-rows.ts; do not edit. ${module.length} bytes of WebAssembly (SIMD), base64. */
export const doubleRowsModule =
${lines.map((line) => `  "${line}"`).join(" +\n")};
`,
);

/**
 * Writes `packages/core/src/compute/wasm/products-module.ts`: two SIMD kernels for products of float32
 * vectors.
 *
 *   npx tsx --conditions=source tools/wasm/build-products.ts
 *
 * `panelProducts(left, panels, products, groups, panelCount, rowBytes, productBytes)`: everything with
 * everything. `left` holds `groups` × 4 rows of `rowBytes` (a multiple of 16). A panel holds 8 right rows
 * column by column, so that two loads fetch one column of all eight; four left numbers are spread over
 * lanes. Tile 4 × 8, panel outermost: the panel stays in the first cache, 96 left rows in the second.
 *
 * `gatheredProducts(leftList, leftEnd, rightList, rightEnd, products, rowBytes)`: rows that lie anywhere,
 * named by lists of byte addresses; `rowBytes` is a multiple of 64, the left list of 4 and the right list
 * of 2 entries. Products come right row by right row, so that four results are stored at once.
 *
 * The order of summation of one product depends on nothing but its width: equal rows give equal
 * products wherever in a tile they lie.
 */
import {
  type Code,
  constant,
  encodeModule,
  f32x4,
  get,
  I32,
  i32,
  set,
  V128,
  v128,
  whileTrue,
} from "./encoder.ts";
import { writeModule } from "./write-module.ts";

const advance = (pointer: number, bytes: Code): Code => set(pointer, i32.add(get(pointer), bytes));
const accumulate = (sum: number, a: Code, b: Code): Code =>
  set(sum, f32x4.add(get(sum), f32x4.multiply(a, b)));
const clear = (locals: readonly number[]): Code => locals.flatMap((local) => set(local, v128.zero));
const range = (count: number, first = 0): number[] => Array.from({ length: count }, (_, i) => first + i);

function panelProducts(): Code {
  const [left, panels, products, groups, panelCount, rowBytes, productBytes] = range(7) as Seven;
  const [group, panel, panelEnd, productAt, low, high, value] = [7, 8, 9, 10, 15, 16, 17];
  const rows = range(4, 11);
  const sums = range(8, 18);
  const COLUMNS_AT_ONCE = 4;
  const PANEL_ROWS = 8;

  const column = (index: number): Code[] => [
    set(low, v128.load(get(panel), 32 * index)),
    set(high, v128.load(get(panel), 32 * index + 16)),
    ...rows.flatMap((row, r) => [
      set(value, v128.loadSplat(get(row), 4 * index)),
      accumulate(sums[2 * r]!, get(value), get(low)),
      accumulate(sums[2 * r + 1]!, get(value), get(high)),
    ]),
  ];
  const storeRow = (_: number, r: number): Code[] => [
    v128.store(get(productAt), get(sums[2 * r]!)),
    v128.store(get(productAt), get(sums[2 * r + 1]!), 16),
    advance(productAt, get(productBytes)),
  ];
  return whileTrue(
    get(panelCount),
    set(panelEnd, i32.add(get(panels), i32.multiply(get(rowBytes), constant(PANEL_ROWS)))),
    set(rows[3]!, i32.add(get(left), i32.multiply(get(rowBytes), constant(-1)))),
    set(productAt, get(products)),
    set(group, get(groups)),
    whileTrue(
      get(group),
      // Each pointer ends its row at the start of the next one, so the fourth leads to the next group.
      set(rows[0]!, i32.add(get(rows[3]!), get(rowBytes))),
      ...[1, 2, 3].map((r) => set(rows[r]!, i32.add(get(rows[r - 1]!), get(rowBytes)))),
      clear(sums),
      set(panel, get(panels)),
      whileTrue(
        i32.lessUnsigned(get(panel), get(panelEnd)),
        ...range(COLUMNS_AT_ONCE).flatMap(column),
        ...rows.map((row) => advance(row, constant(4 * COLUMNS_AT_ONCE))),
        advance(panel, constant(32 * COLUMNS_AT_ONCE)),
      ),
      ...rows.flatMap(storeRow),
      set(rows[3]!, i32.add(get(rows[3]!), i32.multiply(get(rowBytes), constant(-1)))),
      advance(group, constant(-1)),
    ),
    advance(products, constant(4 * PANEL_ROWS)),
    set(panels, get(panelEnd)),
    advance(panelCount, constant(-1)),
  );
}

function gatheredProducts(): Code {
  const [leftList, leftEnd, rightList, rightEnd, products, rowBytes, left] = range(7) as Seven;
  const [right, rowEnd, productAt, productBytes, a, b0, b1] = [7, 8, 9, 10, 17, 18, 19];
  const leftRows = range(4, 11);
  const rightRows = range(2, 15);
  const sums = range(8, 20);
  const LOADS_AT_ONCE = 4;

  const load = (index: number): Code[] => [
    set(b0, v128.load(get(rightRows[0]!), 16 * index)),
    set(b1, v128.load(get(rightRows[1]!), 16 * index)),
    ...leftRows.flatMap((row, r) => [
      set(a, v128.load(get(row), 16 * index)),
      accumulate(sums[r]!, get(a), get(b0)),
      accumulate(sums[4 + r]!, get(a), get(b1)),
    ]),
  ];
  /** The four lanes of each of four sums added up: four products. */
  const total = (first: number): Code => {
    const halves = (one: number, other: number): Code =>
      f32x4.add(
        v128.shuffle(get(one), get(other), [0, 4, 1, 5]),
        v128.shuffle(get(one), get(other), [2, 6, 3, 7]),
      );
    return [
      ...set(a, halves(first, first + 1)),
      ...set(b0, halves(first + 2, first + 3)),
      ...f32x4.add(v128.shuffle(get(a), get(b0), [0, 1, 4, 5]), v128.shuffle(get(a), get(b0), [2, 3, 6, 7])),
    ];
  };
  return [
    ...set(productBytes, i32.add(get(leftEnd), i32.multiply(get(leftList), constant(-1)))),
    ...set(left, get(leftList)),
    ...whileTrue(
      i32.lessUnsigned(get(left), get(leftEnd)),
      set(productAt, get(products)),
      set(right, get(rightList)),
      whileTrue(
        i32.lessUnsigned(get(right), get(rightEnd)),
        ...leftRows.map((row, r) => set(row, i32.load(get(left), 4 * r))),
        ...rightRows.map((row, r) => set(row, i32.load(get(right), 4 * r))),
        set(rowEnd, i32.add(get(leftRows[0]!), get(rowBytes))),
        clear(sums),
        whileTrue(
          i32.lessUnsigned(get(leftRows[0]!), get(rowEnd)),
          ...range(LOADS_AT_ONCE).flatMap(load),
          ...[...leftRows, ...rightRows].map((row) => advance(row, constant(16 * LOADS_AT_ONCE))),
        ),
        v128.store(get(productAt), total(sums[0]!)),
        advance(productAt, get(productBytes)),
        v128.store(get(productAt), total(sums[4]!)),
        advance(productAt, get(productBytes)),
        advance(right, constant(8)),
      ),
      advance(products, constant(16)),
      advance(left, constant(16)),
    ),
  ];
}

type Seven = [number, number, number, number, number, number, number];

const module = encodeModule([
  {
    name: "panelProducts",
    parameters: range(7).map(() => I32),
    locals: [...range(8).map(() => I32), ...range(11).map(() => V128)],
    body: panelProducts(),
  },
  {
    name: "gatheredProducts",
    parameters: range(6).map(() => I32),
    locals: [...range(11).map(() => I32), ...range(11).map(() => V128)],
    body: gatheredProducts(),
  },
]);
writeModule("products", module);

/**
 * Writes `packages/core/src/compute/wasm/row-scan-module.ts`: which products of a row pass a bar.
 *
 *   npx tsx --conditions=source tools/wasm/build-row-scan.ts
 *
 * `scanRow(products, halves, bars, end, settings, hits, column)`: column c passes when
 * products[c] - halves[c] >= bar or products[c] - half >= bars[c]. `settings` holds bar and half and takes
 * the address after the last hit; `hits` takes the numbers of those that pass, counted from `column`, and
 * must have room for one beyond the last. Sixteen columns at a time; all but few of these groups have none that passes.
 */
import {
  block,
  branchIf,
  type Code,
  constant,
  encodeModule,
  f32x4,
  get,
  I32,
  i32,
  i32x4,
  set,
  V128,
  v128,
  whileTrue,
} from "./encoder.ts";
import { writeModule } from "./write-module.ts";

const [products, halves, bars, end, settings, hits, column, signs] = [0, 1, 2, 3, 4, 5, 6, 7];
const [bar, half] = [8, 9];
const passes = [10, 11, 12, 13];
const GROUP = 4 * passes.length;

const advance = (pointer: number, bytes: number): Code =>
  set(pointer, i32.add(get(pointer), constant(bytes)));
const load = (pointer: number, quarter: number): Code => v128.load(get(pointer), 16 * quarter);

const test = (pass: number, q: number): Code =>
  set(
    pass,
    v128.or(
      f32x4.isAtLeast(f32x4.subtract(load(products, q), load(halves, q)), get(bar)),
      f32x4.isAtLeast(f32x4.subtract(load(products, q), get(half)), load(bars, q)),
    ),
  );
/** Every number is written; the place moves on only behind those that pass. */
const keep = (pass: number, q: number): Code[] => [
  set(signs, i32x4.signs(get(pass))),
  ...[0, 1, 2, 3].flatMap((lane) => [
    i32.store(get(hits), i32.add(get(column), constant(4 * q + lane))),
    set(
      hits,
      i32.add(
        get(hits),
        i32.shiftLeft(i32.and(i32.shiftRightUnsigned(get(signs), constant(lane)), constant(1)), constant(2)),
      ),
    ),
  ]),
];

const body: Code = [
  ...set(bar, v128.loadSplat(get(settings))),
  ...set(half, v128.loadSplat(get(settings), 4)),
  ...whileTrue(
    i32.lessUnsigned(get(products), get(end)),
    ...passes.map(test),
    block(
      branchIf(0, [...v128.anyTrue(passes.map((pass) => get(pass)).reduce(v128.or)), 0x45]),
      ...passes.flatMap(keep),
    ),
    ...[products, halves, bars].map((pointer) => advance(pointer, 4 * GROUP)),
    advance(column, GROUP),
  ),
  ...i32.store(get(settings), get(hits), 8),
];

const module = encodeModule([
  {
    name: "scanRow",
    parameters: [I32, I32, I32, I32, I32, I32, I32],
    locals: [I32, V128, V128, V128, V128, V128, V128],
    body,
  },
]);
writeModule("row-scan", module);

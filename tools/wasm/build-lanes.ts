/**
 * Writes `packages/core/src/compute/wasm/lanes-module.ts`: the SIMD twin of `compute/lanes.ts`, whose
 * functions say what each of these computes.
 *
 *   npx tsx --conditions=source tools/wasm/build-lanes.ts
 *
 * Offsets are byte addresses here. A row is 128 bytes, taken as four vectors of real parts and four of
 * imaginary ones. What `plainLanes` does in double precision and rounds once is rounded at every step.
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
  type WasmFunction,
  whileTrue,
} from "./encoder.ts";
import { writeModule } from "./write-module.ts";

const { add, subtract, multiply } = f32x4;
const ROW_BYTES = 128;
const PART_BYTES = 64;
/** Where the four vectors of a part lie. */
const VECTORS = [0, 16, 32, 48];

const advance = (pointer: number, bytes: Code): Code => set(pointer, i32.add(get(pointer), bytes));
const nextRow = (...pointers: number[]): Code[] =>
  pointers.map((pointer) => advance(pointer, constant(ROW_BYTES)));
/** Hands out locals: parameters come first, then integers, then vectors. */
function numbered(parameters: number, integers: number, vectors: number) {
  const range = (count: number, first: number): number[] =>
    Array.from({ length: count }, (_, i) => first + i);
  return {
    parameters: Array.from({ length: parameters }, () => I32),
    locals: [...Array.from({ length: integers }, () => I32), ...Array.from({ length: vectors }, () => V128)],
    ints: range(integers, parameters),
    vectors: range(vectors, parameters + integers),
  };
}
interface Complex {
  readonly re: number;
  readonly im: number;
}
const load = ({ re, im }: Complex, address: number, offset: number): Code => [
  ...set(re, v128.load(get(address), offset)),
  ...set(im, v128.load(get(address), offset + PART_BYTES)),
];
const store = (address: number, offset: number, re: Code, im: Code): Code => [
  ...v128.store(get(address), re, offset),
  ...v128.store(get(address), im, offset + PART_BYTES),
];
const loadTurn = ({ re, im }: Complex, address: number, offset: number): Code => [
  ...set(re, v128.loadSplat(get(address), offset)),
  ...set(im, v128.loadSplat(get(address), offset + 4)),
];
const turnedRe = (value: Complex, turn: Complex): Code =>
  subtract(multiply(get(value.re), get(turn.re)), multiply(get(value.im), get(turn.im)));
const turnedIm = (value: Complex, turn: Complex): Code =>
  add(multiply(get(value.re), get(turn.im)), multiply(get(value.im), get(turn.re)));
const pairs = (vectors: readonly number[]): Complex[] =>
  Array.from({ length: vectors.length / 2 }, (_, i) => ({ re: vectors[2 * i]!, im: vectors[2 * i + 1]! }));

/** (from, to, twiddles, groups, stride); without twiddles the one group of a last stage. */
function radix4(name: string, hasTwiddles: boolean): WasmFunction {
  const [from, to, twiddles, groups, stride] = [0, 1, 2, 3, 4];
  const { parameters, locals, ints, vectors } = numbered(5, 9, 18);
  const [width, step, end, b, c, d, o1, o2, o3] = ints as Nine;
  const [A, B, C, D, first, second, t1, t2, t3] = pairs(vectors) as Complexes;
  const turned = (address: number, offset: number, value: Complex, turn: Complex): Code =>
    hasTwiddles
      ? store(address, offset, turnedRe(value, turn), turnedIm(value, turn))
      : store(address, offset, get(value.re), get(value.im));
  const butterfly = (offset: number): Code[] => [
    load(A, from, offset),
    load(B, b, offset),
    load(C, c, offset),
    load(D, d, offset),
    // first = a - c, A = a + c; second = b - d, B = b + d.
    set(first.re, subtract(get(A.re), get(C.re))),
    set(first.im, subtract(get(A.im), get(C.im))),
    set(A.re, add(get(A.re), get(C.re))),
    set(A.im, add(get(A.im), get(C.im))),
    set(second.re, subtract(get(B.re), get(D.re))),
    set(second.im, subtract(get(B.im), get(D.im))),
    set(B.re, add(get(B.re), get(D.re))),
    set(B.im, add(get(B.im), get(D.im))),
    store(to, offset, add(get(A.re), get(B.re)), add(get(A.im), get(B.im))),
    set(C.re, add(get(first.re), get(second.im))),
    set(C.im, subtract(get(first.im), get(second.re))),
    turned(o1, offset, C, t1),
    set(C.re, subtract(get(A.re), get(B.re))),
    set(C.im, subtract(get(A.im), get(B.im))),
    turned(o2, offset, C, t2),
    set(C.re, subtract(get(first.re), get(second.im))),
    set(C.im, add(get(first.im), get(second.re))),
    turned(o3, offset, C, t3),
  ];
  const body = [
    set(width, i32.multiply(get(stride), constant(ROW_BYTES))),
    set(step, i32.multiply(get(groups), get(width))),
    whileTrue(
      get(groups),
      ...(hasTwiddles
        ? [loadTurn(t1, twiddles, 0), loadTurn(t2, twiddles, 8), loadTurn(t3, twiddles, 16)]
        : []),
      set(end, i32.add(get(from), get(width))),
      set(b, i32.add(get(from), get(step))),
      set(c, i32.add(get(b), get(step))),
      set(d, i32.add(get(c), get(step))),
      set(o1, i32.add(get(to), get(width))),
      set(o2, i32.add(get(o1), get(width))),
      set(o3, i32.add(get(o2), get(width))),
      whileTrue(
        i32.lessUnsigned(get(from), get(end)),
        ...VECTORS.flatMap(butterfly),
        ...nextRow(from, b, c, d, to, o1, o2, o3),
      ),
      // The outputs of a group lie one behind the other, so the last one ends where the next group starts.
      set(to, get(o3)),
      advance(twiddles, constant(24)),
      advance(groups, constant(-1)),
    ),
  ].flat();
  return { name, parameters, locals, body };
}

/** (from, to, twiddles, groups, stride) */
function radix2(): WasmFunction {
  const [from, to, twiddles, groups, stride] = [0, 1, 2, 3, 4];
  const { parameters, locals, ints, vectors } = numbered(5, 5, 8);
  const [width, step, end, b, o1] = ints as Nine;
  const [A, B, less, turn] = pairs(vectors) as Complexes;
  const butterfly = (offset: number): Code[] => [
    load(A, from, offset),
    load(B, b, offset),
    store(to, offset, add(get(A.re), get(B.re)), add(get(A.im), get(B.im))),
    set(less.re, subtract(get(A.re), get(B.re))),
    set(less.im, subtract(get(A.im), get(B.im))),
    store(o1, offset, turnedRe(less, turn), turnedIm(less, turn)),
  ];
  const body = [
    set(width, i32.multiply(get(stride), constant(ROW_BYTES))),
    set(step, i32.multiply(get(groups), get(width))),
    whileTrue(
      get(groups),
      loadTurn(turn, twiddles, 0),
      set(end, i32.add(get(from), get(width))),
      set(b, i32.add(get(from), get(step))),
      set(o1, i32.add(get(to), get(width))),
      whileTrue(
        i32.lessUnsigned(get(from), get(end)),
        ...VECTORS.flatMap(butterfly),
        ...nextRow(from, b, to, o1),
      ),
      set(to, get(o1)),
      advance(twiddles, constant(8)),
      advance(groups, constant(-1)),
    ),
  ].flat();
  return { name: "radix2", parameters, locals, body };
}

/** (from, to, stride) */
function radix3(): WasmFunction {
  const [from, to, stride] = [0, 1, 2];
  const { parameters, locals, ints, vectors } = numbered(3, 6, 10);
  const [width, end, b, c, o1, o2] = ints as Nine;
  const [A, B, C, sum, middle] = pairs(vectors) as Complexes;
  const half = f32x4.constant(0.5);
  const height = f32x4.constant(Math.sqrt(3) / 2);
  const butterfly = (offset: number): Code[] => [
    load(A, from, offset),
    load(B, b, offset),
    load(C, c, offset),
    set(sum.re, add(get(B.re), get(C.re))),
    set(sum.im, add(get(B.im), get(C.im))),
    set(B.re, multiply(height, subtract(get(B.re), get(C.re)))),
    set(B.im, multiply(height, subtract(get(B.im), get(C.im)))),
    set(middle.re, subtract(get(A.re), multiply(half, get(sum.re)))),
    set(middle.im, subtract(get(A.im), multiply(half, get(sum.im)))),
    store(to, offset, add(get(A.re), get(sum.re)), add(get(A.im), get(sum.im))),
    store(o1, offset, add(get(middle.re), get(B.im)), subtract(get(middle.im), get(B.re))),
    store(o2, offset, subtract(get(middle.re), get(B.im)), add(get(middle.im), get(B.re))),
  ];
  const body = [
    set(width, i32.multiply(get(stride), constant(ROW_BYTES))),
    set(end, i32.add(get(from), get(width))),
    set(b, get(end)),
    set(c, i32.add(get(b), get(width))),
    set(o1, i32.add(get(to), get(width))),
    set(o2, i32.add(get(o1), get(width))),
    whileTrue(
      i32.lessUnsigned(get(from), get(end)),
      ...VECTORS.flatMap(butterfly),
      ...nextRow(from, b, c, to, o1, o2),
    ),
  ].flat();
  return { name: "radix3", parameters, locals, body };
}

/** (from, to, turns, rows); with `isSum` (into, from, turns, rows). */
function turn(name: string, isSum: boolean): WasmFunction {
  const [from, to] = isSum ? [1, 0] : [0, 1];
  const [turns, rows] = [2, 3];
  const { parameters, locals, vectors } = numbered(4, 0, 4);
  const [value, by] = pairs(vectors) as Complexes;
  const sum = (offset: number, turned: Code): Code =>
    isSum ? add(v128.load(get(to), offset), turned) : turned;
  const body = whileTrue(
    get(rows),
    loadTurn(by, turns, 0),
    ...VECTORS.flatMap((offset) => [
      load(value, from, offset),
      store(to, offset, sum(offset, turnedRe(value, by)), sum(offset + PART_BYTES, turnedIm(value, by))),
    ]),
    ...nextRow(from, to),
    advance(turns, constant(8)),
    advance(rows, constant(-1)),
  );
  return { name, parameters, locals, body };
}

/** (from, to, factors, rows) */
function weighConjugate(): WasmFunction {
  const [from, to, factors, rows] = [0, 1, 2, 3];
  const { parameters, locals, vectors } = numbered(4, 0, 1);
  const [factor] = vectors as Nine;
  const body = whileTrue(
    get(rows),
    ...VECTORS.flatMap((offset) => [
      set(factor, v128.load(get(factors), offset)),
      store(
        to,
        offset,
        multiply(get(factor), v128.load(get(from), offset)),
        subtract(v128.zero, multiply(get(factor), v128.load(get(from), offset + PART_BYTES))),
      ),
    ]),
    ...nextRow(from, to),
    advance(factors, constant(PART_BYTES)),
    advance(rows, constant(-1)),
  );
  return { name: "weighConjugate", parameters, locals, body };
}

/** (from, factors, rows, result): four sums, to be added up. */
function weightedPower(): WasmFunction {
  const [from, factors, rows, result] = [0, 1, 2, 3];
  const { parameters, locals, vectors } = numbered(4, 0, 3);
  const [re, im, sum] = vectors as Nine;
  const body = [
    set(sum, v128.zero),
    whileTrue(
      get(rows),
      ...VECTORS.flatMap((offset) => [
        load({ re, im }, from, offset),
        set(
          sum,
          add(
            get(sum),
            multiply(
              v128.load(get(factors), offset),
              add(multiply(get(re), get(re)), multiply(get(im), get(im))),
            ),
          ),
        ),
      ]),
      ...nextRow(from),
      advance(factors, constant(PART_BYTES)),
      advance(rows, constant(-1)),
    ),
    v128.store(get(result), get(sum)),
  ].flat();
  return { name: "weightedPower", parameters, locals, body };
}

/** (from, fromStep, to, toStep, rows) */
function copyParts(): WasmFunction {
  const [from, fromStep, to, toStep, rows] = [0, 1, 2, 3, 4];
  const body = whileTrue(
    get(rows),
    ...VECTORS.map((offset) => v128.store(get(to), v128.load(get(from), offset), offset)),
    advance(from, get(fromStep)),
    advance(to, get(toStep)),
    advance(rows, constant(-1)),
  );
  return { name: "copyParts", parameters: numbered(5, 0, 0).parameters, locals: [], body };
}

const FOUR = [0, 1, 2, 3] as const;

/** Four vectors, lane i of vector k ↔ lane k of vector i. `spare`: four more. */
function turnOver(vectors: readonly number[], spare: readonly number[]): Code[] {
  const low = (a: number, b: number): Code => v128.shuffle(get(a), get(b), [0, 4, 1, 5]);
  const high = (a: number, b: number): Code => v128.shuffle(get(a), get(b), [2, 6, 3, 7]);
  const [a, b, c, d] = vectors as Nine;
  const [e, f, g, h] = spare as Nine;
  return [
    set(e, low(a, c)),
    set(f, high(a, c)),
    set(g, low(b, d)),
    set(h, high(b, d)),
    set(a, low(e, g)),
    set(b, high(e, g)),
    set(c, low(f, h)),
    set(d, high(f, h)),
  ];
}

/** (from, mirror, to, other): four by four numbers at a time. */
function part(): WasmFunction {
  const [from, mirror, to, other] = [0, 1, 2, 3];
  const { parameters, locals, ints, vectors } = numbered(4, 1, 24);
  const [blocks] = ints as Nine;
  const [re, im, oppositeRe, oppositeIm] = vectors as Nine;
  const kinds = FOUR.map((kind) => vectors.slice(4 + 4 * kind, 8 + 4 * kind));
  const spare = vectors.slice(20, 24);
  const half = f32x4.constant(0.5);
  const block = (lane: number): Code[] => [
    // Rows are reached by offsets, which cannot be negative: the mirror stands at its last row.
    ...FOUR.flatMap((k) => [
      set(re, v128.load(get(from), k * ROW_BYTES + lane)),
      set(im, v128.load(get(from), k * ROW_BYTES + lane + PART_BYTES)),
      set(oppositeRe, v128.load(get(mirror), (3 - k) * ROW_BYTES + lane)),
      set(oppositeIm, v128.load(get(mirror), (3 - k) * ROW_BYTES + lane + PART_BYTES)),
      set(kinds[0]![k]!, multiply(half, add(get(re), get(oppositeRe)))),
      set(kinds[1]![k]!, multiply(half, subtract(get(im), get(oppositeIm)))),
      set(kinds[2]![k]!, multiply(half, add(get(im), get(oppositeIm)))),
      set(kinds[3]![k]!, multiply(half, subtract(get(oppositeRe), get(re)))),
    ]),
    ...kinds.flatMap((kind, index) => [
      ...turnOver(kind, spare),
      ...FOUR.map((k) =>
        v128.store(
          get(index < 2 ? to : other),
          get(kind[k]!),
          (lane / 4 + k) * ROW_BYTES + (index % 2) * PART_BYTES,
        ),
      ),
    ]),
  ];
  const body = [
    set(mirror, i32.add(get(mirror), constant(-3 * ROW_BYTES))),
    set(blocks, constant(4)),
    whileTrue(
      get(blocks),
      ...VECTORS.flatMap(block),
      advance(from, constant(4 * ROW_BYTES)),
      advance(mirror, constant(-4 * ROW_BYTES)),
      advance(to, constant(16)),
      advance(other, constant(16)),
      advance(blocks, constant(-1)),
    ),
  ].flat();
  return { name: "part", parameters, locals, body };
}

/** (x, y, to, mirror): four by four numbers at a time. */
function join(): WasmFunction {
  const [x, y, to, mirror] = [0, 1, 2, 3];
  const { parameters, locals, ints, vectors } = numbered(4, 1, 20);
  const [blocks] = ints as Nine;
  const kinds = FOUR.map((kind) => vectors.slice(4 * kind, 4 + 4 * kind));
  const spare = vectors.slice(16, 20);
  const [im, re, otherIm, otherRe] = kinds as [number[], number[], number[], number[]];
  const block = (lane: number): Code[] => [
    ...kinds.flatMap((kind, index) => [
      ...FOUR.map((k) =>
        set(
          kind[k]!,
          v128.load(get(index < 2 ? x : y), (lane / 4 + k) * ROW_BYTES + (index % 2) * PART_BYTES),
        ),
      ),
      ...turnOver(kind, spare),
    ]),
    ...FOUR.flatMap((k) => [
      store(
        to,
        k * ROW_BYTES + lane,
        add(get(im[k]!), get(otherRe[k]!)),
        subtract(get(re[k]!), get(otherIm[k]!)),
      ),
      store(
        mirror,
        (3 - k) * ROW_BYTES + lane,
        subtract(get(otherRe[k]!), get(im[k]!)),
        add(get(re[k]!), get(otherIm[k]!)),
      ),
    ]),
  ];
  const body = [
    set(mirror, i32.add(get(mirror), constant(-3 * ROW_BYTES))),
    set(blocks, constant(4)),
    whileTrue(
      get(blocks),
      ...VECTORS.flatMap(block),
      advance(to, constant(4 * ROW_BYTES)),
      advance(mirror, constant(-4 * ROW_BYTES)),
      advance(x, constant(16)),
      advance(y, constant(16)),
      advance(blocks, constant(-1)),
    ),
  ].flat();
  return { name: "join", parameters, locals, body };
}

type Nine = [number, number, number, number, number, number, number, number, number];
type Complexes = [Complex, Complex, Complex, Complex, Complex, Complex, Complex, Complex, Complex];

const module = encodeModule([
  radix4("radix4", true),
  radix4("lastRadix4", false),
  radix2(),
  radix3(),
  turn("turn", false),
  turn("addTurned", true),
  weighConjugate(),
  copyParts(),
  part(),
  join(),
  weightedPower(),
]);
writeModule("lanes", module);

/**
 * Writes `packages/core/src/compute/wasm/attraction-module.ts`: the SIMD kernel of t-SNE's attraction.
 *
 *   npx tsx --conditions=source tools/wasm/build-attraction.ts
 *
 * `attract(point, pairs, ends, endsEnd)`: byte addresses all. A point is 32 bytes: its place (x, y, z, 0)
 * and, to be added to, the force on it. Pairs come in fours: four addresses of other points, then four
 * weights; `ends` holds for each point where its fours end. The others of one four differ from each
 * other, except where the weight is 0: forces are read and written one after the other.
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

// Parameters, then locals.
const [point, pairs, ends, endsEnd, end] = [0, 1, 2, 3, 4];
const others = [5, 6, 7, 8];
const differences = [9, 10, 11, 12];
const squares = [13, 14, 15, 16];
const [own, sum, pulls, force] = [17, 18, 19, 20];
const FORCE = 16;
const POINT_BYTES = 32;
const FOUR_BYTES = 32;
const WEIGHTS = 16;

const { add, subtract, multiply, divide } = f32x4;
const advance = (pointer: number, bytes: number): Code =>
  set(pointer, i32.add(get(pointer), constant(bytes)));
/** Lanes 0 and 1 of two vectors with their lanes 2 and 3 added: two half sums of each. */
const halves = (one: number, other: number): Code =>
  add(v128.shuffle(get(one), get(other), [0, 1, 4, 5]), v128.shuffle(get(one), get(other), [2, 3, 6, 7]));
/** Of four vectors the sums of their lanes. */
const laneSums: Code[] = [
  set(squares[0]!, halves(squares[0]!, squares[1]!)),
  set(squares[2]!, halves(squares[2]!, squares[3]!)),
];
const summed = add(
  v128.shuffle(get(squares[0]!), get(squares[2]!), [0, 2, 4, 6]),
  v128.shuffle(get(squares[0]!), get(squares[2]!), [1, 3, 5, 7]),
);

const four: Code[] = [
  ...others.map((other, k) => set(other, i32.load(get(pairs), 4 * k))),
  ...others.flatMap((other, k) => [
    set(differences[k]!, subtract(get(own), v128.load(get(other)))),
    set(squares[k]!, multiply(get(differences[k]!), get(differences[k]!))),
  ]),
  ...laneSums,
  set(pulls, divide(v128.load(get(pairs), WEIGHTS), add(f32x4.constant(1), summed))),
  ...others.flatMap((other, k) => [
    set(force, multiply(get(differences[k]!), v128.shuffle(get(pulls), get(pulls), [k, k, k, k]))),
    set(sum, add(get(sum), get(force))),
    v128.store(get(other), subtract(v128.load(get(other), FORCE), get(force)), FORCE),
  ]),
  advance(pairs, FOUR_BYTES),
];

const body = whileTrue(
  i32.lessUnsigned(get(ends), get(endsEnd)),
  set(end, i32.load(get(ends))),
  set(own, v128.load(get(point))),
  set(sum, v128.zero),
  whileTrue(i32.lessUnsigned(get(pairs), get(end)), ...four),
  v128.store(get(point), add(v128.load(get(point), FORCE), get(sum)), FORCE),
  advance(point, POINT_BYTES),
  advance(ends, 4),
);

const module = encodeModule([
  {
    name: "attract",
    parameters: Array.from({ length: 4 }, () => I32),
    locals: [...Array.from({ length: 5 }, () => I32), ...Array.from({ length: 12 }, () => V128)],
    body,
  },
]);
writeModule("attraction", module);

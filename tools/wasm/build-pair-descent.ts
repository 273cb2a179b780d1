/**
 * Writes `packages/core/src/compute/wasm/pair-descent-module.ts`: the SIMD kernel of UMAP's descent.
 *
 *   npx tsx --conditions=source tools/wasm/build-pair-descent.ts
 *
 * `pullPairs(pairs, pairsEnd, settings, points)`: one round. Places lie at address 0, 16 bytes each
 * (x, y, z, 0). A pair is two addresses of places, its weight and its turns so far, as 32-bit integers of
 * which 2^30 are a whole turn. `settings` holds seven vectors of four numbers, named in `stored` below.
 *
 * First the pairs whose turn it is are listed behind the others, without a branch that nobody could
 * predict. Then each is drawn: both ends look, then both move. Lane 0 of an end is the other end, which
 * attracts it; lanes 1-3 are strangers, which repel it. Both pulls are one formula of the squared distance s and
 * p = s^b, with other settings in lane 0:
 *
 *     attraction  -2ab p / (s (1 + a p))          repulsion  2b / ((0.001 + s) (1 + a p))
 *
 * p is 2^(b log2 s), both powers from polynomials: the relative error is below 1e-4, and the bytes are
 * the same on every processor.
 */
import {
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

const TURN_BITS = 30;
const WHOLE_TURN = 2 ** TURN_BITS;
/** Exponents that stay finite in float32. */
const LARGEST_POWER = 120;
/** Float32 bits of √½: mantissas are taken from √½ to √2, where the logarithm is near 0. */
const ROOT_OF_HALF = 0x3f3504f3;
const MANTISSA_BITS = 23;
/** 1.5 × 2^23: adding it rounds to an integer, which then stands in the lowest bits. */
const ROUNDER = 12_582_912;

// Parameters, then locals.
const [pairs, pairsEnd, settings, points] = [0, 1, 2, 3];
const [head, tail, turns, due, dueEnd] = [4, 5, 6, 7, 8];
const strangers = [9, 10, 11] as const;
/** As they lie in memory: what the pulls are made of, the most that one may move, the state of chance. */
const stored = [12, 13, 14, 15, 16, 17, 18];
const [curveA, curveB, constantPart, powerPart, softening, most, state] = stored as Seven;
/** Bounds of a move that the pair asks for, and of one that a stranger does. */
const [leastOfPair, mostOfPair, leastOfStranger, mostOfStranger, range] = [19, 20, 21, 22, 23] as const;
const [squared, power, rest, wide] = [24, 25, 26, 27];
const apart = [28, 29, 30, 31] as const;
/** What is known of each end, and what it is to become. */
const headPlace = 32;
const tailPlace = 33;
const headMove = 34;
const tailMove = 35;
const INTEGERS = 8;
const VECTORS = 24;

const advance = (pointer: number, bytes: Code): Code => set(pointer, i32.add(get(pointer), bytes));

/** Coefficients, constant first, of the polynomial through `f` at the Chebyshev nodes. */
function fitted(f: (x: number) => number, low: number, high: number, degree: number): number[] {
  const count = degree + 1;
  const rows = Array.from({ length: count }, (_, i) => {
    const x = (low + high) / 2 + ((high - low) / 2) * Math.cos((Math.PI * (2 * i + 1)) / (2 * count));
    return [...Array.from({ length: count }, (_, power) => x ** power), f(x)];
  });
  for (let c = 0; c < count; c++) {
    const pivot = rows[c]!;
    for (const row of rows) {
      if (row === pivot) continue;
      const share = row[c]! / pivot[c]!;
      for (let k = c; k <= count; k++) row[k]! -= share * pivot[k]!;
    }
  }
  return rows.map((row, c) => row[count]! / row[c]!);
}

const polynomial = (coefficients: readonly number[], x: Code): Code =>
  coefficients
    .toReversed()
    .map(f32x4.constant)
    .reduce((sum, coefficient) => f32x4.add(f32x4.multiply(sum, x), coefficient));

const logarithm = fitted(
  (x) => (x === 0 ? 1 : Math.log1p(x) / x) / Math.LN2,
  Math.SQRT1_2 - 1,
  Math.SQRT2 - 1,
  4,
);
const exponential = fitted((x) => 2 ** x, -0.5, 0.5, 4);

/** power = squared ^ b. A squared distance of 0 counts as 2^-127. */
const raise: Code = [
  ...set(wide, i32x4.shiftRight(i32x4.subtract(get(squared), i32x4.constant(ROOT_OF_HALF)), MANTISSA_BITS)),
  ...set(
    rest,
    f32x4.subtract(
      i32x4.subtract(get(squared), i32x4.shiftLeft(get(wide), MANTISSA_BITS)),
      f32x4.constant(1),
    ),
  ),
  ...set(
    power,
    f32x4.multiply(
      get(curveB),
      f32x4.add(f32x4.fromIntegers(get(wide)), f32x4.multiply(get(rest), polynomial(logarithm, get(rest)))),
    ),
  ),
  ...set(
    power,
    f32x4.lesser(f32x4.greater(get(power), f32x4.constant(-LARGEST_POWER)), f32x4.constant(LARGEST_POWER)),
  ),
  ...set(wide, f32x4.add(get(power), f32x4.constant(ROUNDER))),
  ...set(rest, f32x4.subtract(get(power), f32x4.subtract(get(wide), f32x4.constant(ROUNDER)))),
  ...set(power, i32x4.add(polynomial(exponential, get(rest)), i32x4.shiftLeft(get(wide), MANTISSA_BITS))),
];

const xorShifted = (shifted: Code): Code => set(state, v128.xor(get(state), shifted));

/** Four streams of xorshift (Marsaglia, 2003); a number of 32 bits times `points` has a stranger in its upper half. */
const drawStrangers: Code = [
  ...xorShifted(i32x4.shiftLeft(get(state), 13)),
  ...xorShifted(i32x4.shiftRightUnsigned(get(state), 17)),
  ...xorShifted(i32x4.shiftLeft(get(state), 5)),
  ...set(wide, i32x4.wideProductsLow(get(state), get(range))),
  ...set(strangers[0], i32.shiftLeft(i32x4.lane(get(wide), 1), constant(4))),
  ...set(strangers[1], i32.shiftLeft(i32x4.lane(get(wide), 3), constant(4))),
  ...set(wide, i32x4.wideProductsHigh(get(state), get(range))),
  ...set(strangers[2], i32.shiftLeft(i32x4.lane(get(wide), 1), constant(4))),
];

/** The four lanes of each of four vectors added up. */
const totals = ([a, b, c, d]: readonly Code[]): Code => {
  const halves = (one: Code, other: Code): Code =>
    f32x4.add(v128.shuffle(one, other, [0, 4, 1, 5]), v128.shuffle(one, other, [2, 6, 3, 7]));
  return [
    ...set(rest, halves(a!, b!)),
    ...set(wide, halves(c!, d!)),
    ...f32x4.add(
      v128.shuffle(get(rest), get(wide), [0, 1, 4, 5]),
      v128.shuffle(get(rest), get(wide), [2, 3, 6, 7]),
    ),
  ];
};

const square = (local: number): Code => f32x4.multiply(get(local), get(local));
/** One lane in all four. */
const lane = (local: number, index: 0 | 1 | 2 | 3): Code =>
  v128.shuffle(get(local), get(local), [index, index, index, index]);
/** The move that lane `index` asks for, within its bounds. */
const move = (index: 0 | 1 | 2 | 3): Code => {
  const [low, high] = index === 0 ? [leastOfPair, mostOfPair] : [leastOfStranger, mostOfStranger];
  return f32x4.lesser(
    f32x4.greater(f32x4.multiply(get(apart[index]), lane(power, index)), get(low)),
    get(high),
  );
};

/** How the end at `own` is to move for the sake of the other and of its strangers. */
const moveOf = (own: number, other: number): Code => [
  ...drawStrangers,
  ...set(apart[0], f32x4.subtract(get(own), get(other))),
  ...strangers.flatMap((stranger, s) =>
    set(apart[s + 1]!, f32x4.subtract(get(own), v128.load(get(stranger)))),
  ),
  ...set(squared, totals(apart.map(square))),
  ...raise,
  ...set(
    power,
    f32x4.divide(
      f32x4.add(get(constantPart), f32x4.multiply(get(powerPart), get(power))),
      f32x4.multiply(
        f32x4.add(get(squared), get(softening)),
        f32x4.add(f32x4.constant(1), f32x4.multiply(get(curveA), get(power))),
      ),
    ),
  ),
  ...f32x4.add(f32x4.add(move(0), move(1)), f32x4.add(move(2), move(3))),
];

/** Both ends look before either moves: what one does waits for nothing of the other. */
const drawBoth: Code = [
  ...set(headPlace, v128.load(get(head))),
  ...set(tailPlace, v128.load(get(tail))),
  ...set(headMove, moveOf(headPlace, tailPlace)),
  ...set(tailMove, moveOf(tailPlace, headPlace)),
  ...v128.store(get(head), f32x4.add(get(headPlace), get(headMove))),
  ...v128.store(get(tail), f32x4.add(get(tailPlace), get(tailMove))),
];

type Seven = [number, number, number, number, number, number, number];

const module = encodeModule([
  {
    name: "pullPairs",
    parameters: [I32, I32, I32, I32],
    locals: [...new Array<number>(INTEGERS).fill(I32), ...new Array<number>(VECTORS).fill(V128)],
    body: [
      ...stored.flatMap((local, index) => set(local, v128.load(get(settings), 16 * index))),
      ...set(mostOfPair, lane(most, 0)),
      ...set(mostOfStranger, lane(most, 1)),
      ...set(leastOfPair, f32x4.subtract(v128.zero, get(mostOfPair))),
      ...set(leastOfStranger, f32x4.subtract(v128.zero, get(mostOfStranger))),
      ...set(range, i32x4.splat(get(points))),
      ...set(dueEnd, get(pairsEnd)),
      ...whileTrue(
        i32.lessUnsigned(get(pairs), get(pairsEnd)),
        set(turns, i32.add(i32.load(get(pairs), 8), i32.load(get(pairs), 12))),
        i32.store(get(pairs), i32.and(get(turns), constant(WHOLE_TURN - 1)), 12),
        i32.store(get(dueEnd), get(pairs)),
        advance(dueEnd, i32.shiftLeft(i32.shiftRightUnsigned(get(turns), constant(TURN_BITS)), constant(2))),
        advance(pairs, constant(16)),
      ),
      ...set(due, get(pairsEnd)),
      ...whileTrue(
        i32.lessUnsigned(get(due), get(dueEnd)),
        set(pairs, i32.load(get(due))),
        set(head, i32.load(get(pairs), 0)),
        set(tail, i32.load(get(pairs), 4)),
        drawBoth,
        advance(due, constant(4)),
      ),
      ...v128.store(get(settings), get(state), 16 * stored.indexOf(state)),
    ],
  },
]);
writeModule("pair-descent", module);

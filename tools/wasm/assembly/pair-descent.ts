/**
 * The SIMD kernel of UMAP's descent.
 *
 * Places lie at address 0, 16 bytes each (x, y, z, 0). A pair is two addresses of places, its weight and
 * its turns so far, as 32-bit integers of which 2^30 are a whole turn. Lane 0 of an end is the other end,
 * which attracts it; lanes 1-3 are strangers, which repel it. Both pulls are one formula of the squared
 * distance s and p = s^b, with other settings in lane 0:
 *
 *     attraction  -2ab p / (s (1 + a p))          repulsion  2b / ((0.001 + s) (1 + a p))
 *
 * p is 2^(b log2 s), both powers from polynomials: the relative error is below 1e-4, and the bytes are
 * the same on every processor.
 */
import {
  EXPONENTIAL_0,
  EXPONENTIAL_1,
  EXPONENTIAL_2,
  EXPONENTIAL_3,
  EXPONENTIAL_4,
  LOGARITHM_0,
  LOGARITHM_1,
  LOGARITHM_2,
  LOGARITHM_3,
  LOGARITHM_4,
} from "./polynomials";

const TURN_BITS: u32 = 30;
const WHOLE_TURN: u32 = 1 << TURN_BITS;
/** Exponents that stay finite in float32. */
const LARGEST_POWER: f32 = 120;
/** Float32 bits of √½: mantissas are taken from √½ to √2, where the logarithm is near 0. */
const ROOT_OF_HALF: i32 = 0x3f3504f3;
const MANTISSA_BITS: i32 = 23;
/** 1.5 × 2^23: adding it rounds to an integer, which then stands in the lowest bits. */
const ROUNDER: f32 = 12_582_912;

@inline
function polynomial(x: v128, c0: f64, c1: f64, c2: f64, c3: f64, c4: f64): v128 {
  let sum = f32x4.splat(<f32>c4);
  sum = f32x4.add(f32x4.mul(sum, x), f32x4.splat(<f32>c3));
  sum = f32x4.add(f32x4.mul(sum, x), f32x4.splat(<f32>c2));
  sum = f32x4.add(f32x4.mul(sum, x), f32x4.splat(<f32>c1));
  return f32x4.add(f32x4.mul(sum, x), f32x4.splat(<f32>c0));
}

/** squared ^ b. A squared distance of 0 counts as 2^-127. */
@inline
function raised(squared: v128, b: v128): v128 {
  const exponent = i32x4.shr_s(i32x4.sub(squared, i32x4.splat(ROOT_OF_HALF)), MANTISSA_BITS);
  const mantissa = f32x4.sub(i32x4.sub(squared, i32x4.shl(exponent, MANTISSA_BITS)), f32x4.splat(1));
  const logarithm = f32x4.add(
    f32x4.convert_i32x4_s(exponent),
    f32x4.mul(
      mantissa,
      polynomial(mantissa, LOGARITHM_0, LOGARITHM_1, LOGARITHM_2, LOGARITHM_3, LOGARITHM_4),
    ),
  );
  const power = f32x4.pmin(
    f32x4.pmax(f32x4.mul(b, logarithm), f32x4.splat(-LARGEST_POWER)),
    f32x4.splat(LARGEST_POWER),
  );
  const rounded = f32x4.add(power, f32x4.splat(ROUNDER));
  const rest = f32x4.sub(power, f32x4.sub(rounded, f32x4.splat(ROUNDER)));
  return i32x4.add(
    polynomial(rest, EXPONENTIAL_0, EXPONENTIAL_1, EXPONENTIAL_2, EXPONENTIAL_3, EXPONENTIAL_4),
    i32x4.shl(rounded, MANTISSA_BITS),
  );
}

/** Four streams of xorshift (Marsaglia, 2003). */
@inline
function nextState(state: v128): v128 {
  state = v128.xor(state, i32x4.shl(state, 13));
  state = v128.xor(state, i32x4.shr_u(state, 17));
  return v128.xor(state, i32x4.shl(state, 5));
}

@inline
function halfTotals(one: v128, other: v128): v128 {
  return f32x4.add(v128.shuffle<f32>(one, other, 0, 4, 1, 5), v128.shuffle<f32>(one, other, 2, 6, 3, 7));
}

/** The four lanes of each of four vectors added up. */
@inline
function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = halfTotals(a, b);
  const cd = halfTotals(c, d);
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

@inline
function square(value: v128): v128 {
  return f32x4.mul(value, value);
}

@inline
function within(move: v128, most: v128): v128 {
  return f32x4.pmin(f32x4.pmax(move, f32x4.sub(f32x4.splat(0), most)), most);
}

/** How the end at `own` is to move for the sake of the other and of the strangers drawn by `state`. */
@inline
function moveOf(
  own: v128,
  other: v128,
  state: v128,
  range: v128,
  curveA: v128,
  curveB: v128,
  constantPart: v128,
  powerPart: v128,
  softening: v128,
  mostOfPair: v128,
  mostOfStranger: v128,
): v128 {
  // A number of 32 bits times the number of points has a stranger in its upper half.
  const low = i64x2.extmul_low_i32x4_u(state, range);
  const high = i64x2.extmul_high_i32x4_u(state, range);
  const stranger1: usize = i32x4.extract_lane(low, 1) << 4;
  const stranger2: usize = i32x4.extract_lane(low, 3) << 4;
  const stranger3: usize = i32x4.extract_lane(high, 1) << 4;
  const apart0 = f32x4.sub(own, other);
  const apart1 = f32x4.sub(own, v128.load(stranger1));
  const apart2 = f32x4.sub(own, v128.load(stranger2));
  const apart3 = f32x4.sub(own, v128.load(stranger3));
  const squared = totals(square(apart0), square(apart1), square(apart2), square(apart3));
  const power = raised(squared, curveB);
  const pulls = f32x4.div(
    f32x4.add(constantPart, f32x4.mul(powerPart, power)),
    f32x4.mul(f32x4.add(squared, softening), f32x4.add(f32x4.splat(1), f32x4.mul(curveA, power))),
  );
  return f32x4.add(
    f32x4.add(
      within(f32x4.mul(apart0, v128.shuffle<f32>(pulls, pulls, 0, 0, 0, 0)), mostOfPair),
      within(f32x4.mul(apart1, v128.shuffle<f32>(pulls, pulls, 1, 1, 1, 1)), mostOfStranger),
    ),
    f32x4.add(
      within(f32x4.mul(apart2, v128.shuffle<f32>(pulls, pulls, 2, 2, 2, 2)), mostOfStranger),
      within(f32x4.mul(apart3, v128.shuffle<f32>(pulls, pulls, 3, 3, 3, 3)), mostOfStranger),
    ),
  );
}

/**
 * One round. `settings` holds seven vectors of four float32 numbers, in the order they are read below;
 * the last is the state of chance, four integers, and is written back.
 */
export function pullPairs(pairs: usize, pairsEnd: usize, settings: usize, points: i32): void {
  const curveA = v128.load(settings, 0);
  const curveB = v128.load(settings, 16);
  const constantPart = v128.load(settings, 32);
  const powerPart = v128.load(settings, 48);
  const softening = v128.load(settings, 64);
  const most = v128.load(settings, 80);
  let state = v128.load(settings, 96);
  const mostOfPair = v128.shuffle<f32>(most, most, 0, 0, 0, 0);
  const mostOfStranger = v128.shuffle<f32>(most, most, 1, 1, 1, 1);
  const range = i32x4.splat(points);

  // The pairs whose turn it is are listed behind the others, without a branch that nobody could predict.
  let dueEnd = pairsEnd;
  while (pairs < pairsEnd) {
    const turns = load<u32>(pairs, 8) + load<u32>(pairs, 12);
    store<u32>(pairs, turns & (WHOLE_TURN - 1), 12);
    store<usize>(dueEnd, pairs);
    dueEnd += (turns >> TURN_BITS) << 2;
    pairs += 16;
  }

  // Both ends look before either moves: what one does waits for nothing of the other.
  for (let due = pairsEnd; due < dueEnd; due += 4) {
    const pair = load<usize>(due);
    const head = load<usize>(pair, 0);
    const tail = load<usize>(pair, 4);
    const headPlace = v128.load(head);
    const tailPlace = v128.load(tail);
    state = nextState(state);
    const headMove = moveOf(
      headPlace, tailPlace, state, range,
      curveA, curveB, constantPart, powerPart, softening, mostOfPair, mostOfStranger,
    );
    state = nextState(state);
    const tailMove = moveOf(
      tailPlace, headPlace, state, range,
      curveA, curveB, constantPart, powerPart, softening, mostOfPair, mostOfStranger,
    );
    v128.store(head, f32x4.add(headPlace, headMove));
    v128.store(tail, f32x4.add(tailPlace, tailMove));
  }
  v128.store(settings, state, 96);
}

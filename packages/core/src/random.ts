/**
 * The one source of chance: a small seeded generator, and what is drawn from it.
 *
 * Not for secrets. The generator is sfc32 (Chris Doty-Humphrey, PractRand), its state spread from
 * the seed by splitmix32; period at least 2^32, 53-bit doubles. Equal seeds give equal numbers on
 * every machine, because only integer arithmetic and correctly rounded functions are used - except
 * `normal`, whose logarithm and cosine may differ in the last bit between engines.
 */

/** A stream of numbers that a seed fixes. Passing it on advances it for everyone who holds it. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform integer in 0 … limit − 1; `limit` up to 2^32. */
  integer(limit: number): number;
  /** Normal with mean 0 and deviation 1. */
  normal(): number;
}

/** A generator for `seed` (any integer; only its lower 53 bits count). */
export function random(seed: number): Random {
  let spread = (seed | 0) ^ Math.imul(Math.floor(seed / 2 ** 32) | 0, 0x9e3779b9);
  const splitmix = (): number => {
    spread = (spread + 0x9e3779b9) | 0;
    let mixed = spread ^ (spread >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next();

  const uniform = (): number => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  return {
    uniform,
    integer: (limit) => Math.floor(uniform() * limit),
    // Box and Muller (1958); the second of each pair is thrown away so that draws never interleave.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** A shuffled copy (Fisher-Yates): every order equally likely. O(n). */
export function shuffle<T>(items: Iterable<T>, chance: Random): T[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = chance.integer(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled;
}

/** `count` different integers below `limit`, ascending; all of them when `count >= limit`. O(limit). */
export function sample(limit: number, count: number, chance: Random): Int32Array {
  const chosen = new Int32Array(Math.min(count, limit));
  let taken = 0;
  for (let i = 0; i < limit && taken < chosen.length; i++) {
    if (chance.uniform() * (limit - i) < chosen.length - taken) chosen[taken++] = i;
  }
  return chosen;
}

/**
 * An index drawn with probability proportional to its weight. O(n).
 * @throws RangeError when a weight is negative or not finite, or all are zero.
 */
export function weightedIndex(weights: ArrayLike<number>, chance: Random): number {
  let total = 0;
  let last = -1;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i] >= 0 && weights[i] < Infinity)) {
      throw new RangeError(`Weight ${i} is ${weights[i]}; weights must be finite and at least 0.`);
    }
    total += weights[i];
    if (weights[i] > 0) last = i;
  }
  if (last < 0) throw new RangeError(`All ${weights.length} weights are 0; at least one must be positive.`);
  let rest = chance.uniform() * total;
  for (let i = 0; i < last; i++) {
    rest -= weights[i];
    if (rest < 0) return i;
  }
  return last;
}

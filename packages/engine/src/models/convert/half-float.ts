/**
 * IEEE 754 half precision, the format of shipped weights and of our heads. Typed arrays have no such
 * type on Node 20, so halves travel as `Uint16Array` bit patterns.
 */

const word = new Uint32Array(1);
const single = new Float32Array(word.buffer);

/** All halves, made when first needed: five million weights are looked up in a few ms. */
let floatOfHalf: Float32Array | undefined;

/** Bit patterns → float32 numbers. Exact: every half is a float32. */
export function halvesToFloats(halves: Uint16Array): Float32Array<ArrayBuffer> {
  floatOfHalf ??= Float32Array.from({ length: 65_536 }, (_, half) => halfToFloat(half));
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) floats[i] = floatOfHalf[halves[i]!]!;
  return floats;
}

/** float32 numbers → bit patterns, rounded to nearest, ties to even; beyond 65,504 becomes infinite. */
export function floatsToHalves(floats: Float32Array): Uint16Array {
  return Uint16Array.from(floats, floatToHalf);
}

function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function floatToHalf(value: number): number {
  single[0] = value;
  const bits = word[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  if (Number.isNaN(value)) return 0x7e00;
  const magnitude = Math.abs(single[0] ?? 0);
  if (magnitude >= 65_520) return sign | 0x7c00;
  // Below the normal range halves are multiples of 2^-24; above, of 2^(exponent - 10).
  if (magnitude < 2 ** -14) return sign | roundHalfToEven(magnitude * 2 ** 24);
  const exponent = ((bits >>> 23) & 255) - 127;
  // A carry out of the fraction runs into the exponent, which is what rounding up means.
  const fraction = roundHalfToEven((magnitude / 2 ** exponent - 1) * 1024);
  return sign | (((exponent + 15) << 10) + fraction);
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest === 0.5) return floor + (floor & 1);
  return rest > 0.5 ? floor + 1 : floor;
}

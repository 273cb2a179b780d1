/**
 * Just enough of a WebAssembly assembler to write kernels of a few dozen instructions by hand, so
 * that neither users nor contributors need a compiler. Instructions are functions that return
 * bytes; a body is their concatenation; nothing is type-checked until the engine loads the module.
 *
 * Encodings after the WebAssembly core specification 2.0, sections 5.2-5.5 (SIMD included).
 */

export type Code = readonly number[];

/** Value types. */
export const I32 = 0x7f;
export const V128 = 0x7b;

const unsigned = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest ? low | 0x80 : low);
  } while (rest);
  return bytes;
};

const signed = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && !(low & 0x40)) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
};

const vector = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const sized = (bytes: Code): number[] => [...unsigned(bytes.length), ...bytes];
const name = (text: string): number[] => sized([...new TextEncoder().encode(text)]);
const section = (id: number, bytes: Code): number[] => [id, ...sized(bytes)];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
export const constant = (value: number): Code => [0x41, ...signed(value)];

/** `block` leaves by `branch(depth)` to its end, `loop` by `branch(depth)` to its start. */
export const block = (...body: Code[]): Code => [0x02, 0x40, ...body.flat(), 0x0b];
export const loop = (...body: Code[]): Code => [0x03, 0x40, ...body.flat(), 0x0b];
export const branch = (depth: number): Code => [0x0c, ...unsigned(depth)];
export const branchIf = (depth: number, condition: Code): Code => [...condition, 0x0d, ...unsigned(depth)];
/** Repeats `body` as long as `condition` holds when tested first. */
export const whileTrue = (condition: Code, ...body: Code[]): Code =>
  block(loop(branchIf(1, [...condition, 0x45]), ...body, branch(0)));

const binary =
  (...opcode: number[]) =>
  (a: Code, b: Code): Code => [...a, ...b, ...opcode];
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];

export const i32 = {
  add: binary(0x6a),
  multiply: binary(0x6c),
  lessUnsigned: binary(0x49),
  atLeastUnsigned: binary(0x4f),
  and: binary(0x71),
  shiftLeft: binary(0x74),
  shiftRightUnsigned: binary(0x76),
  load: (address: Code, offset = 0): Code => [...address, 0x28, 2, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    0x36,
    2,
    ...unsigned(offset),
  ],
};
/** Four 32-bit lanes, as they lie in memory. */
const lanes = (values: ArrayBufferView): Code => [
  ...simd(12),
  ...new Uint8Array(values.buffer, values.byteOffset, 16),
];
export const v128 = {
  zero: lanes(new Int32Array(4)),
  xor: binary(...simd(0x51)),
  or: binary(...simd(0x50)),
  /** 1 where any bit is set. */
  anyTrue: (value: Code): Code => [...value, ...simd(0x53)],
  load: (address: Code, offset = 0): Code => [...address, ...simd(0), 0, ...unsigned(offset)],
  /** One 64-bit number from memory in both lanes. */
  loadSplatWide: (address: Code, offset = 0): Code => [...address, ...simd(10), 0, ...unsigned(offset)],
  /** One 32-bit number from memory in all four lanes. */
  loadSplat: (address: Code, offset = 0): Code => [...address, ...simd(9), 0, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0): Code => [
    ...address,
    ...value,
    ...simd(11),
    0,
    ...unsigned(offset),
  ],
  /** Four 32-bit lanes, chosen among 0-3 of `a` and 4-7 of `b`. */
  shuffle: (a: Code, b: Code, lanes: readonly [number, number, number, number]): Code => [
    ...a,
    ...b,
    ...simd(13),
    ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte)),
  ],
};
export const f32x4 = {
  constant: (value: number): Code => lanes(new Float32Array(4).fill(value)),
  add: binary(...simd(0xe4)),
  subtract: binary(...simd(0xe5)),
  multiply: binary(...simd(0xe6)),
  divide: binary(...simd(0xe7)),
  /** The lesser of two lanes, and `a` where either is no number: one instruction of the processor, unlike `min`. */
  lesser: binary(...simd(0xea)),
  greater: binary(...simd(0xeb)),
  /** All bits of a lane where `a` is at least `b`; none where either is no number. */
  isAtLeast: binary(...simd(0x46)),
  fromIntegers: (value: Code): Code => [...value, ...simd(0xfa)],
};
export const f64x2 = {
  add: binary(...simd(0xf0)),
  subtract: binary(...simd(0xf1)),
  multiply: binary(...simd(0xf2)),
};
export const i16x8 = {
  /** Eight signed bytes from memory, widened. */
  loadBytes: (address: Code, offset = 0): Code => [...address, ...simd(1), 0, ...unsigned(offset)],
};
export const i32x4 = {
  constant: (value: number): Code => lanes(new Int32Array(4).fill(value)),
  add: binary(...simd(0xae)),
  subtract: binary(...simd(0xb1)),
  shiftLeft: (value: Code, bits: number): Code => [...value, ...constant(bits), ...simd(0xab)],
  shiftRight: (value: Code, bits: number): Code => [...value, ...constant(bits), ...simd(0xac)],
  shiftRightUnsigned: (value: Code, bits: number): Code => [...value, ...constant(bits), ...simd(0xad)],
  /** One integer in all four lanes. */
  splat: (value: Code): Code => [...value, ...simd(0x11)],
  /** 64-bit products of the two lower lanes, or of the two upper ones: upper halves stand in lanes 1 and 3. */
  wideProductsLow: binary(...simd(0xde)),
  wideProductsHigh: binary(...simd(0xdf)),
  /** Products of eight 16-bit pairs, neighbours added: four 32-bit sums. */
  dotPairs: binary(...simd(0xba)),
  lane: (value: Code, lane: number): Code => [...value, ...simd(0x1b), lane],
  /** The highest bit of each lane, that of lane 0 lowest. */
  signs: (value: Code): Code => [...value, ...simd(0xa4)],
};

export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly number[];
  /** Types of the locals after the parameters, in the order of their indices. */
  readonly locals: readonly number[];
  readonly body: Code;
}

/** A module that imports its memory as `environment.memory` and exports `functions` (no results). */
export function encodeModule(functions: readonly WasmFunction[]): Uint8Array {
  const types = functions.map(({ parameters }) => [0x60, ...vector(parameters.map((type) => [type])), 0]);
  const memory = [...name("environment"), ...name("memory"), 0x02, 0x00, ...unsigned(1)];
  const exports = functions.map((each, index) => [...name(each.name), 0x00, ...unsigned(index)]);
  const bodies = functions.map(({ locals, body }) =>
    sized([...vector(locals.map((type) => [1, type])), ...body, 0x0b]),
  );
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(types)),
    ...section(2, vector([memory])),
    ...section(3, vector(functions.map((_, index) => unsigned(index)))),
    ...section(7, vector(exports)),
    ...section(10, vector(bodies)),
  ]);
}

/**
 * The arithmetic of `../lanes.ts` in WebAssembly SIMD: four lanes an instruction.
 */
import { type Lanes, plainLanes } from "../lanes.ts";
import { lanesModule } from "./lanes-module.ts";
import { growMemory, hasSimd } from "./simd-products.ts";

/** SIMD where the engine has it, else plain loops. `size`: numbers they work on. */
export function portableLanes(size: number): Lanes {
  return hasSimd() ? simdLanes(size) : plainLanes(size);
}

/** Behind the numbers, where the four partial sums of `weightedPower` go. */
const RESULT_BYTES = 16;
const ALIGNMENT = 16;

/** @throws Error where the engine has no WebAssembly SIMD; `portableLanes` never does. */
export function simdLanes(size: number): Lanes {
  const resultAt = Math.ceil((4 * size) / ALIGNMENT) * ALIGNMENT;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
  growMemory(memory, resultAt + RESULT_BYTES);
  const wasm = instantiate(memory);
  const result = new Float32Array(memory.buffer, resultAt, RESULT_BYTES / 4);
  return {
    numbers: new Float32Array(memory.buffer, 0, size),
    radix4(from, to, twiddles, groups, stride) {
      const stage = groups === 1 ? wasm.lastRadix4 : wasm.radix4;
      stage(4 * from, 4 * to, 4 * twiddles, groups, stride);
    },
    radix2: (from, to, twiddles, groups, stride) =>
      wasm.radix2(4 * from, 4 * to, 4 * twiddles, groups, stride),
    radix3: (from, to, stride) => wasm.radix3(4 * from, 4 * to, stride),
    turn: (from, to, turns, rows) => wasm.turn(4 * from, 4 * to, 4 * turns, rows),
    addTurned: (into, from, turns, rows) => wasm.addTurned(4 * into, 4 * from, 4 * turns, rows),
    weighConjugate: (from, to, factors, rows) => wasm.weighConjugate(4 * from, 4 * to, 4 * factors, rows),
    copyParts: (from, fromStep, to, toStep, rows) =>
      wasm.copyParts(4 * from, 4 * fromStep, 4 * to, 4 * toStep, rows),
    part: (from, mirror, to, other) => wasm.part(4 * from, 4 * mirror, 4 * to, 4 * other),
    join: (x, y, to, mirror) => wasm.join(4 * x, 4 * y, 4 * to, 4 * mirror),
    weightedPower(from, factors, rows) {
      wasm.weightedPower(4 * from, 4 * factors, rows, resultAt);
      return result[0] + result[1] + result[2] + result[3];
    },
  };
}

type Stage = (from: number, to: number, twiddles: number, groups: number, stride: number) => void;
type Step = (one: number, other: number, factors: number, rows: number) => void;

interface LaneFunctions {
  readonly radix4: Stage;
  readonly lastRadix4: Stage;
  readonly radix2: Stage;
  readonly radix3: (from: number, to: number, stride: number) => void;
  readonly turn: Step;
  readonly addTurned: Step;
  readonly weighConjugate: Step;
  readonly copyParts: (from: number, fromStep: number, to: number, toStep: number, rows: number) => void;
  readonly part: Step;
  readonly join: Step;
  readonly weightedPower: (from: number, factors: number, rows: number, result: number) => void;
}

let compiled: WebAssembly.Module | undefined;

function instantiate(memory: WebAssembly.Memory): LaneFunctions {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(lanesModule), (letter) => letter.charCodeAt(0)));
  const instance = new WebAssembly.Instance(compiled, { env: { memory } });
  // The module is ours and exports exactly these functions; WebAssembly exports carry no types.
  return instance.exports as unknown as LaneFunctions;
}

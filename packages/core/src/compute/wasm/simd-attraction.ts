/**
 * The attraction of `../attraction.ts` in WebAssembly SIMD: four pairs at a time, in float32.
 */
import { type Attraction, plainAttraction, type WeightedPairs } from "../attraction.ts";
import { attractionModule } from "./attraction-module.ts";
import { growMemory, hasSimd, LARGEST_MEMORY } from "./simd-products.ts";

/** A point is its place and its force, each x, y, z, 0; four pairs are four addresses and four weights. */
const POINT_NUMBERS = 8;
const FORCE = 4;
const FOUR = 4;
const FOUR_NUMBERS = 2 * FOUR;
const NUMBER_BYTES = 4;

/** All arguments are byte addresses; see tools/wasm/assembly/attraction.ts. */
type Attract = (point: number, pairs: number, ends: number, endsEnd: number) => void;

/** In SIMD where this engine has it and the memory suffices (some 300 million pairs), else in plain loops. */
export function openAttraction(pairs: WeightedPairs, dimensions: 2 | 3): Attraction {
  const points = pairs.starts.length - 1;
  // Pairs of a point are filled up to fours.
  const numbers = points * (POINT_NUMBERS + 1) + 2 * (pairs.weights.length + (FOUR - 1) * points) + FOUR;
  return hasSimd() && NUMBER_BYTES * numbers <= LARGEST_MEMORY
    ? openSimdAttraction(pairs, dimensions, NUMBER_BYTES * numbers)
    : plainAttraction(pairs, dimensions);
}

function openSimdAttraction(
  { starts, others, weights }: WeightedPairs,
  dimensions: 2 | 3,
  bytes: number,
): Attraction {
  const points = starts.length - 1;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
  growMemory(memory, bytes);
  const numbers = new Float32Array(memory.buffer);
  const addresses = new Int32Array(memory.buffer);
  const endsAt = points * POINT_NUMBERS;
  const pairsAt = Math.ceil((endsAt + points) / FOUR) * FOUR;
  let at = pairsAt;
  for (let i = 0; i < points; i++) {
    for (let start = starts[i]; start < starts[i + 1]; start += FOUR, at += FOUR_NUMBERS) {
      for (let k = 0; k < FOUR; k++) {
        const p = start + k;
        const isPair = p < starts[i + 1];
        addresses[at + k] = NUMBER_BYTES * POINT_NUMBERS * (isPair ? others[p] : i);
        numbers[at + FOUR + k] = isPair ? weights[p] : 0;
      }
    }
    addresses[endsAt + i] = NUMBER_BYTES * at;
  }
  const attract = instantiate(memory);
  return {
    compute(coordinates, forces) {
      for (let i = 0; i < points; i++) {
        const own = i * POINT_NUMBERS;
        for (let d = 0; d < dimensions; d++) {
          numbers[own + d] = coordinates[i * dimensions + d];
          numbers[own + FORCE + d] = 0;
        }
      }
      attract(0, NUMBER_BYTES * pairsAt, NUMBER_BYTES * endsAt, NUMBER_BYTES * (endsAt + points));
      for (let i = 0; i < points; i++) {
        const own = i * POINT_NUMBERS + FORCE;
        for (let d = 0; d < dimensions; d++) forces[i * dimensions + d] = numbers[own + d];
      }
    },
  };
}

function instantiate(memory: WebAssembly.Memory): Attract {
  const bytes = Uint8Array.from(atob(attractionModule), (letter) => letter.charCodeAt(0));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  // The module is ours and exports exactly this function; WebAssembly exports carry no types.
  return instance.exports.attract as Attract;
}

/**
 * The descent of `../pair-descent.ts` in WebAssembly SIMD: the pull of a pair and those of its three
 * strangers are the four lanes of one vector.
 */
import { type Matrix, matrix } from "../../matrix.ts";
import {
  MAX_PULL,
  openPlainPairDescent,
  PAIR_WEIGHT,
  type PairDescent,
  type PairDescentOptions,
  SOFTENING,
  STRANGER_WEIGHT,
  seededStreams,
  type TurnPairs,
} from "../pair-descent.ts";
import { pairDescentModule } from "./pair-descent-module.ts";
import { growMemory, hasSimd, LARGEST_MEMORY } from "./simd-products.ts";

/** A place is x, y, z, 0; a pair two addresses, weight and turns; see tools/wasm/assembly/pair-descent.ts. */
const PLACE_BYTES = 16;
const PAIR_BYTES = 16;
/** Room behind the pairs for the list of those whose turn it is. */
const DUE_BYTES = 4;
const SETTINGS = 7;
const SETTINGS_BYTES = 16 * SETTINGS;

/** All arguments are byte addresses, but the last is a number of points. */
type PullPairs = (pairs: number, pairsEnd: number, settings: number, points: number) => void;

/** In SIMD where this engine has it and the memory suffices (a hundred million pairs), else in plain loops. */
export function openPairDescent(start: Matrix, pairs: TurnPairs, options: PairDescentOptions): PairDescent {
  const bytes = PLACE_BYTES * start.rows + SETTINGS_BYTES + (PAIR_BYTES + DUE_BYTES) * pairs.weights.length;
  return hasSimd() && bytes <= LARGEST_MEMORY
    ? openSimdPairDescent(start, pairs, options)
    : openPlainPairDescent(start, pairs, options);
}

function openSimdPairDescent(
  { rows: points, columns: dimensions, data }: Matrix,
  { heads, tails, weights }: TurnPairs,
  { curve: { a, b }, seed }: PairDescentOptions,
): PairDescent {
  const settingsAt = PLACE_BYTES * points;
  const pairsAt = settingsAt + SETTINGS_BYTES;
  const pairsEnd = pairsAt + PAIR_BYTES * weights.length;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
  growMemory(memory, pairsEnd + DUE_BYTES * weights.length);
  const places = new Float32Array(memory.buffer, 0, 4 * points);
  for (let i = 0; i < points; i++) {
    for (let d = 0; d < dimensions; d++) places[4 * i + d] = data[i * dimensions + d];
  }
  const list = new Int32Array(memory.buffer, pairsAt, 4 * weights.length);
  for (let p = 0; p < weights.length; p++) {
    list[4 * p] = PLACE_BYTES * heads[p];
    list[4 * p + 1] = PLACE_BYTES * tails[p];
    list[4 * p + 2] = weights[p];
  }
  const settings = new Float32Array(memory.buffer, settingsAt, 4 * (SETTINGS - 1));
  new Int32Array(memory.buffer, settingsAt, 4 * SETTINGS).set(seededStreams(seed), settings.length);
  const pullPairs = instantiate(memory);
  return {
    round(rate) {
      const pair = rate * PAIR_WEIGHT;
      const strangers = rate * STRANGER_WEIGHT;
      const vectors = [
        lanes(a, a),
        lanes(b, b),
        lanes(0, 2 * b * strangers),
        lanes(-2 * a * b * pair, 0),
        lanes(SOFTENING.attraction, SOFTENING.repulsion),
        lanes(MAX_PULL * pair, MAX_PULL * strangers),
      ];
      settings.set(vectors.flat());
      pullPairs(pairsAt, pairsEnd, settingsAt, points);
    },
    places() {
      const map = matrix(points, dimensions);
      for (let i = 0; i < points; i++) {
        for (let d = 0; d < dimensions; d++) map.data[i * dimensions + d] = places[4 * i + d];
      }
      return map;
    },
  };
}

function lanes(pair: number, stranger: number): number[] {
  return [pair, stranger, stranger, stranger];
}

function instantiate(memory: WebAssembly.Memory): PullPairs {
  const bytes = Uint8Array.from(atob(pairDescentModule), (letter) => letter.charCodeAt(0));
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  // The module is ours and exports exactly this function; WebAssembly exports carry no types.
  return instance.exports.pullPairs as PullPairs;
}

/**
 * The descent of UMAP: edges are drawn as often as their weight says, both ends move together, and
 * each end moves away from a few vectors drawn at random. After McInnes, Healy & Melville (2018);
 * negative samples after Mikolov et al. (2013).
 *
 * The pulls depend on the squared distance through powers, which cost more than all the rest; they are
 * read from a table with 128 entries for each doubling of the distance instead.
 */
import type { MethodRun } from "../cluster/method.ts";
import { random } from "../random.ts";
import type { NeighbourPairs } from "./neighbour-pairs.ts";
import type { ClosenessCurve } from "./umap-curve.ts";

export const NEGATIVE_SAMPLES = 5;
/** Most that one pull may move a coordinate, before the rate. */
export const MAX_PULL = 4;

const LEAST_EXPONENT = -40;
const LARGEST_EXPONENT = 40;
const STEPS = 128;
/** Float32 bits from here on are the exponent and the leading 7 bits of the fraction. */
const STEP_SHIFT = 16;
const FLOAT32_BIAS = 127;

/** Factors on the difference of two places, by their squared distance. */
export class PullTable {
  readonly attraction: Float64Array;
  readonly repulsion: Float64Array;
  readonly #float = new Float32Array(1);
  readonly #bits = new Int32Array(this.#float.buffer);

  constructor({ a, b }: ClosenessCurve) {
    const size = (LARGEST_EXPONENT - LEAST_EXPONENT) * STEPS;
    const middles = Float64Array.from(
      { length: size },
      (_, t) => 2 ** (LEAST_EXPONENT + Math.floor(t / STEPS)) * (1 + ((t % STEPS) + 0.5) / STEPS),
    );
    this.attraction = middles.map((squared) => (-2 * a * b * squared ** (b - 1)) / (1 + a * squared ** b));
    this.repulsion = middles.map((squared) => (2 * b) / ((0.001 + squared) * (1 + a * squared ** b)));
  }

  /** Where a squared distance above 0 stands in the tables. */
  at(squared: number): number {
    this.#float[0] = squared;
    const place = (this.#bits[0] >> STEP_SHIFT) - (FLOAT32_BIAS + LEAST_EXPONENT) * STEPS;
    return place < 0 ? 0 : place >= this.attraction.length ? this.attraction.length - 1 : place;
  }
}

export interface UmapLayoutOptions {
  readonly dimensions: 2 | 3;
  readonly epochs: number;
  readonly curve: ClosenessCurve;
}

const REPORT_EVERY = 10;

/** Moves `coordinates` (points × dimensions) in place. O(epochs × pairs) with the weights as shares. */
export async function layOut(
  coordinates: Float64Array,
  pairs: NeighbourPairs,
  { dimensions, epochs, curve }: UmapLayoutOptions,
  run: MethodRun,
): Promise<void> {
  const table = new PullTable(curve);
  const { starts, others, weights } = pairs;
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  const points = starts.length - 1;
  // Turns of each pair so far, as a fraction: it is drawn whenever a whole one is reached.
  const turns = new Float64Array(weights.length);
  let state = random(run.seed).integer(2 ** 32) | 1;
  for (let epoch = 0; epoch < epochs; epoch++) {
    if (epoch % REPORT_EVERY === 0) await run.step({ stage: "lay out", done: epoch, total: epochs });
    const rate = 1 - epoch / epochs;
    for (let i = 0; i < points; i++) {
      for (let p = starts[i]; p < starts[i + 1]; p++) {
        turns[p] += weights[p] / heaviest;
        if (turns[p] < 1) continue;
        turns[p] -= 1;
        state = draw(coordinates, i, others[p], points, dimensions, table, rate, state);
        state = draw(coordinates, others[p], i, points, dimensions, table, rate, state);
      }
    }
  }
}

/** Pulls two ends together and pushes `head` off some points at random; gives the next random state. */
function draw(
  coordinates: Float64Array,
  head: number,
  tail: number,
  points: number,
  dimensions: 2 | 3,
  table: PullTable,
  rate: number,
  state: number,
): number {
  const own = head * dimensions;
  const other = tail * dimensions;
  const squared = squaredApart(coordinates, own, other, dimensions);
  if (squared > 0) {
    const factor = table.attraction[table.at(squared)];
    for (let d = 0; d < dimensions; d++) {
      const move = rate * clipped(factor * (coordinates[own + d] - coordinates[other + d]));
      coordinates[own + d] += move;
      coordinates[other + d] -= move;
    }
  }
  let bits = state;
  for (let s = 0; s < NEGATIVE_SAMPLES; s++) {
    // Xorshift (Marsaglia, 2003), written out: a call for each of a hundred million draws would cost more.
    bits ^= bits << 13;
    bits ^= bits >>> 17;
    bits ^= bits << 5;
    const stranger = Math.floor(((bits >>> 0) / 2 ** 32) * points) * dimensions;
    const apart = squaredApart(coordinates, own, stranger, dimensions);
    if (apart === 0) continue;
    const factor = table.repulsion[table.at(apart)];
    for (let d = 0; d < dimensions; d++) {
      coordinates[own + d] += rate * clipped(factor * (coordinates[own + d] - coordinates[stranger + d]));
    }
  }
  return bits;
}

function squaredApart(coordinates: Float64Array, own: number, other: number, dimensions: 2 | 3): number {
  const dx = coordinates[own] - coordinates[other];
  const dy = coordinates[own + 1] - coordinates[other + 1];
  if (dimensions === 2) return dx * dx + dy * dy;
  const dz = coordinates[own + 2] - coordinates[other + 2];
  return dx * dx + dy * dy + dz * dz;
}

export function clipped(pull: number): number {
  return pull > MAX_PULL ? MAX_PULL : pull < -MAX_PULL ? -MAX_PULL : pull;
}

/**
 * Gradient descent on the Kullback-Leibler divergence between affinities of the vectors and of their
 * places: momentum, a gain for each coordinate, and a first phase in which attraction is exaggerated
 * so that groups find each other. After van der Maaten & Hinton (2008), Jacobs (1988).
 */

import { openAttraction } from "../compute/wasm/simd-attraction.ts";
import type { MethodRun } from "../method/context.ts";
import type { NeighbourPairs } from "./neighbour-pairs.ts";
import type { Repulsion } from "./repulsion.ts";

export interface DescentOptions {
  readonly dimensions: 2 | 3;
  readonly iterations: number;
  /** Factor on the attraction during the first `EXAGGERATED_ITERATIONS`. */
  readonly exaggeration: number;
  readonly learningRate: number;
}

export const EXAGGERATED_ITERATIONS = 250;
const REPORT_EVERY = 25;
/** The divergence takes as long as several steps. */
const MEASURE_EVERY = 50;
const LEAST_GAIN = 0.01;

/** Moves `coordinates` (points × dimensions) in place; gives the divergence at the end. */
export async function descend(
  coordinates: Float64Array,
  affinities: NeighbourPairs,
  repulsion: Repulsion,
  { dimensions, iterations, exaggeration, learningRate }: DescentOptions,
  run: MethodRun,
): Promise<number> {
  const attraction = openAttraction(affinities, dimensions);
  const attracting = new Float64Array(coordinates.length);
  const repelling = new Float64Array(coordinates.length);
  const moves = new Float64Array(coordinates.length);
  const gains = new Float64Array(coordinates.length).fill(1);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const isExaggerated = iteration < EXAGGERATED_ITERATIONS;
    if (iteration === EXAGGERATED_ITERATIONS) {
      moves.fill(0);
      gains.fill(1);
    }
    const total = repulsion.compute(coordinates, repelling);
    if (iteration % REPORT_EVERY === 0) {
      const progress = { stage: "descend", done: iteration, total: iterations };
      await run.step(
        iteration % MEASURE_EVERY === 0
          ? { ...progress, objective: divergence(coordinates, affinities, dimensions, total) }
          : progress,
      );
    }
    attraction.compute(coordinates, attracting);
    // A weight is p in both directions, so 2 and not 4.
    const pull = 2 * (isExaggerated ? exaggeration : 1);
    const push = 4 / total;
    const momentum = isExaggerated ? 0.5 : 0.8;
    for (let p = 0; p < coordinates.length; p++) {
      const slope = pull * attracting[p] - push * repelling[p];
      const gain = moves[p] * slope < 0 ? gains[p] + 0.2 : Math.max(LEAST_GAIN, gains[p] * 0.8);
      gains[p] = gain;
      moves[p] = momentum * moves[p] - learningRate * gain * slope;
      coordinates[p] += moves[p];
    }
  }
  return divergence(coordinates, affinities, dimensions, repulsion.compute(coordinates, repelling));
}

/** Σ p ln(p / q) over ordered pairs; `total` is Σ of the unnormalised q over them. O(pairs). */
export function divergence(
  coordinates: Float64Array,
  { starts, others, weights }: NeighbourPairs,
  dimensions: 2 | 3,
  total: number,
): number {
  let sum = 0;
  for (let i = 0; i + 1 < starts.length; i++) {
    for (let p = starts[i]; p < starts[i + 1]; p++) {
      let squared = 1;
      for (let d = 0; d < dimensions; d++) {
        squared += (coordinates[i * dimensions + d] - coordinates[others[p] * dimensions + d]) ** 2;
      }
      sum += weights[p] * Math.log((weights[p] / 2) * squared * total);
    }
  }
  return sum;
}

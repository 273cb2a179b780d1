/**
 * Gradient descent on the Kullback-Leibler divergence between affinities of the vectors and of their
 * places: momentum, a gain for each coordinate, and a first phase in which attraction is exaggerated
 * so that groups find each other. After van der Maaten & Hinton (2008), Jacobs (1988).
 */
import type { MethodRun } from "../cluster/method.ts";
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
const LEAST_GAIN = 0.01;

/** Moves `coordinates` (points × dimensions) in place; gives the divergence at the end. */
export async function descend(
  coordinates: Float64Array,
  affinities: NeighbourPairs,
  repulsion: Repulsion,
  { dimensions, iterations, exaggeration, learningRate }: DescentOptions,
  run: MethodRun,
): Promise<number> {
  const gradient = new Float64Array(coordinates.length);
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
      const objective = divergence(coordinates, affinities, dimensions, total);
      await run.step({ stage: "descend", done: iteration, total: iterations, objective });
    }
    gradient.fill(0);
    attract(coordinates, affinities, dimensions, isExaggerated ? exaggeration : 1, gradient);
    const momentum = isExaggerated ? 0.5 : 0.8;
    for (let p = 0; p < coordinates.length; p++) {
      const slope = gradient[p] - (4 * repelling[p]) / total;
      const gain = moves[p] * slope < 0 ? gains[p] + 0.2 : Math.max(LEAST_GAIN, gains[p] * 0.8);
      gains[p] = gain;
      moves[p] = momentum * moves[p] - learningRate * gain * slope;
      coordinates[p] += moves[p];
    }
  }
  return divergence(coordinates, affinities, dimensions, repulsion.compute(coordinates, repelling));
}

/** Adds 4 · exaggeration · Σ p q (y − y′) to the gradient. O(pairs). */
export function attract(
  coordinates: Float64Array,
  { starts, others, weights }: NeighbourPairs,
  dimensions: 2 | 3,
  exaggeration: number,
  gradient: Float64Array,
): void {
  // A weight is p in both directions; the factor 4 of the gradient counts each once.
  const factor = 2 * exaggeration;
  for (let i = 0; i + 1 < starts.length; i++) {
    const own = i * dimensions;
    const x = coordinates[own];
    const y = coordinates[own + 1];
    const z = dimensions === 3 ? coordinates[own + 2] : 0;
    let sumX = 0;
    let sumY = 0;
    let sumZ = 0;
    for (let p = starts[i]; p < starts[i + 1]; p++) {
      const other = others[p] * dimensions;
      const dx = x - coordinates[other];
      const dy = y - coordinates[other + 1];
      const dz = dimensions === 3 ? z - coordinates[other + 2] : 0;
      const pull = (factor * weights[p]) / (1 + dx * dx + dy * dy + dz * dz);
      sumX += pull * dx;
      sumY += pull * dy;
      gradient[other] -= pull * dx;
      gradient[other + 1] -= pull * dy;
      if (dimensions === 3) {
        sumZ += pull * dz;
        gradient[other + 2] -= pull * dz;
      }
    }
    gradient[own] += sumX;
    gradient[own + 1] += sumY;
    if (dimensions === 3) gradient[own + 2] += sumZ;
  }
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

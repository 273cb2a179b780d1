/**
 * The descent of PaCMAP: three phases that first lay out the large picture by the middling pairs, then
 * the neighbourhoods, by Adam (Kingma & Ba, 2015). With δ = 1 + squared distance the losses are
 * δ / (10 + δ) for near pairs, δ / (10,000 + δ) for middling ones and 1 / (1 + δ) for strangers.
 * After Wang, Huang, Rudin & Shaposhnik (2021); local adjustment after Wang et al. (2025).
 */
import type { MethodRun } from "../method/context.ts";
import { random } from "../random.ts";
import { type Partners, strangersNearby } from "./pacmap-pairs.ts";

export interface PacmapPairs {
  readonly near: Partners;
  readonly middling: Partners;
  readonly strangers: Partners;
}

export interface PacmapDescentOptions {
  readonly dimensions: 2 | 3;
  readonly iterations: number;
  /** LocalMAP: in the last phase near pairs hold by their distance, and strangers are sought nearby. */
  readonly isLocal: boolean;
}

/** Ends of the first two phases, in iterations. */
export const PHASES = [100, 200] as const;
const REPORT_EVERY = 25;
const RENEW_STRANGERS_EVERY = 10;
/** Up to where LocalMAP looks for strangers, and twice the distance at which its near pairs hold as ever. */
const LOCAL_REACH = 10;
const RATE = 1;
const MEAN_DECAY = 0.9;
const SQUARE_DECAY = 0.999;
const LEAST_ROOT = 1e-7;

/** Moves `coordinates` (points × dimensions) in place. O(pairs) per iteration. */
export async function descendPacmap(
  coordinates: Float64Array,
  pairs: PacmapPairs,
  { dimensions, iterations, isLocal }: PacmapDescentOptions,
  run: MethodRun,
): Promise<void> {
  const gradient = new Float64Array(coordinates.length);
  const means = new Float64Array(coordinates.length);
  const squares = new Float64Array(coordinates.length);
  const chance = random(run.seed);
  let strangers = pairs.strangers;
  for (let iteration = 0; iteration < iterations; iteration++) {
    if (iteration % REPORT_EVERY === 0) {
      await run.step({ stage: "lay out", done: iteration, total: iterations });
    }
    const weights = phaseWeights(iteration);
    const isAdjusted = isLocal && iteration >= PHASES[1];
    if (isAdjusted && iteration % RENEW_STRANGERS_EVERY === 0) {
      strangers = strangersNearby(strangers, pairs.near, coordinates, dimensions, LOCAL_REACH, chance);
    }
    gradient.fill(0);
    const nearSlope = (d: number) => (weights.near * 20) / (10 + d) ** 2;
    addSlopes(
      gradient,
      coordinates,
      pairs.near,
      dimensions,
      isAdjusted ? (d) => (nearSlope(d) * LOCAL_REACH) / 2 / Math.sqrt(d) : nearSlope,
    );
    if (weights.middling > 0) {
      const { middling } = weights;
      addSlopes(
        gradient,
        coordinates,
        pairs.middling,
        dimensions,
        (d) => (middling * 20_000) / (10_000 + d) ** 2,
      );
    }
    addSlopes(gradient, coordinates, strangers, dimensions, (d) => -2 / (1 + d) ** 2);
    const meanScale = 1 / (1 - MEAN_DECAY ** (iteration + 1));
    const squareScale = 1 / (1 - SQUARE_DECAY ** (iteration + 1));
    for (let p = 0; p < coordinates.length; p++) {
      means[p] = MEAN_DECAY * means[p] + (1 - MEAN_DECAY) * gradient[p];
      squares[p] = SQUARE_DECAY * squares[p] + (1 - SQUARE_DECAY) * gradient[p] * gradient[p];
      coordinates[p] -= (RATE * meanScale * means[p]) / (Math.sqrt(squareScale * squares[p]) + LEAST_ROOT);
    }
  }
}

function phaseWeights(iteration: number): { near: number; middling: number } {
  if (iteration < PHASES[0]) {
    const done = iteration / PHASES[0];
    return { near: 2, middling: 1000 * (1 - done) + 3 * done };
  }
  return iteration < PHASES[1] ? { near: 3, middling: 3 } : { near: 1, middling: 0 };
}

/** Adds slope(δ) · (y − y′) to one end of every pair and takes it from the other. */
function addSlopes(
  gradient: Float64Array,
  coordinates: Float64Array,
  { count, indices }: Partners,
  dimensions: 2 | 3,
  slope: (delta: number) => number,
): void {
  for (let own = 0, p = 0; p < indices.length; own += dimensions) {
    for (let k = 0; k < count; k++, p++) {
      const other = indices[p] * dimensions;
      const dx = coordinates[own] - coordinates[other];
      const dy = coordinates[own + 1] - coordinates[other + 1];
      const dz = dimensions === 3 ? coordinates[own + 2] - coordinates[other + 2] : 0;
      const factor = slope(1 + dx * dx + dy * dy + dz * dz);
      gradient[own] += factor * dx;
      gradient[own + 1] += factor * dy;
      gradient[other] -= factor * dx;
      gradient[other + 1] -= factor * dy;
      if (dimensions === 3) {
        gradient[own + 2] += factor * dz;
        gradient[other + 2] -= factor * dz;
      }
    }
  }
}

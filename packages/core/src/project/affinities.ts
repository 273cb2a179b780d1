/**
 * From distances to affinities: every vector spreads one unit of attention over its neighbours by a
 * Gaussian whose width gives all vectors equally many effective neighbours (the perplexity).
 * After Hinton & Roweis (2002), van der Maaten & Hinton (2008).
 */
import type { NearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import { mergePairs, type NeighbourPairs } from "./neighbour-pairs.ts";

const MAX_HALVINGS = 100;
const ENTROPY_TOLERANCE = 1e-6;

/**
 * Conditional affinities rows × `count`: each row sums to 1 and has entropy ln(`perplexity`), as far
 * as ties allow. O(rows × count) for each of some 20 halvings.
 */
export function conditionalAffinities(
  { count, distances }: Pick<NearestNeighbours, "count" | "distances">,
  perplexity: number,
): Float64Array {
  const affinities = new Float64Array(distances.length);
  const entropyWanted = Math.log(perplexity);
  const squared = new Float64Array(count);
  for (let start = 0; start < distances.length; start += count) {
    // Measured from the nearest one, so that its affinity never vanishes.
    const least = distances[start] ** 2;
    let mean = 0;
    for (let k = 0; k < count; k++) {
      squared[k] = distances[start + k] ** 2 - least;
      mean += squared[k] / count;
    }
    if (mean === 0) {
      affinities.fill(1 / count, start, start + count);
      continue;
    }
    const own = affinities.subarray(start, start + count);
    let sharpness = 1 / mean;
    let low = 0;
    let high = Infinity;
    for (let step = 0; step < MAX_HALVINGS; step++) {
      const excess = spread(squared, sharpness, own) - entropyWanted;
      if (Math.abs(excess) <= ENTROPY_TOLERANCE) break;
      if (excess > 0) low = sharpness;
      else high = sharpness;
      sharpness = high === Infinity ? sharpness * 2 : (low + high) / 2;
    }
  }
  return affinities;
}

/** Fills in exp(-sharpness · squared) / sum; gives its entropy. */
function spread(squared: Float64Array, sharpness: number, affinities: Float64Array): number {
  let sum = 0;
  let moment = 0;
  for (let k = 0; k < squared.length; k++) {
    const value = Math.exp(-sharpness * squared[k]);
    affinities[k] = value;
    sum += value;
    moment += value * squared[k];
  }
  for (let k = 0; k < squared.length; k++) affinities[k] /= sum;
  return Math.log(sum) + (sharpness * moment) / sum;
}

/** Weights p(i, j) + p(j, i): over all pairs 1. O(rows × count). */
export function jointAffinities(
  { count, indices }: Pick<NearestNeighbours, "count" | "indices">,
  conditional: Float64Array,
): NeighbourPairs {
  const rows = indices.length / count;
  return mergePairs(
    indices,
    conditional.map((value) => value / rows),
    count,
    (one, other) => one + other,
  );
}

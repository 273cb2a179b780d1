/**
 * The fuzzy graph of UMAP: every vector is connected to its nearest neighbour for sure and to the
 * others the less the farther they are, on a scale of its own; a pair is connected when either end
 * says so. After McInnes, Healy & Melville (2018).
 */
import type { NearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import { mergePairs, type NeighbourPairs } from "./neighbour-pairs.ts";

const MAX_HALVINGS = 64;
const TOLERANCE = 1e-5;
/** The scale of a vector amid copies, as a share of its (or everyone's) mean distance. */
const LEAST_SCALE = 1e-3;

/**
 * Chance of an edge to each neighbour: rows × `count`, each row summing to log2(count + 1) where it can: a
 * vector counts among its own neighbours.
 */
export function edgeChances({ count, distances }: Pick<NearestNeighbours, "count" | "distances">) {
  const chances = new Float64Array(distances.length);
  const wanted = Math.log2(count + 1);
  const meanOfAll = meanOf(distances);
  for (let start = 0; start < distances.length; start += count) {
    const own = distances.subarray(start, start + count);
    const nearest = own.find((distance) => distance > 0) ?? 0;
    let low = 0;
    let high = Infinity;
    let scale = 1;
    for (let step = 0; step < MAX_HALVINGS; step++) {
      let sum = 0;
      for (let k = 0; k < count; k++) sum += chanceOf(own[k] - nearest, scale);
      if (Math.abs(sum - wanted) < TOLERANCE) break;
      if (sum > wanted) high = scale;
      else low = scale;
      scale = high === Infinity ? scale * 2 : (low + high) / 2;
    }
    scale = Math.max(scale, LEAST_SCALE * (nearest > 0 ? meanOf(own) : meanOfAll));
    for (let k = 0; k < count; k++) chances[start + k] = chanceOf(own[k] - nearest, scale);
  }
  return chances;
}

/** Pairs with the chance that at least one end has the edge. O(rows × count). */
export function fuzzyGraph(neighbours: NearestNeighbours): NeighbourPairs {
  return mergePairs(
    neighbours.indices,
    edgeChances(neighbours),
    neighbours.count,
    (one, other) => one + other - one * other,
  );
}

function chanceOf(beyond: number, scale: number): number {
  return beyond <= 0 ? 1 : Math.exp(-beyond / scale);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

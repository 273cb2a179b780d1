/**
 * Places for new vectors on a t-SNE map: each starts amid its nearest neighbours and descends on its
 * own divergence, while the map stands still. After Poličar, Stražar & Zupan (2023).
 */
import { type Matrix, matrix } from "../matrix.ts";
import { conditionalAffinities } from "./affinities.ts";
import { nearestAmong } from "./nearest-among.ts";
import { type PlacedVectors, type PlacementOptions, requireMap, weightedPlace } from "./placement.ts";

/** Lower than for the map: a new vector is to join its closest kin. */
const PERPLEXITY = 5;
const ITERATIONS = 100;
const LEARNING_RATE = 0.1;
const MOMENTUM = 0.8;
/** Keeps a vector that is close to nothing from being thrown far off the map. */
const MAX_GRADIENT = 0.25;

/**
 * Coordinates for `newVectors` (m × d) on `map`. O(m n d) for the neighbours, O(m n) per iteration.
 * @throws RangeError when the widths differ or the map is not one place for each vector.
 */
export async function placeTsne(
  newVectors: Matrix,
  map: PlacedVectors,
  options: PlacementOptions,
): Promise<Matrix> {
  requireMap(map);
  const { coordinates } = map;
  const dimensions = coordinates.columns;
  const neighbours = await nearestAmong(newVectors, map.vectors, 3 * PERPLEXITY + 1, options);
  const { count, indices } = neighbours;
  const affinities = conditionalAffinities(neighbours, Math.min(PERPLEXITY, count));
  const placed = matrix(newVectors.rows, dimensions);
  const place = new Float64Array(dimensions);
  for (let i = 0; i < newVectors.rows; i++) {
    const own = indices.subarray(i * count, (i + 1) * count);
    const weights = affinities.subarray(i * count, (i + 1) * count);
    weightedPlace(coordinates, own, weights, place);
    const moves = new Float64Array(dimensions);
    for (let iteration = 0; iteration < ITERATIONS; iteration++) {
      const gradient = gradientAt(place, coordinates, own, weights);
      const length = Math.hypot(...gradient);
      const scale = length > MAX_GRADIENT ? MAX_GRADIENT / length : 1;
      for (let d = 0; d < dimensions; d++) {
        moves[d] = MOMENTUM * moves[d] - LEARNING_RATE * scale * gradient[d];
        place[d] += moves[d];
      }
    }
    placed.data.set(place, i * dimensions);
  }
  return placed;
}

/** 2 Σ (p − q / Σ q) q (y − y′) over the places of the map. */
function gradientAt(
  place: Float64Array,
  { columns, data }: Matrix,
  neighbours: Int32Array,
  weights: Float64Array,
): Float64Array {
  const gradient = new Float64Array(columns);
  let total = 0;
  for (let p = 0; p < data.length; p += columns) {
    const q = closeness(place, data, p);
    total += q;
    for (let d = 0; d < columns; d++) gradient[d] -= q * q * (place[d] - data[p + d]);
  }
  for (let d = 0; d < columns; d++) gradient[d] *= 2 / total;
  for (let k = 0; k < neighbours.length; k++) {
    const p = neighbours[k] * columns;
    const pull = 2 * weights[k] * closeness(place, data, p);
    for (let d = 0; d < columns; d++) gradient[d] += pull * (place[d] - data[p + d]);
  }
  return gradient;
}

function closeness(place: Float64Array, data: Float32Array, at: number): number {
  let squared = 1;
  for (let d = 0; d < place.length; d++) squared += (place[d] - data[at + d]) ** 2;
  return 1 / squared;
}

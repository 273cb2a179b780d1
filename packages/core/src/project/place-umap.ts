/**
 * Places for new vectors on a UMAP map: each starts amid its nearest neighbours and goes through a
 * short descent among them, while the map stands still. After McInnes, Healy & Melville (2018).
 */
import { attraction, type ClosenessCurve, clipped, repulsion } from "../compute/pair-descent.ts";
import { type Matrix, matrix } from "../matrix.ts";
import { random } from "../random.ts";
import { edgeChances } from "./fuzzy-graph.ts";
import { nearestAmong } from "./nearest-among.ts";
import { type PlacedVectors, type PlacementOptions, requireMap, weightedPlace } from "./placement.ts";
import { fitCurve } from "./umap-curve.ts";

export interface UmapPlacementOptions extends PlacementOptions {
  readonly seed: number;
  /** As the map was made; defaults as there. */
  readonly neighbourCount?: number;
  readonly minDistance?: number;
  readonly spread?: number;
}

const EPOCHS = 100;
/** Strangers at each draw. */
const STRANGERS = 5;
/** The neighbours' places are good already: the descent only settles a newcomer among them. */
const FIRST_RATE = 0.25;

/**
 * Coordinates for `newVectors` (m × d) on `map`. O(m n d) for the neighbours.
 * @throws RangeError when the widths differ or the map is not one place for each vector.
 */
export async function placeUmap(
  newVectors: Matrix,
  map: PlacedVectors,
  { seed, neighbourCount = 15, minDistance = 0.1, spread = 1, ...options }: UmapPlacementOptions,
): Promise<Matrix> {
  requireMap(map);
  const neighbours = await nearestAmong(newVectors, map.vectors, neighbourCount, options);
  const { count, indices } = neighbours;
  const chances = edgeChances(neighbours);
  const curve = fitCurve(minDistance, spread);
  const placed = matrix(newVectors.rows, map.coordinates.columns);
  for (let i = 0; i < newVectors.rows; i++) {
    const own = indices.subarray(i * count, (i + 1) * count);
    const weights = chances.subarray(i * count, (i + 1) * count);
    placed.data.set(settle(map.coordinates, own, weights, curve, seed), i * placed.columns);
  }
  return placed;
}

function settle(
  coordinates: Matrix,
  neighbours: Int32Array,
  weights: Float64Array,
  curve: ClosenessCurve,
  seed: number,
): Float64Array {
  const { rows, columns: dimensions, data } = coordinates;
  const place = new Float64Array(dimensions);
  weightedPlace(coordinates, neighbours, weights, place);
  const chance = random(seed);
  const turns = new Float64Array(neighbours.length);
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  const move = (factorOf: typeof attraction, at: number, rate: number): void => {
    let squared = 0;
    for (let d = 0; d < dimensions; d++) squared += (place[d] - data[at + d]) ** 2;
    const factor = factorOf(curve, squared);
    for (let d = 0; d < dimensions; d++) place[d] += rate * clipped(factor * (place[d] - data[at + d]));
  };
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const rate = FIRST_RATE * (1 - epoch / EPOCHS);
    for (let k = 0; k < neighbours.length; k++) {
      turns[k] += weights[k] / heaviest;
      if (turns[k] < 1) continue;
      turns[k] -= 1;
      move(attraction, neighbours[k] * dimensions, rate);
      for (let s = 0; s < STRANGERS; s++) {
        move(repulsion, chance.integer(rows) * dimensions, rate);
      }
    }
  }
  return place;
}

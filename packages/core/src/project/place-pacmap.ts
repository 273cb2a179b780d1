/**
 * Places for new vectors on a PaCMAP map: each settles where its near pairs with the map cost least,
 * Σ δ / (10 + δ) with δ = 1 + squared distance, while the map stands still. Far neighbours hardly pull,
 * so a vector joins the group of most of its kin instead of lying between groups.
 *
 * By majorisation: a mean weighted by the slopes of the loss never raises it, so there is no rate to
 * choose (Hunter & Lange, 2004). Strangers, whose pull a resting map has in balance, are left out. The
 * loss is that of Wang, Huang, Rudin & Shaposhnik (2021).
 */
import { type Matrix, matrix } from "../matrix.ts";
import { nearestAmong } from "./nearest-among.ts";
import { type PlacedVectors, type PlacementOptions, requireMap, weightedPlace } from "./placement.ts";

export interface PacmapPlacementOptions extends PlacementOptions {
  /** As the map was made. Default 10. */
  readonly neighbourCount?: number;
}

const ROUNDS = 50;

/**
 * Coordinates for `newVectors` (m × d) on `map`. O(m n d) for the neighbours.
 * @throws RangeError when the widths differ or the map is not one place for each vector.
 */
export async function placePacmap(
  newVectors: Matrix,
  map: PlacedVectors,
  { neighbourCount = 10, ...options }: PacmapPlacementOptions,
): Promise<Matrix> {
  requireMap(map);
  const { columns, data } = map.coordinates;
  const { count, indices } = await nearestAmong(newVectors, map.vectors, neighbourCount, options);
  const placed = matrix(newVectors.rows, columns);
  const weights = new Float64Array(count);
  const place = new Float64Array(columns);
  for (let i = 0; i < newVectors.rows; i++) {
    const own = indices.subarray(i * count, (i + 1) * count);
    // From the nearest, so that a vector between two groups does not start between them.
    place.set(data.subarray(own[0] * columns, (own[0] + 1) * columns));
    for (let round = 0; round < ROUNDS; round++) {
      for (let k = 0; k < count; k++) {
        let delta = 1;
        for (let d = 0; d < columns; d++) delta += (place[d] - data[own[k] * columns + d]) ** 2;
        weights[k] = 1 / (10 + delta) ** 2;
      }
      weightedPlace(map.coordinates, own, weights, place);
    }
    placed.data.set(place, i * columns);
  }
  return placed;
}

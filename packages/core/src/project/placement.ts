/**
 * What placing new vectors on an existing map has in common for all methods: its arguments, and the
 * place to start from. The map itself never moves, and new vectors do not see each other, so each
 * gets the same place whether it comes alone or with others.
 */

import type { Kernels } from "../compute/kernels.ts";
import type { Matrix } from "../matrix.ts";
import type { Metric } from "../method/metric.ts";

/** A map that is there: vectors (n × d) and their coordinates (n × 2 or 3). */
export interface PlacedVectors {
  readonly vectors: Matrix;
  readonly coordinates: Matrix;
}

export interface PlacementOptions {
  /** How the map was made. */
  readonly metric: Metric;
  readonly kernels: Kernels;
}

/** @throws RangeError when the map has not one place for each vector, or none at all. */
export function requireMap({ vectors, coordinates }: PlacedVectors): void {
  if (vectors.rows !== coordinates.rows || vectors.rows === 0) {
    throw new RangeError(
      `The map has ${coordinates.rows} places for ${vectors.rows} vectors; it needs one for each, and at least one.`,
    );
  }
}

/** Writes the mean place of some neighbours, by weight, into `target`. */
export function weightedPlace(
  coordinates: Matrix,
  neighbours: Int32Array,
  weights: Float64Array,
  target: Float64Array,
): void {
  const { columns, data } = coordinates;
  target.fill(0);
  let total = 0;
  for (let k = 0; k < neighbours.length; k++) {
    total += weights[k];
    for (let d = 0; d < columns; d++) target[d] += weights[k] * data[neighbours[k] * columns + d];
  }
  for (let d = 0; d < columns; d++) target[d] /= total;
}

/**
 * Vectors for measuring: unit length, groups of uneven size and density, and a share that belongs to
 * no group, as embeddings of photos have them. Groups spread over few directions, so that distances
 * vary as they do in real spaces, and do not all lie in one thin shell.
 */
import { type Matrix, matrix, normaliseRows, random } from "@imantics/core";

export interface UnitVectors {
  readonly rows: number;
  readonly columns: number;
  readonly groups: number;
}

/** Directions over which every group spreads. */
const SPREAD_DIRECTIONS = 24;
/** Share of vectors outside all groups. */
const LOOSE_SHARE = 0.1;

/** Drawn from `seed`, so that every run measures the same numbers. O(rows × columns × 24). */
export function unitVectors({ rows, columns, groups }: UnitVectors, seed = 1): Matrix {
  const chance = random(seed);
  const centres = normaliseRows(normals(groups, columns));
  const directions = normals(SPREAD_DIRECTIONS, columns);
  const tightness = Float64Array.from({ length: groups }, () => 0.25 + 0.35 * chance.uniform());
  const drawn = matrix(rows, columns);
  for (let i = 0; i < rows; i++) {
    // The smaller of two draws: low groups are larger.
    const group = Math.min(chance.integer(groups), chance.integer(groups));
    const isLoose = chance.uniform() < LOOSE_SHARE;
    const spread = (isLoose ? 2 : (tightness[group] ?? 0)) * (0.5 + chance.uniform());
    const own = drawn.data.subarray(i * columns, (i + 1) * columns);
    own.set(centres.data.subarray(group * columns, (group + 1) * columns));
    for (let s = 0; s < SPREAD_DIRECTIONS; s++) {
      const weight = (spread * chance.normal()) / Math.sqrt(SPREAD_DIRECTIONS * columns);
      const direction = directions.data.subarray(s * columns, (s + 1) * columns);
      for (let j = 0; j < columns; j++) own[j] = (own[j] ?? 0) + weight * (direction[j] ?? 0);
    }
    // A little of every direction keeps the vectors of full rank.
    for (let j = 0; j < columns; j++) own[j] = (own[j] ?? 0) + (0.15 * chance.normal()) / Math.sqrt(columns);
  }
  return normaliseRows(drawn);

  function normals(count: number, width: number): Matrix {
    return matrix(
      count,
      width,
      Float32Array.from({ length: count * width }, () => chance.normal()),
    );
  }
}

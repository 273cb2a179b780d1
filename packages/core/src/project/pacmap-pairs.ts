/**
 * The three kinds of pairs of PaCMAP: near ones, ones of middling distance for the large picture, and
 * strangers. After Wang, Huang, Rudin & Shaposhnik (2021).
 */
import { type Matrix, row, squaredDistance } from "../matrix.ts";
import type { NearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import type { Random } from "../random.ts";

/** Row-major rows × `count`: the partners of every vector. */
export interface Partners {
  readonly count: number;
  readonly indices: Int32Array;
}

/** Candidates beyond the wanted neighbours, so that the scaled distance has a choice. */
export const SPARE_NEIGHBOURS = 50;
/** Neighbours whose mean distance is the scale of a vector: the 4th to 6th. */
const SCALE_FROM = 3;
const SCALE_TO = 6;
const MIDDLING_DRAWS = 6;
/** A vector without strangers nearby keeps the ones it has. */
const MAX_TRIES = 100;

/** The `wanted` candidates nearest in d² / (scale · scale′), so that sparse regions are held together too. */
export function nearPartners(candidates: NearestNeighbours, wanted: number): Partners {
  const { count, indices, distances } = candidates;
  const rows = indices.length / count;
  const scales = new Float64Array(rows);
  const [from, to] = [Math.min(SCALE_FROM, count - 1), Math.min(SCALE_TO, count)];
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = from; k < to; k++) sum += distances[i * count + k];
    scales[i] = Math.max(sum / (to - from), 1e-10);
  }
  const kept = Math.min(wanted, count);
  const partners = new Int32Array(rows * kept);
  for (let i = 0; i < rows; i++) {
    const own = Array.from({ length: count }, (_, k) => {
      const other = indices[i * count + k];
      return { other, apart: distances[i * count + k] ** 2 / (scales[i] * scales[other]) };
    });
    own.sort((a, b) => a.apart - b.apart || a.other - b.other);
    for (let k = 0; k < kept; k++) partners[i * kept + k] = own[k].other;
  }
  return { count: kept, indices: partners };
}

/** For each vector, `count` times the second nearest of six drawn at random. O(rows × count × columns). */
export function middlingPartners(vectors: Matrix, count: number, chance: Random): Partners {
  const { rows } = vectors;
  const indices = new Int32Array(rows * count);
  for (let i = 0; i < rows; i++) {
    const own = row(vectors, i);
    for (let k = 0; k < count; k++) {
      const drawn = Array.from({ length: MIDDLING_DRAWS }, () => {
        const other = anotherThan(i, rows, chance);
        return { other, squared: squaredDistance(own, row(vectors, other)) };
      });
      drawn.sort((a, b) => a.squared - b.squared || a.other - b.other);
      indices[i * count + k] = drawn[1].other;
    }
  }
  return { count, indices };
}

/** `wanted` different vectors for each that are not among its near partners; fewer when there are fewer. */
export function strangePartners(near: Partners, wanted: number, chance: Random): Partners {
  const rows = near.indices.length / near.count;
  const count = Math.max(0, Math.min(wanted, rows - 1 - near.count));
  const indices = new Int32Array(rows * count);
  for (let i = 0; i < rows; i++) {
    const taken = new Set(near.indices.subarray(i * near.count, (i + 1) * near.count));
    for (let k = 0; k < count; ) {
      const other = anotherThan(i, rows, chance);
      if (taken.has(other)) continue;
      taken.add(other);
      indices[i * count + k++] = other;
    }
  }
  return { count, indices };
}

/**
 * Replaces strangers by ones whose places lie within `reach`, where some are found: what is far on the
 * map is far enough, what false neighbours leave near is pushed apart (LocalMAP).
 */
export function strangersNearby(
  strangers: Partners,
  near: Partners,
  coordinates: Float64Array,
  dimensions: 2 | 3,
  reach: number,
  chance: Random,
): Partners {
  const rows = coordinates.length / dimensions;
  const { count } = strangers;
  const indices = strangers.indices.slice();
  for (let i = 0; i < rows; i++) {
    const taken = new Set(near.indices.subarray(i * near.count, (i + 1) * near.count));
    for (let k = 0; k < count; k++) {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const other = anotherThan(i, rows, chance);
        if (taken.has(other)) continue;
        let squared = 0;
        for (let d = 0; d < dimensions; d++) {
          squared += (coordinates[i * dimensions + d] - coordinates[other * dimensions + d]) ** 2;
        }
        if (squared > reach * reach) continue;
        taken.add(other);
        indices[i * count + k] = other;
        break;
      }
    }
  }
  return { count, indices };
}

function anotherThan(index: number, rows: number, chance: Random): number {
  const drawn = chance.integer(rows - 1);
  return drawn < index ? drawn : drawn + 1;
}

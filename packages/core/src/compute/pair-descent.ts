/**
 * The descent of a map by its pairs, as UMAP does it: a pair whose turn it is pulls its ends together,
 * and each end moves away from a few strangers drawn at random. The plain loops here are the readable
 * reference; `wasm/simd-pair-descent.ts` does the same several times faster.
 *
 * Both draw the same pairs and the same strangers, and places differ by float32 rounding at first. That
 * grows from round to round: maps by one and by the other end up equally good, not equal.
 * After McInnes, Healy & Melville (2018); strangers after Mikolov et al. (2013).
 */
import { type Matrix, matrix } from "../matrix.ts";
import { random } from "../random.ts";

/** Pairs of points in the order in which they take their turns. */
export interface TurnPairs {
  readonly heads: Int32Array;
  readonly tails: Int32Array;
  /** Share of a turn that a round is worth, in units of 1 / {@link WHOLE_TURN}; at most one turn. */
  readonly weights: Int32Array;
}

/** How close two places count, by their distance x: 1 / (1 + a x^2b). */
export interface ClosenessCurve {
  readonly a: number;
  readonly b: number;
}

export interface PairDescentOptions {
  readonly curve: ClosenessCurve;
  readonly seed: number;
}

export interface PairDescent {
  /** Every pair gets its share of a turn; whole ones are taken, each move times `rate`. O(pairs). */
  round(rate: number): void;
  /** The places now: points × dimensions. */
  places(): Matrix;
}

export const WHOLE_TURN = 2 ** 30;
const STRANGERS = 3;
/** What each stranger counts for: together as much as eight of umap-learn's, of which it draws five. */
export const STRANGER_WEIGHT = 8 / STRANGERS;
/** What the pull of a pair counts for: each end is drawn for its own sake and for the other's. */
export const PAIR_WEIGHT = 2;
/** Most that one pull may move a coordinate, before rate and weight. */
export const MAX_PULL = 4;
/** Keep the pulls finite where two places are one. */
export const SOFTENING = { attraction: 1e-12, repulsion: 1e-3 } as const;

/** Factor on the difference of two places, `squared` apart, that draws one to the other: below 0. */
export function attraction({ a, b }: ClosenessCurve, squared: number): number {
  const power = squared ** b;
  return (-2 * a * b * power) / ((SOFTENING.attraction + squared) * (1 + a * power));
}

/** Factor on the difference of two places, `squared` apart, that drives one off the other: above 0. */
export function repulsion({ a, b }: ClosenessCurve, squared: number): number {
  return (2 * b) / ((SOFTENING.repulsion + squared) * (1 + a * squared ** b));
}

export function clipped(pull: number): number {
  return pull > MAX_PULL ? MAX_PULL : pull < -MAX_PULL ? -MAX_PULL : pull;
}

/** Four streams of chance, because a vector has four lanes; each stranger has its own, the last is spare. */
export function seededStreams(seed: number): Int32Array {
  const chance = random(seed);
  return Int32Array.from({ length: 4 }, () => chance.integer(2 ** 32) | 1);
}

/** Starts from `start` (points × 2 or 3), which stays as it is. */
export function openPlainPairDescent(
  start: Matrix,
  { heads, tails, weights }: TurnPairs,
  { curve, seed }: PairDescentOptions,
): PairDescent {
  const { rows: points, columns: dimensions } = start;
  const places = Float64Array.from(start.data);
  const turns = new Int32Array(weights.length);
  const streams = seededStreams(seed);

  /** How `own` is to move for the sake of `other` and of strangers: written into `move`. */
  const look = (own: number, other: number, move: Float64Array): void => {
    advance(streams);
    pull(own, other, attraction, PAIR_WEIGHT, move.fill(0));
    for (let s = 0; s < STRANGERS; s++) {
      pull(own, Math.floor(((streams[s] >>> 0) / 2 ** 32) * points), repulsion, STRANGER_WEIGHT, move);
    }
  };
  const pull = (
    own: number,
    other: number,
    factorOf: typeof attraction,
    weight: number,
    move: Float64Array,
  ): void => {
    const place = places.subarray(own * dimensions, (own + 1) * dimensions);
    const differences = place.map((value, d) => value - places[other * dimensions + d]);
    const factor = factorOf(
      curve,
      differences.reduce((squared, value) => squared + value * value, 0),
    );
    for (let d = 0; d < dimensions; d++) move[d] += weight * clipped(factor * differences[d]);
  };
  const headMove = new Float64Array(dimensions);
  const tailMove = new Float64Array(dimensions);
  return {
    round(rate) {
      for (let p = 0; p < weights.length; p++) {
        turns[p] += weights[p];
        if (turns[p] < WHOLE_TURN) continue;
        turns[p] -= WHOLE_TURN;
        // Both look before either moves.
        look(heads[p], tails[p], headMove);
        look(tails[p], heads[p], tailMove);
        for (let d = 0; d < dimensions; d++) {
          places[heads[p] * dimensions + d] += rate * headMove[d];
          places[tails[p] * dimensions + d] += rate * tailMove[d];
        }
      }
    },
    places: () => matrix(points, dimensions, Float32Array.from(places)),
  };
}

/** Xorshift (Marsaglia, 2003) in every stream. */
function advance(streams: Int32Array): void {
  for (let s = 0; s < streams.length; s++) {
    let bits = streams[s];
    bits ^= bits << 13;
    bits ^= bits >>> 17;
    bits ^= bits << 5;
    streams[s] = bits;
  }
}

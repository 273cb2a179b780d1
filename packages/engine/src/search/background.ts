/**
 * What chance looks like: how unrelated pairs score, for words against pictures and for pictures
 * against pictures. Fixed cosine thresholds are wrong across kinds of query (words score .15 to .35
 * where pictures score .5 to 1), so every score is told as a percentile of these pairs.
 *
 * A query's raw scores are first standardised by their own mean and spread over a sample of the
 * library: some words lie near every picture, and that says nothing about this picture.
 */
import {
  dot,
  type Matrix,
  percentileOf,
  row,
  type ScoreBackground,
  scoreBackground,
  selectRows,
} from "@imantics/core";

/** How a query's products spread over the library's sample. */
export interface Spread {
  readonly mean: number;
  /** Standard deviation, never 0. */
  readonly deviation: number;
}

export interface Background {
  /** Standardised scores of unrelated pairs; null where there is no pair, as in a library of one picture. */
  readonly scores: ScoreBackground | null;
  /** What each background query finds at its best (`evidenceOf`), ascending. */
  readonly best: Float64Array;
}

/** Mean and standard deviation of `query · x` over the rows of `sample`. O(rows × columns). */
export function spreadOf(query: Float32Array, sample: Matrix): Spread {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < sample.rows; i++) {
    const product = dot(query, row(sample, i));
    sum += product;
    squares += product * product;
  }
  const mean = sum / Math.max(1, sample.rows);
  const variance = squares / Math.max(1, sample.rows) - mean * mean;
  return { mean, deviation: Math.sqrt(Math.max(variance, 1e-12)) };
}

/** Scores of `queries` (rows) with every row of `sample`. A row equal to its query is left out. */
export function backgroundOf(queries: Matrix, sample: Matrix): Background {
  const scores: number[] = [];
  const best: number[] = [];
  for (let q = 0; q < queries.rows; q++) {
    const query = row(queries, q);
    const { mean, deviation } = spreadOf(query, sample);
    const own: number[] = [];
    for (let i = 0; i < sample.rows; i++) {
      const product = dot(query, row(sample, i));
      // The picture itself, or an exact copy of it, is not an unrelated pair.
      if (product > 1 - 1e-6) continue;
      own.push((product - mean) / deviation);
    }
    for (const score of own) scores.push(score);
    if (own.length > 0) best.push(evidenceOf(own));
  }
  return {
    scores: scores.length === 0 ? null : scoreBackground(scores),
    best: Float64Array.from(best).sort(),
  };
}

/** How many of the best hits are looked at to tell whether anything was found. */
const witnesses = 5;

/**
 * Mean of the five best standardised scores (fewer when there are fewer): what a query found. One
 * single hit is more often an accident than five; `evals/no-good-match` compares.
 */
export function evidenceOf(standardised: readonly number[]): number {
  const best = [...standardised].sort((a, b) => b - a).slice(0, witnesses);
  return best.reduce((sum, score) => sum + score, 0) / best.length;
}

/** 0..100: the share of background pairs that score lower (ties count half); 50 when there are none. */
export function percentileAgainst({ scores }: Background, score: number): number {
  return scores === null ? 50 : 100 * percentileOf(score, scores);
}

/** `count` rows of `vectors` at even distances: deterministic, and spread over everything. */
export function evenSample(vectors: Matrix, count: number): Matrix {
  const size = Math.min(count, vectors.rows);
  return selectRows(
    vectors,
    Array.from({ length: size }, (_, i) => Math.floor((i * vectors.rows) / size)),
  );
}

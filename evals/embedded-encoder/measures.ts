/**
 * What is measured: likeness by leave-one-out neighbours, and words by captions and by class names.
 * Scores are dot products of unit vectors; ties count against the method.
 */
import { type Matrix, matrix, normaliseRows, row } from "@imantics/core";
import { meanAveragePrecision } from "../../packages/core/src/evaluate/retrieval.ts";
import { random } from "../../packages/core/src/random.ts";

export interface Likeness {
  /** Share of pictures whose nearest other picture has the same label. */
  readonly nearest: number;
  readonly nearestError: number;
  readonly meanAveragePrecision: number;
}

export interface Retrieval {
  /** Share of captions whose own picture is the first, among the first five, among the first ten. */
  readonly recallAt1: number;
  readonly recallAt5: number;
  readonly recallAt10: number;
  readonly recallAt10Error: number;
}

export interface Naming {
  readonly top1: number;
  readonly top5: number;
}

/** Leave-one-out: every picture looks for its like among all others. */
export function measureLikeness(vectors: Matrix, labels: readonly string[]): Likeness {
  const scores = products(vectors, vectors);
  const rankings = labels.map((label, i) => {
    const ranked = descending(row(scores, i)).filter((j) => j !== i);
    return { ranked, relevant: new Set(ranked.filter((j) => labels[j] === label)) };
  });
  const hits = rankings.map(({ ranked, relevant }) => Number(relevant.has(ranked[0] ?? -1)));
  return {
    nearest: mean(hits),
    nearestError: bootstrapError(hits.map((hit) => [hit])),
    meanAveragePrecision: meanAveragePrecision(rankings),
  };
}

/** `owners[q]` is the picture that caption `q` was written for; all pictures are the pool. */
export function measureRetrieval(captions: Matrix, pictures: Matrix, owners: readonly number[]): Retrieval {
  const scores = products(captions, pictures);
  const ranks = owners.map((owner, q) => {
    const own = row(scores, q)[owner] ?? 0;
    return row(scores, q).filter((score, j) => j !== owner && score >= own).length;
  });
  const recall = (k: number): number => mean(ranks.map((rank) => Number(rank < k)));
  // Captions of one picture succeed and fail together, so pictures are drawn, not captions.
  const byPicture = Array.from({ length: pictures.rows }, (): number[] => []);
  for (const [q, owner] of owners.entries()) byPicture[owner]?.push(Number((ranks[q] ?? 0) < 10));
  return {
    recallAt1: recall(1),
    recallAt5: recall(5),
    recallAt10: recall(10),
    recallAt10Error: bootstrapError(byPicture),
  };
}

/** Names every picture with the class whose words lie nearest. */
export function measureNaming(
  pictures: Matrix,
  labels: readonly string[],
  names: Matrix,
  classNames: readonly string[],
): Naming {
  const scores = products(pictures, names);
  const ranks = labels.map((label, i) => descending(row(scores, i)).indexOf(classNames.indexOf(label)));
  return {
    top1: mean(ranks.map((rank) => Number(rank === 0))),
    top5: mean(ranks.map((rank) => Number(rank < 5))),
  };
}

/** Unit vectors that know nothing: what every measure gives by chance. */
export function drawnVectors(rows: number, columns: number, seed: number): Matrix {
  const chance = random(seed);
  const data = Float32Array.from({ length: rows * columns }, () => chance.normal());
  return normaliseRows(matrix(rows, columns, data));
}

/** Standard deviation of the mean when groups are drawn again with replacement, 1,000 times. */
function bootstrapError(groups: readonly (readonly number[])[]): number {
  const chance = random(1);
  const means = Array.from({ length: 1000 }, () =>
    mean(groups.flatMap(() => groups[chance.integer(groups.length)] ?? [])),
  );
  const centre = mean(means);
  return Math.sqrt(mean(means.map((value) => (value - centre) ** 2)));
}

function products(left: Matrix, right: Matrix): Matrix {
  const scores = matrix(left.rows, right.rows);
  for (let i = 0; i < left.rows; i++) {
    const a = row(left, i);
    for (let j = 0; j < right.rows; j++) {
      const b = row(right, j);
      let sum = 0;
      for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
      scores.data[i * right.rows + j] = sum;
    }
  }
  return scores;
}

function descending(values: Float32Array): number[] {
  return Array.from(values.keys()).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

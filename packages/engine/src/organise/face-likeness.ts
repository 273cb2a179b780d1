/**
 * How alike a face is to a person, and what that is worth: the mean cosine between the face and the
 * person's faces, and the chance that it is theirs.
 *
 * The chance comes from a logistic curve over that cosine, fitted on faces of persons who are not reported
 * on, with as many faces of the person as of others (evals/faces.ts fits it again and reports how far off
 * it is). Only for the vectors of `regions/faces/face-vector.ts`; other vectors need other numbers.
 */
import { dot } from "@imantics/core";

/** Someone as vectors see them. */
export interface Person {
  /** Mean of the unit vectors of their faces; itself shorter than 1. */
  readonly mean: Float32Array;
  /** Number of faces in the mean. */
  readonly count: number;
}

export interface Suggestion {
  /** Position in the list that was asked about. */
  readonly person: number;
  /** Mean cosine with the person's faces. */
  readonly likeness: number;
  /** Chance that it is this person rather than another of the list or a stranger, 0..1. */
  readonly confidence: number;
}

/** Mean cosine from which on a face is taken for a person's. */
export const MIN_LIKENESS = 0.45;

/** Log odds of "the same person" are `SLOPE · likeness - OFFSET`. */
const SLOPE = 35;
const OFFSET = 12.4;

/** @throws RangeError without faces. */
export function personFrom(vectors: readonly Float32Array[]): Person {
  const [first] = vectors;
  if (first === undefined) throw new RangeError("A person needs at least one face; got none.");
  const mean = new Float32Array(first.length);
  for (const vector of vectors) {
    for (let j = 0; j < mean.length; j++) mean[j] = (mean[j] ?? 0) + (vector[j] ?? 0) / vectors.length;
  }
  return { mean, count: vectors.length };
}

/** Chance of "the same person" at a mean cosine, when nobody else comes into question. */
export function confidenceAt(likeness: number): number {
  return 1 / (1 + Math.exp(OFFSET - SLOPE * likeness));
}

/**
 * Who a face may be, likeliest first. Each person's odds stand against those of everybody else in the list
 * and of a stranger, so two look-alikes share what one would have had. O(people · columns).
 */
export function suggestPerson(vector: Float32Array, people: readonly Person[]): Suggestion[] {
  const likenesses = people.map(({ mean }) => dot(vector, mean));
  const odds = likenesses.map((likeness) => Math.exp(SLOPE * likeness - OFFSET));
  const total = odds.reduce((sum, value) => sum + value, 1);
  return likenesses
    .map((likeness, person) => ({ person, likeness, confidence: (odds[person] ?? 0) / total }))
    .sort((a, b) => b.likeness - a.likeness);
}

/**
 * Where UMAP starts: the smoothest coordinates on its graph, that is the leading eigenvectors of the
 * normalised adjacency but the trivial one. A start needs no more than the coarse picture, so the
 * principal axes are smoothed along the edges a few dozen times instead of being solved for to the last
 * digit. Smoothing is by Chebyshev polynomials, which damp all that is rough at once where plain rounds
 * would wear it down: one of their rounds does the work of several.
 * After Belkin & Niyogi (2003); filter after Zhou, Saad, Tiago & Chelikowsky (2006).
 */
import { symmetricEigen } from "../linear-algebra/symmetric-eigen.ts";
import { type Matrix, matrix } from "../matrix.ts";
import { random } from "../random.ts";
import type { NeighbourPairs } from "./neighbour-pairs.ts";
import { addScaled, orthonormalise, product } from "./orthonormal.ts";

/** Vectors smoothed together: two or three that are wanted, and spare ones that let those settle fast. */
const BLOCK = 4;
const PASSES = 4;
const ROUNDS_PER_PASS = 10;
/** Eigenvalues below this are damped in the first pass; later ones know better. */
const FIRST_BOUND = 0.5;

/** Coordinates rows × dimensions, starting from `axes` (rows × 2 or 3). O(pairs) a round. */
export function spectralStart(pairs: NeighbourPairs, axes: Matrix, seed: number): Matrix {
  const { rows, columns: dimensions } = axes;
  const degrees = degreesOf(pairs);
  const graph = normalised(pairs, degrees);
  const trivial = degrees.map(Math.sqrt);
  orthonormalise([trivial]);
  const chance = random(seed);
  let block: Float64Array[] = Array.from({ length: BLOCK }, (_, d) =>
    Float64Array.from({ length: rows }, (_, i) =>
      d < dimensions ? axes.data[i * dimensions + d] : chance.normal(),
    ),
  );
  orthonormalise(block, [trivial]);
  let bound = FIRST_BOUND;
  for (let pass = 0; pass < PASSES; pass++) {
    block = smoothed(graph, block, bound);
    orthonormalise(block, [trivial]);
    const found = smoothestFirst(graph, block);
    block = found.block;
    bound = Math.max(0, found.least);
  }
  const start = matrix(rows, dimensions);
  for (let d = 0; d < dimensions; d++) {
    for (let i = 0; i < rows; i++) start.data[i * dimensions + d] = block[d][i];
  }
  return start;
}

function degreesOf({ starts, others, weights }: NeighbourPairs): Float64Array {
  const degrees = new Float64Array(starts.length - 1);
  for (let i = 0; i < degrees.length; i++) {
    for (let p = starts[i]; p < starts[i + 1]; p++) {
      degrees[i] += weights[p];
      degrees[others[p]] += weights[p];
    }
  }
  return degrees;
}

/** D^-½ W D^-½: its eigenvalues lie between -1 and 1. */
function normalised({ starts, others, weights }: NeighbourPairs, degrees: Float64Array): NeighbourPairs {
  const scaled = weights.slice();
  for (let i = 0; i < degrees.length; i++) {
    for (let p = starts[i]; p < starts[i + 1]; p++) scaled[p] /= Math.sqrt(degrees[i] * degrees[others[p]]);
  }
  return { starts, others, weights: scaled };
}

/**
 * A Chebyshev polynomial of the graph times the block: parts with eigenvalues up to `bound` keep about
 * their length, those above grow the faster the nearer they are to 1.
 */
function smoothed(graph: NeighbourPairs, block: readonly Float64Array[], bound: number): Float64Array[] {
  const centre = (bound - 1) / 2;
  const halfWidth = (bound + 1) / 2;
  let before = interleaved(block);
  let now = multiplied(graph, before);
  for (let p = 0; p < now.length; p++) now[p] = (now[p] - centre * before[p]) / halfWidth;
  for (let round = 1; round < ROUNDS_PER_PASS; round++) {
    const next = multiplied(graph, now);
    for (let p = 0; p < next.length; p++) next[p] = (2 * (next[p] - centre * now[p])) / halfWidth - before[p];
    before = now;
    now = next;
  }
  return separated(now);
}

/** Turns an orthonormal block within its space, the largest eigenvalue first. */
function smoothestFirst(graph: NeighbourPairs, block: readonly Float64Array[]) {
  const images = separated(multiplied(graph, interleaved(block)));
  const moments = { size: BLOCK, data: new Float64Array(BLOCK * BLOCK) };
  for (let a = 0; a < BLOCK; a++) {
    for (let b = 0; b < BLOCK; b++) moments.data[a * BLOCK + b] = product(block[a], images[b]);
  }
  const { values, vectors } = symmetricEigen(moments);
  const turned = block.map((vector, d) => {
    const sum = new Float64Array(vector.length);
    for (let b = 0; b < BLOCK; b++) addScaled(sum, block[b], vectors.data[d * BLOCK + b]);
    return sum;
  });
  return { block: turned, least: values[BLOCK - 1] };
}

/** Four products at once: each pair is read once for all of them. */
function multiplied({ starts, others, weights }: NeighbourPairs, block: Float64Array): Float64Array {
  const result = new Float64Array(block.length);
  for (let i = 0, own = 0; own < block.length; i++, own += BLOCK) {
    const a = block[own];
    const b = block[own + 1];
    const c = block[own + 2];
    const d = block[own + 3];
    let sumA = 0;
    let sumB = 0;
    let sumC = 0;
    let sumD = 0;
    for (let p = starts[i]; p < starts[i + 1]; p++) {
      const weight = weights[p];
      const other = BLOCK * others[p];
      sumA += weight * block[other];
      sumB += weight * block[other + 1];
      sumC += weight * block[other + 2];
      sumD += weight * block[other + 3];
      result[other] += weight * a;
      result[other + 1] += weight * b;
      result[other + 2] += weight * c;
      result[other + 3] += weight * d;
    }
    result[own] += sumA;
    result[own + 1] += sumB;
    result[own + 2] += sumC;
    result[own + 3] += sumD;
  }
  return result;
}

/** Rows of four, so that what a pair needs lies together. */
function interleaved(block: readonly Float64Array[]): Float64Array {
  const rows = new Float64Array(BLOCK * block[0].length);
  for (let d = 0; d < BLOCK; d++) {
    for (let i = 0; i < block[d].length; i++) rows[BLOCK * i + d] = block[d][i];
  }
  return rows;
}

function separated(rows: Float64Array): Float64Array[] {
  return Array.from({ length: BLOCK }, (_, d) =>
    Float64Array.from({ length: rows.length / BLOCK }, (_, i) => rows[BLOCK * i + d]),
  );
}

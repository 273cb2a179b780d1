/**
 * Where UMAP starts: the smoothest coordinates on its graph, that is the leading eigenvectors of the
 * normalised adjacency but the trivial one. A start needs no more than the coarse picture, so the
 * principal axes are smoothed along the edges by subspace iteration instead of being solved for to the
 * last digit. After Belkin & Niyogi (2003).
 */
import { symmetricEigen } from "../linear-algebra/symmetric-eigen.ts";
import { type Matrix, matrix } from "../matrix.ts";
import { random } from "../random.ts";
import type { NeighbourPairs } from "./neighbour-pairs.ts";
import { orthonormalise, product } from "./orthonormal.ts";

const ROUNDS = 150;
const ORTHONORMALISE_EVERY = 5;
const SPARE_AXES = 2;

/** Coordinates rows × dimensions, starting from `axes` (rows × dimensions). O(rounds × pairs × dimensions). */
export function spectralStart(pairs: NeighbourPairs, axes: Matrix, seed: number): Matrix {
  const { rows, columns: dimensions } = axes;
  const scales = inverseRootDegrees(pairs);
  const trivial = scales.map((scale) => (scale > 0 ? 1 / scale : 0));
  orthonormalise([trivial]);
  const chance = random(seed);
  const size = dimensions + SPARE_AXES;
  let block = Array.from({ length: size }, (_, d) =>
    Float64Array.from({ length: rows }, (_, i) =>
      d < dimensions ? axes.data[i * dimensions + d] : chance.normal(),
    ),
  );
  orthonormalise(block, [trivial]);
  for (let round = 1; round <= ROUNDS; round++) {
    block = block.map((vector) => smoothed(pairs, scales, vector));
    if (round % ORTHONORMALISE_EVERY === 0) orthonormalise(block, [trivial]);
  }
  const images = block.map((vector) => smoothed(pairs, scales, vector));
  const moments = { size, data: new Float64Array(size * size) };
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) moments.data[a * size + b] = product(block[a], images[b]);
  }
  const { vectors } = symmetricEigen(moments);
  const start = matrix(rows, dimensions);
  for (let d = 0; d < dimensions; d++) {
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      for (let b = 0; b < size; b++) sum += vectors.data[d * size + b] * block[b][i];
      start.data[i * dimensions + d] = sum;
    }
  }
  return start;
}

function inverseRootDegrees({ starts, others, weights }: NeighbourPairs): Float64Array {
  const degrees = new Float64Array(starts.length - 1);
  for (let i = 0; i < degrees.length; i++) {
    for (let p = starts[i]; p < starts[i + 1]; p++) {
      degrees[i] += weights[p];
      degrees[others[p]] += weights[p];
    }
  }
  return degrees.map((degree) => (degree > 0 ? 1 / Math.sqrt(degree) : 0));
}

/** (x + D^-½ W D^-½ x) / 2: the half keeps every eigenvalue at least 0. */
function smoothed({ starts, others, weights }: NeighbourPairs, scales: Float64Array, vector: Float64Array) {
  const result = new Float64Array(vector.length);
  for (let i = 0; i < vector.length; i++) {
    const own = vector[i] * scales[i];
    let sum = 0;
    for (let p = starts[i]; p < starts[i + 1]; p++) {
      const j = others[p];
      sum += weights[p] * scales[j] * vector[j];
      result[j] += weights[p] * own * scales[j];
    }
    result[i] += sum * scales[i];
  }
  for (let i = 0; i < vector.length; i++) result[i] = (result[i] + vector[i]) / 2;
  return result;
}

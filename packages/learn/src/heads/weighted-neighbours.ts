/**
 * Votes of nearest neighbours: the labels of the nearest known vectors, each by how near it is. Two
 * weights: Σ 1/distance (after Dudani 1976) and exp(cosine / τ)
 * as self-supervised encoders are judged (Wu et al. 2018). Nothing is trained; labels can change at once.
 */
import { type Kernels, type Matrix, matrix, normaliseRows, portableKernels } from "@imantics/core";

export interface NeighbourVoteOptions {
  /** Default 20. */
  readonly neighbours?: number;
  /** Default `softmax`. */
  readonly weighting?: "inverse-distance" | "softmax";
  /** τ of the softmax weights. Default 0.07. */
  readonly temperature?: number;
  readonly kernels?: Kernels;
}

/**
 * Shares of the votes, rows × `classCount`, each row summing to 1. Compared by cosine; inverse distance
 * takes that between unit vectors. O(queries × known × columns).
 * @param labels class of each known vector, 0 … classCount − 1
 * @throws RangeError when labels and vectors do not fit, or nothing is known.
 */
export async function neighbourVotes(
  queries: Matrix,
  known: Matrix,
  labels: Int32Array,
  classCount: number,
  {
    neighbours = 20,
    weighting = "softmax",
    temperature = 0.07,
    kernels = portableKernels(),
  }: NeighbourVoteOptions = {},
): Promise<Matrix> {
  if (labels.length !== known.rows || known.rows === 0) {
    throw new RangeError(
      `There are ${labels.length} labels for ${known.rows} vectors; give one for each, and at least one.`,
    );
  }
  if (labels.some((label) => !(label >= 0 && label < classCount))) {
    throw new RangeError(`Labels must be from 0 to ${classCount - 1}; leave vectors without a label out.`);
  }
  const nearest = await kernels.topProducts(normaliseRows(queries), normaliseRows(known), neighbours);
  const votes = matrix(queries.rows, classCount);
  for (let i = 0; i < queries.rows; i++) {
    let total = 0;
    for (let j = i * nearest.count; j < (i + 1) * nearest.count; j++) {
      const cosine = nearest.products[j];
      // An equal vector would outvote everything by infinity; a distance of 1e-4 is as good as equal.
      const weight =
        weighting === "softmax"
          ? Math.exp((cosine - 1) / temperature)
          : 1 / Math.max(Math.sqrt(Math.max(0, 2 - 2 * cosine)), 1e-4);
      votes.data[i * classCount + labels[nearest.indices[j]]] += weight;
      total += weight;
    }
    for (let c = i * classCount; c < (i + 1) * classCount; c++) votes.data[c] /= total;
  }
  return votes;
}

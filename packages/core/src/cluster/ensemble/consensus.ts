/**
 * One clustering out of several: pairs that most of them put together stay together.
 *
 * The evidence for a pair is the share of clusterings, by weight, that join it; noise joins nothing.
 * Average linkage on 1 - evidence gives the tree, and the voting says where it is cut: `averaged` at a
 * number of clusters (or at the longest gap between merges), `majority` where less than half of the
 * weight would join. Weights may be given, or follow from how far each member agrees with the others,
 * so that weak ones count less. Single linkage is not offered: it chains (.50 on digits for .86).
 * After Fred & Jain (2005), Strehl & Ghosh (2002).
 */
import { contingency } from "../../evaluate/contingency.ts";
import { adjustedRandIndex } from "../../evaluate/pairs.ts";
import { type ClusterContext, type MethodRun, methodRun } from "../../method/context.ts";
import type { NearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import { numberBySize } from "../clustering.ts";
import {
  cutByCount,
  cutByHeight,
  type Dendrogram,
  dendrogramFromMerges,
} from "../hierarchical/dendrogram.ts";
import { mergeByEdges } from "../hierarchical/edge-linkage.ts";
import { mergeByChain } from "../hierarchical/nearest-neighbour-chain.ts";
import { coAssociationDistances, type Member, neighbourEvidence } from "./co-association.ts";

/** Vectors up to which every pair is asked: 0.8 GB of evidence. */
export const MOST_COMPARED_PAIRWISE = 20_000;

export interface ConsensusOptions {
  /** Default `averaged`. */
  readonly voting?: "averaged" | "majority";
  /** Only with `averaged`. Unset: as many as there are before the longest gap between merges. */
  readonly clusterCount?: number;
  /** One for each clustering, at least 0, not all 0; or by mutual agreement. Default `equal`. */
  readonly weights?: "equal" | "agreement" | readonly number[];
  /** Pairs to ask when there are more than 20,000 vectors; all others count as unknown. */
  readonly neighbours?: NearestNeighbours;
}

export interface Consensus {
  /** Cluster of every vector, largest first; -1 where every clustering says noise. */
  readonly assignment: Int32Array;
  readonly clusterCount: number;
  /** Heights are 1 - mean evidence, 0..1. */
  readonly dendrogram: Dendrogram;
  /** Weights used, sum 1. */
  readonly weights: readonly number[];
}

/**
 * O(n² + Σ cluster sizes²) time and 2 n² bytes; with neighbours O(n k log² n).
 * @param clusterings assignments of the same n vectors, in one order; negative is noise
 * @throws RangeError when lengths or weights do not fit, there is nothing to combine, or more than
 * 20,000 vectors come without neighbours.
 */
export async function consensus(
  clusterings: readonly ArrayLike<number>[],
  options: ConsensusOptions = {},
  context: ClusterContext = { seed: 0 },
): Promise<Consensus> {
  return consensusOf(clusterings, options, methodRun(context));
}

/** The same inside a method that runs already. */
export async function consensusOf(
  clusterings: readonly ArrayLike<number>[],
  { voting = "averaged", clusterCount, weights = "equal", neighbours }: ConsensusOptions,
  run: MethodRun,
): Promise<Consensus> {
  const size = requireSameLength(clusterings);
  requireCount(clusterCount, voting, size);
  if (neighbours === undefined && size > MOST_COMPARED_PAIRWISE) {
    throw new RangeError(
      `${size} vectors have too many pairs for a consensus of all (up to ${MOST_COMPARED_PAIRWISE}); ` +
        "give neighbours, and only these pairs are asked.",
    );
  }
  const labels = clusterings.map((each) => Int32Array.from(each));
  const shares = weightShares(weights, labels);
  const members = labels.map((each, m): Member => ({ labels: each, weight: shares[m] }));
  const ones = new Float64Array(size).fill(1);
  const merges =
    neighbours !== undefined && neighbours.count > 0
      ? await mergeByEdges(neighbourEvidence(members, neighbours), 1, run)
      : await mergeByChain(await coAssociationDistances(members, size, run), "average", ones, run);
  const dendrogram = dendrogramFromMerges(merges, ones);
  const cut =
    voting === "majority"
      ? cutByHeight(dendrogram, 0.5)
      : cutByCount(dendrogram, clusterCount ?? longestLived(dendrogram));
  const isCovered = (i: number) => labels.some((each, m) => shares[m] > 0 && each[i] >= 0);
  return { ...numberBySize(cut.map((label, i) => (isCovered(i) ? label : -1))), dendrogram, weights: shares };
}

/** The number of clusters that lasts over the longest range of heights (Fred & Jain's lifetime). */
function longestLived({ height, leafCount }: Dendrogram): number {
  let count = 1;
  // One cluster lasts from the last merge to height 1, where nothing speaks for anything.
  let longest = height.length > 0 ? 1 - height[height.length - 1] : 1;
  for (let t = 1; t < height.length; t++) {
    const lifetime = height[t] - height[t - 1];
    if (lifetime <= longest) continue;
    longest = lifetime;
    count = leafCount - t;
  }
  return count;
}

function weightShares(
  wanted: "equal" | "agreement" | readonly number[],
  labels: readonly Int32Array[],
): number[] {
  const weights =
    wanted === "equal" ? labels.map(() => 1) : wanted === "agreement" ? mutualAgreement(labels) : wanted;
  if (weights.length !== labels.length) {
    throw new RangeError(
      `There are ${weights.length} weights for ${labels.length} clusterings; give one for each.`,
    );
  }
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (bad >= 0) {
    throw new RangeError(`Weight ${bad} is ${weights[bad]}; weights must be finite and at least 0.`);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) throw new RangeError("All weights are 0; at least one clustering must count.");
  return weights.map((weight) => weight / total);
}

/**
 * Mean adjusted Rand index with the other members, over what both cover; 1 each when there is none to
 * agree with. O(members² n).
 */
export function mutualAgreement(labels: readonly Int32Array[]): number[] {
  const sums = labels.map(() => 0);
  for (let a = 0; a < labels.length; a++) {
    for (let b = a + 1; b < labels.length; b++) {
      const both = [...labels[a].keys()].filter((i) => labels[a][i] >= 0 && labels[b][i] >= 0);
      // Nothing in common is no agreement.
      if (both.length < 2) continue;
      const table = contingency(
        both.map((i) => labels[a][i]),
        both.map((i) => labels[b][i]),
      );
      const covered = both.length / labels[a].length;
      const agreement = covered * Math.max(0, adjustedRandIndex(table));
      sums[a] += agreement;
      sums[b] += agreement;
    }
  }
  return sums.every((sum) => sum === 0) ? labels.map(() => 1) : sums;
}

function requireSameLength(clusterings: readonly ArrayLike<number>[]): number {
  if (clusterings.length === 0) {
    throw new RangeError("There are 0 clusterings; a consensus needs at least one.");
  }
  const size = clusterings[0].length;
  const other = clusterings.findIndex((each) => each.length !== size);
  if (other >= 0) {
    throw new RangeError(
      `Clustering ${other} has ${clusterings[other].length} labels, clustering 0 has ${size}; ` +
        "all must label the same vectors in one order.",
    );
  }
  if (size === 0) throw new RangeError("The clusterings label 0 vectors; there is nothing to combine.");
  return size;
}

function requireCount(count: number | undefined, voting: "averaged" | "majority", size: number): void {
  if (count === undefined) return;
  if (voting === "majority") {
    throw new RangeError(
      `Option clusterCount is ${count}, but majority voting finds the number itself; leave one of them out.`,
    );
  }
  if (!Number.isInteger(count) || count < 1 || count > size) {
    throw new RangeError(`Option clusterCount is ${count}; it must be an integer from 1 to ${size}.`);
  }
}

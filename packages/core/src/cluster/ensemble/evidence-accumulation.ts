/**
 * Evidence accumulation: many quick k-means with different numbers of clusters, then their consensus.
 * Small round pieces overlap differently every time, so chains of them add up to groups of any shape.
 *
 * The diversity in k is essential: members that all have the wanted number of clusters gain nothing.
 * After Fred & Jain (2005).
 */
import { type Matrix, normaliseRows } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Metric } from "../../method/metric.ts";
import { nearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import { random } from "../../random.ts";
import { lloyd } from "../centroid/lloyd.ts";
import { spreadCentres } from "../centroid/seeding.ts";
import { clusteringOfAll } from "../clustering-of-all.ts";
import { copiesTogether } from "../equal-rows.ts";
import { defineMethod } from "../method.ts";
import { setOutliersApartOption } from "../outliers.ts";
import { consensusOf, MOST_COMPARED_PAIRWISE } from "./consensus.ts";

/** Members should differ, not settle: a local optimum more is diversity. */
const MEMBER_ITERATIONS = 50;
/** Neighbours of each vector whose evidence is asked in large collections. */
const LARGE_NEIGHBOURS = 20;

export const evidenceAccumulation = defineMethod(
  {
    id: "evidence-accumulation",
    title: "Evidence accumulation",
    summary:
      "The consensus of many k-means with different k: steadier and freer in shape than any one of them.",
    options: [
      {
        name: "clusterCount",
        aliases: ["k", "n_clusters"],
        type: "integer",
        default: null,
        min: 1,
        meaning:
          "How many clusters to make. Unset: the number that holds over the longest range of evidence.",
      },
      {
        name: "members",
        type: "integer",
        default: 50,
        min: 1,
        max: 1000,
        meaning: "How many k-means to combine.",
      },
      {
        name: "fewestClusters",
        type: "integer",
        default: null,
        min: 1,
        meaning: "Smallest k of a member. Unset: half the square root of the number of vectors.",
      },
      {
        name: "mostClusters",
        type: "integer",
        default: null,
        min: 1,
        meaning: "Largest k of a member. Unset: three times the smallest.",
      },
      {
        name: "weights",
        type: "choice",
        choices: ["equal", "agreement"],
        default: "equal",
        meaning: "What a member counts: all the same, or more the further it agrees with the others.",
      },
      {
        name: "voting",
        type: "choice",
        choices: ["averaged", "majority"],
        default: "averaged",
        meaning:
          "Where the tree is cut: at clusterCount, or where less than half of the members would join; then clusterCount must be unset.",
      },
      {
        name: "metric",
        type: "choice",
        choices: ["euclidean", "cosine"],
        default: "euclidean",
        meaning: "How vectors are compared.",
      },
      setOutliersApartOption,
    ],
    complexity:
      "O(members (n d k iterations + n²/k)); memory 2 n² bytes up to 20,000 vectors, then only 20 neighbours each",
    findsCount: true,
    marksNoise: false,
    placesNewPoints: false,
    constraints: [],
    source: "Fred & Jain (2005)",
  },
  async (vectors, options, run) => {
    const { clusterCount, members, weights, voting, metric, setOutliersApart } = options;
    const range = memberRange(options, vectors.rows);
    if (clusterCount !== null && clusterCount > vectors.rows) {
      throw new RangeError(
        `Option clusterCount is ${clusterCount}, but there are only ${vectors.rows} vectors; it must be from 1 to ${vectors.rows}.`,
      );
    }
    const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
    const clusterings = await diverseMembers(measured, { members, metric, ...range }, run);
    const neighbours =
      vectors.rows > MOST_COMPARED_PAIRWISE
        ? await nearestNeighbours(vectors, LARGE_NEIGHBOURS, { metric, kernels: run.kernels })
        : undefined;
    const { assignment } = await consensusOf(
      clusterings,
      {
        voting,
        weights,
        ...(clusterCount !== null && { clusterCount }),
        ...(neighbours && { neighbours }),
      },
      run,
    );
    const cut = (clusterCount === null ? null : copiesTogether(vectors, clusterCount)) ?? assignment;
    return clusteringOfAll(vectors, cut, { metric, setOutliersApart, run });
  },
);

function memberRange(
  options: { readonly fewestClusters: number | null; readonly mostClusters: number | null },
  vectorCount: number,
): { fewest: number; most: number } {
  const usual = Math.max(2, Math.round(Math.sqrt(vectorCount) / 2));
  const fewest = options.fewestClusters ?? Math.min(usual, options.mostClusters ?? usual);
  const most = options.mostClusters ?? 3 * fewest;
  if (fewest > most) {
    throw new RangeError(
      `Option fewestClusters is ${fewest}, more than mostClusters, ${most}; it must be at most as many.`,
    );
  }
  return { fewest: Math.min(fewest, vectorCount), most: Math.min(most, vectorCount) };
}

/** Assignments by k-means from rows far apart, k drawn evenly from the range. */
async function diverseMembers(
  vectors: Matrix,
  { members, metric, fewest, most }: { members: number; metric: Metric; fewest: number; most: number },
  run: MethodRun,
): Promise<Int32Array[]> {
  const chance = random(run.seed);
  const limits = { maxIterations: MEMBER_ITERATIONS, tolerance: 1e-4, metric };
  const clusterings: Int32Array[] = [];
  for (let member = 0; member < members; member++) {
    await run.step({ stage: "members", done: member, total: members });
    const count = fewest + chance.integer(most - fewest + 1);
    const { assignment } = await lloyd(
      vectors,
      await spreadCentres(vectors, count, chance, run.kernels),
      limits,
      run,
    );
    clusterings.push(assignment);
  }
  return clusterings;
}

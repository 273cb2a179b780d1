/**
 * The hierarchy of first neighbours (FINCH): whoever is my nearest neighbour belongs to me; the groups
 * that follow are again vectors (their means) with nearest neighbours. No parameter, a handful of
 * levels, each nested in the next.
 *
 * After Sarfraz, Sharma & Stiefelhagen (2019). Theirs merges pair by pair to reach a wanted count;
 * here Ward merges the groups of the next finer level.
 */
import { silhouette } from "../../evaluate/silhouette.ts";
import { type Matrix, normaliseRows, selectRows } from "../../matrix.ts";
import { type ClusterContext, type MethodRun, methodRun } from "../../method/context.ts";
import { requireFiniteVectors } from "../../method/finite-vectors.ts";
import type { Metric } from "../../method/metric.ts";
import { nearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import { random, sample } from "../../random.ts";
import { clusteringFromLabels, numberBySize } from "../clustering.ts";
import { clusteringOfAll } from "../clustering-of-all.ts";
import { copiesTogether } from "../equal-rows.ts";
import { defineMethod } from "../method.ts";
import { setOutliersApartOption } from "../outliers.ts";
import { Groups } from "./dendrogram.ts";
import { joinParts } from "./join-parts.ts";

/** One level of the hierarchy, clusters numbered largest first. */
export interface Partition {
  readonly assignment: Int32Array;
  readonly clusterCount: number;
}

export const firstNeighbours = defineMethod(
  {
    id: "first-neighbours",
    title: "First neighbours (FINCH)",
    summary: "Chains of nearest neighbours, level by level: no parameter, finds the number of clusters.",
    options: [
      {
        name: "clusterCount",
        aliases: ["k", "n_clusters", "req_clust"],
        type: "integer",
        default: null,
        min: 1,
        meaning: "How many clusters to make. Unset: as many as the chosen level has.",
      },
      {
        name: "level",
        type: "integer",
        default: null,
        min: 1,
        max: 64,
        meaning:
          "Level to take, 1 the finest; beyond the last the coarsest. Unset: the one with the highest silhouette.",
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
    complexity: "O(n² d); memory O(n)",
    findsCount: true,
    marksNoise: false,
    placesNewPoints: false,
    constraints: [],
    source: "Sarfraz, Sharma & Stiefelhagen (2019)",
  },
  async (vectors, { clusterCount, level, metric, setOutliersApart }, run) => {
    if (clusterCount !== null && level !== null) {
      throw new RangeError(
        `Options clusterCount (${clusterCount}) and level (${level}) exclude each other; give one of them.`,
      );
    }
    if (clusterCount !== null && clusterCount > vectors.rows) {
      throw new RangeError(
        `Option clusterCount is ${clusterCount}, but there are only ${vectors.rows} vectors; it must be from 1 to ${vectors.rows}.`,
      );
    }
    const levels = await firstNeighbourLevels(vectors, metric, run);
    const cut =
      clusterCount === null
        ? levels[Math.min(level ?? (await clearestLevel(vectors, levels, metric, run)), levels.length) - 1]
            .assignment
        : (copiesTogether(vectors, clusterCount) ??
          (await mergedTo(clusterCount, vectors, levels, metric, run)));
    return clusteringOfAll(vectors, cut, { metric, setOutliersApart, run });
  },
);

/**
 * The whole hierarchy, without choosing a level: all partitions, finest first, down to one cluster.
 * O(n² d).
 * @throws RangeError for no vectors, or a number that is not finite.
 */
export async function firstNeighbourHierarchy(
  vectors: Matrix,
  { metric = "euclidean" }: { metric?: Metric } = {},
  context: ClusterContext = { seed: 0 },
): Promise<Partition[]> {
  requireFiniteVectors(vectors);
  return firstNeighbourLevels(vectors, metric, methodRun(context));
}

/**
 * All levels, finest first, down to one cluster. Each has at most half as many clusters as the one
 * before. O(n² d), nearly all of it for the first.
 */
async function firstNeighbourLevels(vectors: Matrix, metric: Metric, run: MethodRun): Promise<Partition[]> {
  const levels: Partition[] = [];
  let points = metric === "cosine" ? normaliseRows(vectors) : vectors;
  let labels = Int32Array.from({ length: vectors.rows }, (_, i) => i);
  const mostLevels = Math.ceil(Math.log2(vectors.rows));
  do {
    await run.step({ stage: "levels", done: Math.min(levels.length, mostLevels), total: mostLevels });
    const joined = await joinedToNearest(points, metric, run);
    const level = numberBySize(labels.map((label) => joined[label]));
    labels = new Int32Array(level.assignment);
    levels.push(level);
    const groups = await clusteringFromLabels(vectors, level.assignment, { metric, kernels: run.kernels });
    points = groups.centres;
  } while (points.rows > 1);
  return levels;
}

/** For every point the lowest of those that nearest-neighbour links connect it with. */
async function joinedToNearest(points: Matrix, metric: Metric, run: MethodRun): Promise<Int32Array> {
  const { count, indices } = await nearestNeighbours(points, 1, { metric, kernels: run.kernels });
  const groups = new Groups(points.rows);
  for (let i = 0; i < points.rows * count; i++) groups.join(i, indices[i]);
  return Int32Array.from({ length: points.rows }, (_, i) => groups.find(i));
}

/** Silhouettes are taken over this many vectors. */
const SILHOUETTE_SAMPLE = 2000;

/** The level (from 1) whose clusters are best apart; 1 where no level has between 2 and n - 1. */
async function clearestLevel(
  vectors: Matrix,
  levels: readonly Partition[],
  metric: Metric,
  { kernels, seed }: MethodRun,
): Promise<number> {
  const rows = sample(vectors.rows, SILHOUETTE_SAMPLE, random(seed));
  const seen = selectRows(vectors, rows);
  let best = 1;
  let highest = -Infinity;
  for (const [index, { assignment }] of levels.entries()) {
    const labels = numberBySize(rows.map((i) => assignment[i]));
    if (labels.clusterCount < 2 || labels.clusterCount >= rows.length) continue;
    const { mean } = await silhouette(seen, labels.assignment, { metric, kernels });
    if (mean <= highest) continue;
    highest = mean;
    best = index + 1;
  }
  return best;
}

/** Ward on the coarsest level with at least `count` clusters; the vectors themselves are level 0. */
async function mergedTo(
  count: number,
  vectors: Matrix,
  levels: readonly Partition[],
  metric: Metric,
  run: MethodRun,
): Promise<Int32Array> {
  const single = Int32Array.from({ length: vectors.rows }, (_, i) => i);
  const base = levels.findLast(({ clusterCount }) => clusterCount >= count)?.assignment ?? single;
  return joinParts(vectors, base, { count, metric }, run);
}

/**
 * Ward for large collections: k-means makes some thousand small groups, ward merges their means
 * weighted by size. Ward's criterion depends on means and sizes only, so the second stage loses
 * nothing that the first had not already grouped.
 *
 * After the global phase of BIRCH (Zhang, Ramakrishnan & Livny 1996), with k-means for its tree.
 */
import { random } from "../../random.ts";
import { lloyd } from "../centroid/lloyd.ts";
import { randomCentres } from "../centroid/seeding.ts";
import { clusterCountOption, resolveClusterCount } from "../cluster-count.ts";
import { clusteringFromLabels } from "../clustering.ts";
import { clusteringOfAll } from "../clustering-of-all.ts";
import { DENSE_LIMIT } from "../condensed.ts";
import { defineMethod } from "../method.ts";
import { setOutliersApartOption } from "../outliers.ts";
import { distanceThresholdOption, requireOneCut } from "./agglomerative.ts";
import { cutByCount, cutByHeight } from "./dendrogram.ts";
import { hierarchy } from "./hierarchy.ts";

/** Groups of the first stage are small and merged afterwards: a handful of iterations is enough. */
const FIRST_STAGE_ITERATIONS = 8;

export const twoStage = defineMethod(
  {
    id: "two-stage",
    title: "Two-stage ward",
    summary: "k-means into small groups, then ward on their means: agglomerative quality at any size.",
    options: [
      clusterCountOption,
      distanceThresholdOption,
      {
        name: "smallGroups",
        type: "integer",
        default: null,
        min: 2,
        max: DENSE_LIMIT,
        meaning: "Groups of the first stage. Unset: one for ten vectors, between 200 and 3,000.",
      },
      setOutliersApartOption,
    ],
    complexity: "O(n d g + g² d) for g small groups; memory O(n + g²)",
    findsCount: false,
    marksNoise: false,
    placesNewPoints: false,
    constraints: [],
    source: "After BIRCH (Zhang, Ramakrishnan & Livny 1996) and Ward (1963)",
  },
  async (vectors, { clusterCount, distanceThreshold, smallGroups, setOutliersApart }, run) => {
    requireOneCut(clusterCount, distanceThreshold);
    const count = resolveClusterCount(clusterCount, vectors.rows);
    const wanted = smallGroups ?? Math.min(3000, Math.max(200, Math.round(vectors.rows / 10)));
    const groupCount = Math.min(vectors.rows, Math.max(wanted, count));
    const first = await lloyd(
      vectors,
      randomCentres(vectors, groupCount, random(run.seed)),
      { maxIterations: FIRST_STAGE_ITERATIONS, tolerance: 0, metric: "euclidean" },
      run,
    );
    const groups = await clusteringFromLabels(vectors, first.assignment, {
      metric: "euclidean",
      kernels: run.kernels,
    });
    const weights = new Float64Array(groups.clusterCount);
    for (const group of groups.assignment) weights[group]++;
    const dendrogram = await hierarchy(
      groups.centres,
      { linkage: "ward", metric: "euclidean", weights },
      run,
    );
    const merged =
      distanceThreshold === null
        ? cutByCount(dendrogram, Math.min(count, groups.clusterCount))
        : cutByHeight(dendrogram, distanceThreshold);
    return clusteringOfAll(
      vectors,
      groups.assignment.map((small) => merged[small]),
      {
        metric: "euclidean",
        setOutliersApart,
        run,
        deciding: { prototypes: first.centres, owners: first.assignment },
      },
    );
  },
);

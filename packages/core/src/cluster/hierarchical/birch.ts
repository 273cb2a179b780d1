/**
 * BIRCH: one pass over the vectors builds a tree of small, tight sub-clusters; ward merges those, by
 * their means and sizes, into clusters; last, every vector goes to the nearest sub-cluster.
 *
 * With the default radius of 0 a collection of at most `maxSubclusters` different vectors is clustered
 * as by ward itself, and a larger one is compressed as far as needed. Sequential by nature: where
 * speed matters `two-stage` does the same with k-means in place of the tree.
 *
 * After Zhang, Ramakrishnan & Livny (1996).
 */
import { row } from "../../matrix.ts";
import { nearestByBlocks } from "../centroid/assign.ts";
import { clusterCountOption, resolveClusterCount } from "../cluster-count.ts";
import { clusteringOfAll } from "../clustering-of-all.ts";
import { DENSE_LIMIT } from "../condensed.ts";
import { defineMethod } from "../method.ts";
import { setOutliersApartOption } from "../outliers.ts";
import { distanceThresholdOption, requireOneCut } from "./agglomerative.ts";
import { ClusteringFeatureTree } from "./clustering-feature-tree.ts";
import { cutByCount, cutByHeight } from "./dendrogram.ts";
import { hierarchy } from "./hierarchy.ts";

/** Vectors between two looks at the abort signal. */
const ROWS_AT_ONCE = 1024;

export const birch = defineMethod(
  {
    id: "birch",
    title: "BIRCH",
    summary:
      "Compresses into tight sub-clusters in one pass, then merges those: ward for streams of vectors.",
    options: [
      clusterCountOption,
      { ...distanceThresholdOption, aliases: ["distance_threshold"] },
      {
        name: "radius",
        aliases: ["threshold"],
        type: "number",
        default: 0,
        min: 0,
        meaning:
          "Vectors melt into a sub-cluster up to this radius; it grows when there are too many of them.",
      },
      {
        name: "branchingFactor",
        type: "integer",
        default: 50,
        min: 2,
        max: 10_000,
        meaning: "Most entries in a node of the tree.",
      },
      {
        name: "maxSubclusters",
        type: "integer",
        default: 2000,
        min: 2,
        max: DENSE_LIMIT,
        meaning: "Most sub-clusters; at least as many as clusters are kept.",
      },
      setOutliersApartOption,
    ],
    complexity: "O(n d b log s + s² d) for s sub-clusters and branching factor b; memory O(n + s d + s²)",
    findsCount: false,
    marksNoise: false,
    placesNewPoints: false,
    constraints: [],
    source: "Zhang, Ramakrishnan & Livny (1996); stable features: Lang & Schubert (2020)",
  },
  async (
    vectors,
    { clusterCount, distanceThreshold, radius, branchingFactor, maxSubclusters, setOutliersApart },
    run,
  ) => {
    requireOneCut(clusterCount, distanceThreshold);
    const count = resolveClusterCount(clusterCount, vectors.rows);
    const tree = new ClusteringFeatureTree({
      radius,
      branchingFactor,
      maxSubclusters: Math.max(maxSubclusters, count),
    });
    for (let i = 0; i < vectors.rows; i++) {
      if (i % ROWS_AT_ONCE === 0) await run.step({ stage: "insert", done: i, total: vectors.rows });
      tree.add(row(vectors, i));
    }
    const { means, sizes } = tree.subclusters();
    const dendrogram = await hierarchy(means, { linkage: "ward", metric: "euclidean", weights: sizes }, run);
    const merged =
      distanceThreshold === null
        ? cutByCount(dendrogram, Math.min(count, means.rows))
        : cutByHeight(dendrogram, distanceThreshold);
    const { indices } = await nearestByBlocks(vectors, means, {
      kernels: run.kernels,
      between: (done, total) => run.step({ stage: "assign", done, total }),
    });
    const assignment = indices.map((subcluster) => merged[subcluster]);
    return clusteringOfAll(vectors, assignment, {
      metric: "euclidean",
      setOutliersApart,
      run,
      deciding: { prototypes: means, owners: indices },
    });
  },
);

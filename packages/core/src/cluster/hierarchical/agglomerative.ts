/**
 * Agglomerative clustering: every vector starts alone, the two closest groups merge again and again.
 * The whole tree is kept, so other counts and thresholds are cuts of the same result.
 *
 * Exact. Ward needs the vectors only; other linkages hold all distances, so up to 25,000 vectors. For
 * more, ward merges along a graph of nearest neighbours (`graph-ward.ts`), or see `two-stage.ts`.
 */
import { clusterCountOption, resolveClusterCount } from "../cluster-count.ts";
import { clusteringOfAll } from "../clustering-of-all.ts";
import { copiesTogether } from "../equal-rows.ts";
import { defineMethod } from "../method.ts";
import { setOutliersApartOption } from "../outliers.ts";
import { cutByCount, cutByHeight } from "./dendrogram.ts";
import { graphWard } from "./graph-ward.ts";
import { hierarchy } from "./hierarchy.ts";

export const distanceThresholdOption = {
  name: "distanceThreshold",
  aliases: ["threshold"],
  type: "number",
  default: null,
  min: 0,
  meaning: "Merge only what is closer than this; then clusterCount must be unset.",
} as const;

/** @throws RangeError when a count and a threshold are both given. */
export function requireOneCut(clusterCount: number | null, distanceThreshold: number | null): void {
  if (clusterCount !== null && distanceThreshold !== null) {
    throw new RangeError(
      `Options clusterCount (${clusterCount}) and distanceThreshold (${distanceThreshold}) exclude each other; ` +
        "give one of them.",
    );
  }
}

export const agglomerative = defineMethod(
  {
    id: "agglomerative",
    title: "Agglomerative",
    summary:
      "Merges the closest groups step by step; stable, no chance involved. Other linkages than ward up to 25,000 vectors.",
    options: [
      clusterCountOption,
      distanceThresholdOption,
      {
        name: "linkage",
        type: "choice",
        choices: ["ward", "average", "complete", "single", "centroid", "median"],
        default: "ward",
        meaning:
          "Distance of two groups: growth in variance (ward); mean, largest or smallest distance of members; distance of their means (centroid) or of the middles of their parts (median).",
      },
      {
        name: "metric",
        type: "choice",
        choices: ["euclidean", "cosine"],
        default: "euclidean",
        meaning: "How vectors are compared; ward, centroid and median need euclidean.",
      },
      {
        name: "neighbours",
        aliases: ["n_neighbors", "connectivity"],
        type: "integer",
        default: null,
        min: 1,
        meaning:
          "Merge only along the graph of this many nearest neighbours (ward only): for large collections. Unset: any two groups may merge.",
      },
      setOutliersApartOption,
    ],
    complexity: "O(n² d); memory O(n d) for ward, 2 n² bytes for others, so at most 25,000 vectors",
    findsCount: false,
    marksNoise: false,
    placesNewPoints: false,
    constraints: [],
    source:
      "Ward (1963); Lance & Williams (1967); nearest-neighbour chain: Murtagh (1983), Müllner (2011); mutual neighbours in rounds: Sumengen et al. (2021)",
  },
  async (
    vectors,
    { clusterCount, distanceThreshold, linkage, metric, neighbours, setOutliersApart },
    run,
  ) => {
    requireOneCut(clusterCount, distanceThreshold);
    const count = resolveClusterCount(clusterCount, vectors.rows);
    if (neighbours !== null && (linkage !== "ward" || metric !== "euclidean")) {
      throw new RangeError(
        `Option neighbours is ${neighbours}, but linkage is ${linkage} and metric ${metric}; ` +
          "merging along a graph is for ward and euclidean. Leave neighbours unset.",
      );
    }
    const dendrogram =
      neighbours === null
        ? await hierarchy(vectors, { linkage, metric }, run)
        : await graphWard(vectors, neighbours, run);
    const cut =
      distanceThreshold === null
        ? (copiesTogether(vectors, count) ?? cutByCount(dendrogram, count))
        : cutByHeight(dendrogram, distanceThreshold);
    return clusteringOfAll(vectors, cut, { metric, setOutliersApart, run, extras: { dendrogram } });
  },
);

/**
 * Spectral clustering: cuts the graph of nearest neighbours where little is cut off for its size
 * (normalised cut), by k-means on the smoothest functions of the graph. Finds groups of any shape, as
 * long as neighbours belong together.
 *
 * For large n see `landmark-spectral.ts`; cheaper coordinates are in `power-iteration.ts`.
 * After Shi & Malik (2000), Ng, Jordan & Weiss (2002), von Luxburg (2007).
 */
import { clusterCountOption, resolveClusterCount } from "../cluster-count.ts";
import { clusteringOfAll } from "../clustering-of-all.ts";
import { defineMethod } from "../method.ts";
import { neighbourGraph, neighboursOption } from "../neighbour-graph.ts";
import { setOutliersApartOption } from "../outliers.ts";
import { restartsOption } from "./embedding-partition.ts";
import { cutGraph } from "./graph-cut.ts";
import { spectralEmbedding } from "./spectral-embedding.ts";

export const spectral = defineMethod(
  {
    id: "spectral",
    title: "Spectral",
    summary: "Cuts the graph of nearest neighbours at its thinnest places: groups of any shape.",
    options: [
      clusterCountOption,
      neighboursOption,
      {
        name: "affinity",
        type: "choice",
        choices: ["equal", "gaussian"],
        default: "equal",
        meaning:
          "Weight of a neighbour: the same for all, or fading with distance at each vector's own scale.",
      },
      {
        name: "metric",
        type: "choice",
        choices: ["euclidean", "cosine"],
        default: "euclidean",
        meaning: "How vectors are compared.",
      },
      {
        name: "partition",
        aliases: ["assign_labels"],
        type: "choice",
        choices: ["k-means", "discretise"],
        default: "k-means",
        meaning: "How clusters are read from the eigenvectors: k-means, or the nearest discrete solution.",
      },
      restartsOption,
      setOutliersApartOption,
    ],
    complexity: "O(n² d + n k² restarts); memory O(n k)",
    findsCount: false,
    marksNoise: false,
    placesNewPoints: false,
    constraints: [],
    source: "Shi & Malik (2000), Ng, Jordan & Weiss (2002); discrete solution: Yu & Shi (2003)",
  },
  async (vectors, options, run) => {
    const { clusterCount, neighbours, affinity, metric, restarts, setOutliersApart } = options;
    const count = resolveClusterCount(clusterCount, vectors.rows);
    const graph = await neighbourGraph(vectors, { neighbours, metric, weight: affinity }, run);
    const coordinates = async () => (await spectralEmbedding(graph, count, run)).coordinates;
    const by = options.partition;
    const cut = await cutGraph(vectors, graph, { count, metric, coordinates, by, restarts }, run);
    return clusteringOfAll(vectors, cut, { metric, setOutliersApart, run });
  },
);

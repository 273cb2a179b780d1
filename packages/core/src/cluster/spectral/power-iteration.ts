/**
 * Power iteration clustering: random numbers on the vectors are averaged over neighbours again and
 * again; within a group they become equal long before groups do. The numbers of that moment, from
 * several starts, are the coordinates that k-means parts. No eigenvector is ever computed.
 *
 * One start, as first published, cannot tell ten groups apart; ten starts are as good as eigenvectors.
 * The partition "peaks" is the variant of DeepCluster: mass gathers where the graph is dense and each
 * vector climbs to its peak; it finds the number of clusters, many small and pure ones.
 * After Lin & Cohen (2010), Caron et al. (2018).
 */
import { clusterCountOption, resolveClusterCount } from "../cluster-count.ts";
import { clusteringOfAll } from "../clustering-of-all.ts";
import { defineMethod } from "../method.ts";
import { neighbourGraph, neighboursOption } from "../neighbour-graph.ts";
import { setOutliersApartOption } from "../outliers.ts";
import { restartsOption } from "./embedding-partition.ts";
import { cutGraph } from "./graph-cut.ts";
import { averagedChance, peaksOfMass } from "./walk.ts";

export const powerIteration = defineMethod(
  {
    id: "power-iteration",
    title: "Power iteration",
    summary: "Groups of any shape by averaging chance over neighbours: near spectral quality, far cheaper.",
    options: [
      clusterCountOption,
      neighboursOption,
      {
        name: "sigma",
        type: "number",
        default: null,
        min: 1e-6,
        meaning:
          "Distance at which neighbours fade to 1/e. Unset: each vector's distance to its last neighbour.",
      },
      {
        name: "starts",
        type: "integer",
        default: null,
        min: 1,
        max: 1000,
        meaning: "Random starts, each one coordinate. Unset: as many as clusters, from 10 to 100.",
      },
      {
        name: "steps",
        aliases: ["max_iter"],
        type: "integer",
        default: 50,
        min: 1,
        max: 100_000,
        meaning: "Averagings: too few leave noise in groups, too many make groups alike.",
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
        type: "choice",
        choices: ["k-means", "peaks"],
        default: "k-means",
        meaning:
          "How clusters are read: k-means on the numbers, or the peak each vector climbs to; then clusterCount must be unset.",
      },
      restartsOption,
      setOutliersApartOption,
    ],
    complexity: "O(n² d) for neighbours, O(n starts (steps + k restarts)); memory O(n (starts + neighbours))",
    findsCount: false,
    marksNoise: false,
    placesNewPoints: false,
    constraints: [],
    source: "Lin & Cohen (2010); peaks: Caron, Bojanowski, Joulin & Douze (2018)",
  },
  async (vectors, options, run) => {
    const { clusterCount, neighbours, sigma, starts, steps, metric, restarts, setOutliersApart } = options;
    if (options.partition === "peaks" && clusterCount !== null) {
      throw new RangeError(
        `Option clusterCount is ${clusterCount}, but partition "peaks" finds the number itself; leave one of them out.`,
      );
    }
    const count = resolveClusterCount(clusterCount, vectors.rows);
    const graph = await neighbourGraph(vectors, { neighbours, metric, weight: sigma ?? "gaussian" }, run);
    const usualStarts = Math.max(10, Math.min(100, count));
    const coordinates = () => averagedChance(graph, { starts: starts ?? usualStarts, steps }, run);
    const cut =
      options.partition === "peaks"
        ? await peaksOfMass(graph, run)
        : await cutGraph(vectors, graph, { count, metric, coordinates, by: "k-means", restarts }, run);
    return clusteringOfAll(vectors, cut, { metric, setOutliersApart, run });
  },
);

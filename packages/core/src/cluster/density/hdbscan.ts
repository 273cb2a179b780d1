/**
 * HDBSCAN: clusters of any density and shape, as a registered method. What it computes is in
 * `hdbscan-model.ts`, `mutual-reachability-tree.ts`, `condensed-tree.ts` and `tree-selection.ts`;
 * new vectors are placed by `hdbscan-prediction.ts`.
 */
import { clusteringFromLabels } from "../clustering.ts";
import { defineMethod } from "../method.ts";
import { fittedHdbscan } from "./fitted-hdbscan.ts";
import { runHdbscan } from "./hdbscan-model.ts";

export const hdbscan = defineMethod(
  {
    id: "hdbscan",
    title: "HDBSCAN",
    summary: "Dense groups of different density, their number found; loose vectors stay out as noise.",
    options: [
      {
        name: "minClusterSize",
        type: "integer",
        default: 5,
        min: 2,
        meaning: "Smaller groups are noise.",
      },
      {
        name: "minSamples",
        type: "integer",
        default: null,
        min: 1,
        meaning:
          "Vectors, itself included, that make a neighbourhood; more means more noise. Unset: minClusterSize.",
      },
      {
        name: "selection",
        aliases: ["cluster_selection_method"],
        type: "choice",
        choices: ["eom", "leaf"],
        default: "eom",
        meaning: "Which clusters of the tree: those that last longest (eom), or the finest (leaf).",
      },
      {
        name: "epsilon",
        aliases: ["cluster_selection_epsilon"],
        type: "number",
        default: 0,
        min: 0,
        meaning: "Clusters are not split below this distance; 0 for no limit.",
      },
      {
        name: "maxClusterSize",
        type: "integer",
        default: null,
        min: 2,
        meaning: "Larger clusters are split where the tree allows it (eom only). Unset: no limit.",
      },
      {
        name: "allowSingleCluster",
        type: "boolean",
        default: false,
        meaning: "One cluster of everything may be the answer.",
      },
      {
        name: "neighbours",
        aliases: ["n_neighbors"],
        type: "integer",
        default: null,
        min: 1,
        meaning:
          "Link only along the graph of this many nearest neighbours, approximate above 25,000 vectors: for large collections. Unset: compare everything, exact.",
      },
      {
        name: "metric",
        type: "choice",
        choices: ["euclidean", "cosine"],
        default: "euclidean",
        meaning: "How vectors are compared.",
      },
    ],
    complexity: "O(n² d), a few passes; with neighbours O(n log n d) above 25,000 vectors; memory O(n)",
    findsCount: true,
    marksNoise: true,
    placesNewPoints: false,
    constraints: ["cannot-link"],
    source: "Campello, Moulavi & Sander (2013); McInnes & Healy (2017); epsilon: Malzer & Baum (2020)",
  },
  async (vectors, { minSamples, ...options }, run) => {
    const model = await runHdbscan(
      vectors,
      {
        ...options,
        cannotLink: run.constraints.cannotLink,
        minSamples: minSamples ?? options.minClusterSize,
      },
      run,
    );
    const { assignment, strength, dendrogram } = model;
    const { metric } = options;
    const clustering = await clusteringFromLabels(vectors, assignment, {
      metric,
      kernels: run.kernels,
      extras: { dendrogram },
    });
    return { ...clustering, strength, fitted: fittedHdbscan(model) };
  },
);

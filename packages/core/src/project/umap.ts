/**
 * UMAP: a map from the graph of nearest neighbours; groups come out tighter and farther apart than
 * with t-SNE, and it is faster. Places for new vectors are found by `placeUmap`.
 * After McInnes, Healy & Melville (2018).
 */
import { type Matrix, matrix } from "../matrix.ts";
import { random } from "../random.ts";
import { fittedLayout } from "./fitted-layout.ts";
import { fuzzyGraph } from "./fuzzy-graph.ts";
import { defineProjection, dimensionsOption, metricOption } from "./method.ts";
import { principalStart } from "./principal-start.ts";
import { neighboursFor } from "./shared-neighbours.ts";
import { spectralStart } from "./spectral-start.ts";
import { fitCurve } from "./umap-curve.ts";
import { layOut } from "./umap-layout.ts";

/** Larger neighbourhoods and no least distance: for finding clusters on the map rather than looking at it. */
export const umapForClustering = { neighbourCount: 30, minDistance: 0 } as const;

const START_EXTENT = 10;
const START_NOISE = 1e-4;

export const umap = defineProjection(
  {
    id: "umap",
    title: "UMAP",
    summary: "Tight groups from the neighbour graph, fast; gaps between groups say little.",
    options: [
      dimensionsOption,
      metricOption,
      {
        name: "neighbourCount",
        aliases: ["n_neighbors", "k"],
        type: "integer",
        default: 15,
        min: 2,
        max: 1000,
        meaning: "How many neighbours each vector is connected to; more show the larger picture.",
      },
      {
        name: "minDistance",
        aliases: ["min_dist"],
        type: "number",
        default: 0.1,
        min: 0,
        max: 10,
        meaning: "How close places may come; 0 packs groups tightly, for clustering.",
      },
      {
        name: "spread",
        type: "number",
        default: 1,
        min: 0.1,
        max: 10,
        meaning: "The scale on which closeness fades on the map.",
      },
      {
        name: "epochs",
        aliases: ["n_epochs"],
        type: "integer",
        default: 450,
        min: 1,
        max: 10_000,
        meaning: "Rounds of the descent; more of them keep a few neighbours more.",
      },
      {
        name: "start",
        aliases: ["init", "initialisation"],
        type: "choice",
        choices: ["pca", "spectral", "random"],
        default: "pca",
        meaning: "First places: along the principal axes, smooth on the graph, or at random.",
      },
    ],
    complexity: "neighbours O(n² d), then O(n k) per epoch; memory O(n k)",
    placesNewPoints: true,
    source: "McInnes, Healy & Melville (2018)",
  },
  async (vectors, options, run) => {
    const { metric, minDistance, spread } = options;
    const { dimensions, seed } = run;
    const { rows } = vectors;
    const pairs = fuzzyGraph(await neighboursFor(vectors, options.neighbourCount, metric, run.context));
    await run.step({ stage: "start", done: 0, total: 1 });
    const start = matrix(rows, dimensions);
    if (options.start !== "random") {
      const axes = await principalStart(vectors, metric, run);
      start.data.set(extended(options.start === "pca" ? axes : spectralStart(pairs, axes, seed)));
    }
    const chance = random(seed);
    const noise = options.start === "random" ? START_EXTENT / 2 : START_NOISE;
    for (let p = 0; p < start.data.length; p++) start.data[p] += noise * chance.normal();
    const { epochs } = options;
    const curve = fitCurve(minDistance, spread);
    const coordinates = await layOut(start, pairs, { epochs, curve }, run);
    const { neighbourCount } = options;
    const fitted = fittedLayout(vectors, coordinates, {
      ...{ by: "umap", metric, seed, neighbourCount, minDistance, spread },
    });
    return { coordinates, metric, iterations: epochs, fitted };
  },
);

/** Scaled so that the largest coordinate is `START_EXTENT`. */
function extended({ data }: Matrix): Float32Array {
  let largest = 0;
  for (const value of data) largest = Math.max(largest, Math.abs(value));
  return data.map((value) => (largest > 0 ? (value / largest) * START_EXTENT : 0));
}

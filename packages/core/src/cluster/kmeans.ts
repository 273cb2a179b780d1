/**
 * k-means: Lloyd's iterations from several seedings, the one with the lowest inertia kept. Under the
 * cosine metric it is spherical k-means: unit vectors, unit centres.
 *
 * After Lloyd (1982), Arthur & Vassilvitskii (2007), Dhillon & Modha (2001).
 */
import { normaliseRows } from "../matrix.ts";
import { random } from "../random.ts";
import { clusterCountOption, resolveClusterCount } from "./cluster-count.ts";
import { clusteringFromLabels } from "./clustering.ts";
import { type LloydResult, lloyd } from "./lloyd.ts";
import { defineMethod } from "./method.ts";
import { setOutliersApartOption, withOutliersApart } from "./outliers.ts";
import { randomCentres, spreadCentres } from "./seeding.ts";

export const kmeans = defineMethod(
  {
    id: "kmeans",
    title: "k-means",
    summary: "Compact groups of similar size around their means; fast, needs the number of clusters.",
    options: [
      clusterCountOption,
      {
        name: "metric",
        type: "choice",
        choices: ["euclidean", "cosine"],
        default: "euclidean",
        meaning: "How vectors are compared; on unit vectors the two differ only in their centres.",
      },
      {
        name: "seeding",
        aliases: ["init"],
        type: "choice",
        choices: ["k-means++", "random"],
        default: "k-means++",
        meaning: "How the first centres are drawn: far from each other, or at random.",
      },
      {
        name: "restarts",
        aliases: ["n_init"],
        type: "integer",
        default: 3,
        min: 1,
        max: 1000,
        meaning: "How many seedings to try; the best result is kept.",
      },
      {
        name: "maxIterations",
        aliases: ["max_iter"],
        type: "integer",
        default: 300,
        min: 1,
        max: 100_000,
        meaning: "When to stop a run that still moves.",
      },
      {
        name: "tolerance",
        aliases: ["tol"],
        type: "number",
        default: 1e-4,
        min: 0,
        max: 1,
        meaning: "Movement of the centres that counts as none, relative to the variance of the data.",
      },
      setOutliersApartOption,
    ],
    complexity: "O(n d k) per iteration and restart; memory O(n + k d)",
    findsCount: false,
    marksNoise: false,
    placesNewPoints: true,
    source: "Lloyd (1982); seeding: Arthur & Vassilvitskii (2007); spherical: Dhillon & Modha (2001)",
  },
  async (vectors, { clusterCount, setOutliersApart, metric, seeding, restarts, ...limits }, run) => {
    const count = resolveClusterCount(clusterCount, vectors.rows);
    const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
    const chance = random(run.seed);
    let best: LloydResult | undefined;
    for (let restart = 0; restart < restarts; restart++) {
      await run.step({ stage: "seed", done: restart, total: restarts });
      const initial =
        seeding === "random"
          ? randomCentres(measured, count, chance)
          : await spreadCentres(measured, count, chance, run.kernels);
      const result = await lloyd(measured, initial, { ...limits, metric }, run);
      if (best === undefined || result.inertia < best.inertia) best = result;
    }
    if (best === undefined) throw new Error("internal: k-means made no run.");
    const { assignment, inertia, iterations } = best;
    const labels = await withOutliersApart(vectors, assignment, { isWanted: setOutliersApart, metric, run });
    return clusteringFromLabels(vectors, labels, {
      metric,
      kernels: run.kernels,
      extras: { inertia, iterations },
    });
  },
);

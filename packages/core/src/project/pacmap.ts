/**
 * PaCMAP: a map that holds both neighbourhoods and the large picture, by three kinds of pairs; hardly
 * needs tuning. Its local variant, LocalMAP, keeps more of the nearest neighbours.
 *
 * Places for new vectors are found by `placePacmap`. After Wang, Huang, Rudin & Shaposhnik (2021) and Wang, Sun, Huang & Rudin (2025).
 */
import { matrix, normaliseRows } from "../matrix.ts";
import { random } from "../random.ts";
import { fittedLayout } from "./fitted-layout.ts";
import { defineProjection, dimensionsOption, metricOption } from "./method.ts";
import { descendPacmap, PHASES } from "./pacmap-descent.ts";
import { middlingPartners, nearPartners, SPARE_NEIGHBOURS, strangePartners } from "./pacmap-pairs.ts";
import { principalStart } from "./principal-start.ts";
import { neighboursFor } from "./shared-neighbours.ts";

/** Deviation of the first axis at the start. */
const START_DEVIATION = 0.01;
const FEW_ROWS = 10_000;

export const pacmap = defineProjection(
  {
    id: "pacmap",
    title: "PaCMAP",
    summary: "Neighbourhoods and the large picture together, with few settings.",
    options: [
      dimensionsOption,
      metricOption,
      {
        name: "neighbourCount",
        aliases: ["n_neighbors", "k"],
        type: "integer",
        default: null,
        min: 1,
        max: 1000,
        meaning:
          "Near partners of each vector, at most half of the others. Unset: 10, and 15 more for every tenfold above 10,000 vectors.",
      },
      {
        name: "middlingRatio",
        aliases: ["MN_ratio"],
        type: "number",
        default: 0.5,
        min: 0,
        max: 10,
        meaning: "Partners of middling distance for each near one; they lay out the large picture.",
      },
      {
        name: "strangerRatio",
        aliases: ["FP_ratio"],
        type: "number",
        default: 2,
        min: 0.1,
        max: 10,
        meaning: "Strangers to keep away from for each near partner.",
      },
      {
        name: "iterations",
        aliases: ["num_iters"],
        type: "integer",
        default: 450,
        min: PHASES[1],
        max: 100_000,
        meaning: "Steps of the descent; the first 200 lay out the large picture.",
      },
      {
        name: "adjustsLocally",
        aliases: ["localmap"],
        type: "boolean",
        default: false,
        meaning: "LocalMAP: pushes apart what is near on the map only by mistake.",
      },
    ],
    complexity: "neighbours O(n² d), then O(n k) per iteration; memory O(n k)",
    placesNewPoints: true,
    source: "Wang, Huang, Rudin & Shaposhnik (2021); LocalMAP: Wang, Sun, Huang & Rudin (2025)",
  },
  async (vectors, options, run) => {
    const { metric, iterations, adjustsLocally } = options;
    const { dimensions, seed } = run;
    const { rows } = vectors;
    const wanted = Math.min(options.neighbourCount ?? usualCount(rows), mostNear(rows));
    const candidates = await neighboursFor(vectors, wanted + SPARE_NEIGHBOURS, metric, run.context);
    await run.step({ stage: "pairs", done: 0, total: 1 });
    const chance = random(seed);
    const near = nearPartners(candidates, wanted);
    const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
    const middling = middlingPartners(measured, Math.round(wanted * options.middlingRatio), chance);
    const strangers = strangePartners(near, Math.max(1, Math.round(wanted * options.strangerRatio)), chance);
    await run.step({ stage: "start", done: 0, total: 1 });
    const axes = await principalStart(vectors, metric, run);
    const coordinates = new Float64Array(axes.data.length);
    const scale = START_DEVIATION / (deviationOfFirst(axes.data, dimensions) || 1);
    for (let p = 0; p < coordinates.length; p++) coordinates[p] = scale * axes.data[p];
    await descendPacmap(
      coordinates,
      { near, middling, strangers },
      { dimensions, iterations, isLocal: adjustsLocally },
      run,
    );
    const places = matrix(rows, dimensions, Float32Array.from(coordinates));
    const fitted = fittedLayout(vectors, places, { by: "pacmap", metric, neighbourCount: wanted });
    return { coordinates: places, metric, iterations, fitted };
  },
);

function usualCount(rows: number): number {
  return rows <= FEW_ROWS ? 10 : Math.round(10 + 15 * Math.log10(rows / FEW_ROWS));
}

/** At least as many must stay strangers: where nearly all are near, nothing keeps them apart and the map is one point. */
function mostNear(rows: number): number {
  return Math.max(1, Math.floor((rows - 1) / 2));
}

function deviationOfFirst(data: Float32Array, dimensions: number): number {
  let squares = 0;
  for (let p = 0; p < data.length; p += dimensions) squares += data[p] ** 2;
  return Math.sqrt((squares * dimensions) / data.length);
}

/**
 * t-SNE: a map on which every vector keeps its nearest neighbours. Distances between groups and sizes
 * of groups mean little. Starts from the principal axes, scaled down, which keeps the large picture.
 *
 * Up to 500 vectors exact; above, affinities of 3 × perplexity neighbours and repulsion by interpolation
 * on a flat map, by a tree in a room. Places for new vectors are found by `placeTsne`. After van der Maaten & Hinton
 * (2008), van der Maaten (2014) and Linderman et al. (2019); start and learning rate after Kobak & Berens
 * (2019), Belkina et al. (2019).
 */
import { type Matrix, matrix } from "../matrix.ts";
import { random } from "../random.ts";
import { conditionalAffinities, jointAffinities } from "./affinities.ts";
import { chooseRepulsion, MAX_EXACT_POINTS } from "./choose-repulsion.ts";
import { fittedLayout } from "./fitted-layout.ts";
import { defineProjection, dimensionsOption, metricOption, type ProjectionRun } from "./method.ts";
import { principalStart } from "./principal-start.ts";
import { neighboursFor } from "./shared-neighbours.ts";
import { descend, EXAGGERATED_ITERATIONS } from "./tsne-descent.ts";

const USUAL_PERPLEXITY = 30;
/** Deviation of the first axis at the start: so small that the start has no say in who repels whom. */
const START_DEVIATION = 1e-4;

export const tsne = defineProjection(
  {
    id: "tsne",
    title: "t-SNE",
    summary: "Keeps nearest neighbours together; groups stand apart, distances between them mean little.",
    options: [
      dimensionsOption,
      metricOption,
      {
        name: "perplexity",
        type: "number",
        default: null,
        min: 1,
        meaning: "How many neighbours each vector attends to. Unset: 30, or a third of few vectors.",
      },
      {
        name: "iterations",
        aliases: ["n_iter", "max_iter"],
        type: "integer",
        default: 1000,
        min: EXAGGERATED_ITERATIONS,
        max: 100_000,
        meaning: "Steps of the descent; the first 250 exaggerate attraction.",
      },
      {
        name: "exaggeration",
        aliases: ["early_exaggeration"],
        type: "number",
        default: 12,
        min: 1,
        max: 1000,
        meaning: "How much stronger attraction is at first, so that groups form.",
      },
      {
        name: "learningRate",
        type: "number",
        default: null,
        min: 0.001,
        meaning: "Length of the steps. Unset: vectors / exaggeration / 4, at least 50.",
      },
      {
        name: "start",
        aliases: ["init", "initialisation"],
        type: "choice",
        choices: ["pca", "random"],
        default: "pca",
        meaning: "First places: along the principal axes, or at random.",
      },
    ],
    complexity:
      "neighbours O(n² d), then O(n · perplexity + area log area) per iteration, O(n log n) in a room; memory O(n · perplexity)",
    placesNewPoints: true,
    source:
      "van der Maaten & Hinton (2008); interpolation: Linderman et al. (2019); tree: van der Maaten (2014); start: Kobak & Berens (2019)",
  },
  async (vectors, options, run) => {
    const { metric, iterations, exaggeration } = options;
    const { dimensions } = run;
    const perplexity = resolvePerplexity(options.perplexity, vectors.rows);
    const affinities = await affinitiesOf(vectors, perplexity, metric, run);
    await run.step({ stage: "start", done: 0, total: 1 });
    const start =
      options.start === "pca"
        ? await principalStart(vectors, metric, run)
        : randomStart(vectors.rows, dimensions, run.seed);
    const coordinates = scaled(start, run.seed);
    const objective = await descend(
      coordinates,
      affinities,
      chooseRepulsion(vectors.rows, dimensions),
      {
        dimensions,
        iterations,
        exaggeration,
        learningRate: options.learningRate ?? Math.max(50, vectors.rows / exaggeration / 4),
      },
      run,
    );
    const places = matrix(vectors.rows, dimensions, Float32Array.from(coordinates));
    const fitted = fittedLayout(vectors, places, { by: "tsne", metric });
    return { coordinates: places, metric, objective, iterations, fitted };
  },
);

/** @throws RangeError when a vector has fewer others than it is to attend to. */
function resolvePerplexity(wanted: number | null, rows: number): number {
  if (wanted === null) return Math.max(1, Math.min(USUAL_PERPLEXITY, (rows - 1) / 3));
  if (wanted < rows) return wanted;
  throw new RangeError(
    `perplexity is ${wanted}, but there are only ${rows} vectors; it must be below their number.`,
  );
}

async function affinitiesOf(
  vectors: Matrix,
  perplexity: number,
  metric: "euclidean" | "cosine",
  run: ProjectionRun,
) {
  const all = vectors.rows - 1;
  const isExact = vectors.rows <= MAX_EXACT_POINTS && (run.context.neighbours?.count ?? all) >= all;
  const wanted = isExact ? all : Math.floor(3 * perplexity) + 1;
  const neighbours = await neighboursFor(vectors, wanted, metric, run.context);
  return jointAffinities(neighbours, conditionalAffinities(neighbours, perplexity));
}

function randomStart(rows: number, dimensions: number, seed: number): Matrix {
  const chance = random(seed);
  return matrix(
    rows,
    dimensions,
    Float32Array.from({ length: rows * dimensions }, () => chance.normal()),
  );
}

/** The first axis gets `START_DEVIATION`; an axis on which all are equal gets a little chance, or it would stay so. */
function scaled({ rows, columns, data }: Matrix, seed: number): Float64Array {
  const chance = random(seed);
  const deviations = Array.from({ length: columns }, (_, d) => {
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += data[i * columns + d] ** 2;
    return Math.sqrt(squares / rows);
  });
  const scale = deviations[0] > 0 ? START_DEVIATION / deviations[0] : 0;
  return Float64Array.from(data, (value, p) =>
    deviations[p % columns] * scale > 1e-6 * START_DEVIATION
      ? value * scale
      : 0.01 * START_DEVIATION * chance.normal(),
  );
}

/**
 * Gaussian mixture by expectation-maximisation: every vector belongs to every component with a
 * probability, components have their own shape and weight. Started from k-means, stopped when the mean
 * log-likelihood rises by less than the tolerance, as in scikit-learn, so that results compare.
 *
 * One pass over the data per iteration: memberships of a block are turned into moments at once and
 * forgotten, so memory does not grow with rows × components. `strength` of the result is the
 * probability of the chosen component. New vectors are placed by density, not by the nearest centre:
 * `assignToMixture` with the result's `mixture`.
 *
 * After Dempster, Laird & Rubin (1977); criteria: Schwarz (1978), Akaike (1974).
 */

import { covarianceOf } from "../../compute/square-matrix.ts";
import { tiles } from "../../compute/tile-rows.ts";
import { type Matrix, rowRange } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import { type Random, random } from "../../random.ts";
import { maxIterationsOption, restartsOption } from "../centroid/kmeans-options.ts";
import { lloyd } from "../centroid/lloyd.ts";
import { spreadCentres } from "../centroid/seeding.ts";
import { clusterCountOption, resolveClusterCount } from "../cluster-count.ts";
import { clusteringFromLabels } from "../clustering.ts";
import { defineMethod } from "../method.ts";
import { fittedMixture } from "./fitted-mixture.ts";
import { logDensities, type SquareTerms, squareTerms } from "./mixture-density.ts";
import {
  assignToMixture,
  type CovarianceType,
  type GaussianMixture,
  MIXTURE_BLOCK_ROWS,
  type MixtureParameters,
  parameterCount,
  toProbabilities,
} from "./mixture-model.ts";
import { MixtureMoments, type MomentOptions } from "./mixture-moments.ts";

/** Of the k-means that starts a fit; what it leaves undone the mixture does better. */
const FIRST_STAGE = { maxIterations: 25, tolerance: 1e-4, metric: "euclidean" } as const;
/** Numbers of the vectors up to which their squares stay in memory during a fit: 256 MB of terms. */
const MOST_KEPT = 2 ** 25;
/** Blocks between two looks at the abort signal. */
const BLOCKS_AT_ONCE = 64;

export const gaussianMixture = defineMethod(
  {
    id: "gaussian-mixture",
    title: "Gaussian mixture",
    summary: "Overlapping groups of differing size and shape, with a probability for every vector.",
    options: [
      clusterCountOption,
      {
        name: "covariance",
        aliases: ["covariance_type"],
        type: "choice",
        choices: ["diagonal", "full", "tied", "spherical"],
        default: "diagonal",
        meaning:
          "Shape of the groups: along the axes, any, any but one for all, or round. Full wants many more vectors than numbers in each.",
      },
      {
        name: "regularisation",
        aliases: ["reg_covar"],
        type: "number",
        default: 1e-6,
        min: 0,
        meaning: "Added to every variance, so that no group shrinks to a point.",
      },
      { ...restartsOption, default: 1 },
      { ...maxIterationsOption, default: 100 },
      {
        name: "tolerance",
        aliases: ["tol"],
        type: "number",
        default: 1e-3,
        min: 0,
        meaning: "Rise of the mean log-likelihood that counts as none.",
      },
    ],
    complexity:
      "O(n d k) per iteration, full O(n d² k), tied O(n d² + n d k); memory O(n + k d), full O(n + k d²)",
    findsCount: false,
    marksNoise: false,
    placesNewPoints: false,
    constraints: [],
    source: "Dempster, Laird & Rubin (1977); criteria: Schwarz (1978), Akaike (1974)",
  },
  async (vectors, { clusterCount, covariance, regularisation, restarts, ...limits }, run) => {
    const count = resolveClusterCount(clusterCount, vectors.rows);
    const chance = random(run.seed);
    const options: MomentOptions = {
      covarianceType: covariance satisfies CovarianceType,
      regularisation,
      ...(covariance === "tied" && { total: covarianceOf(vectors) }),
    };
    let best: Fit | undefined;
    for (let restart = 0; restart < restarts; restart++) {
      await run.step({ stage: "seed", done: restart, total: restarts });
      const start = await startFromKmeans(vectors, count, options, chance, run);
      const fit = await maximise(vectors, start, { regularisation, ...limits }, run);
      if (best === undefined || fit.lowerBound > best.lowerBound) best = fit;
    }
    if (best === undefined) throw new Error("internal: the mixture was never fitted.");
    return clusteringOf(vectors, best, run);
  },
);

interface Fit {
  readonly parameters: MixtureParameters;
  readonly lowerBound: number;
  readonly iterations: number;
  readonly hasConverged: boolean;
}

async function startFromKmeans(
  vectors: Matrix,
  count: number,
  options: MomentOptions,
  chance: Random,
  run: MethodRun,
): Promise<MixtureMoments> {
  const seeds = await spreadCentres(vectors, count, chance, run.kernels);
  const { centres, assignment } = await lloyd(vectors, seeds, FIRST_STAGE, run);
  const origins = Float64Array.from(centres.data);
  const moments = new MixtureMoments(vectors.rows, origins, vectors.columns, options);
  await eachBlock(vectors, run, (block, start) => {
    const certain = new Float64Array(block.rows * centres.rows);
    for (let i = 0; i < block.rows; i++) certain[i * centres.rows + assignment[start + i]] = 1;
    moments.add(block, start, certain);
  });
  return moments;
}

interface MaximiseOptions {
  readonly regularisation: number;
  readonly maxIterations: number;
  readonly tolerance: number;
}

/** @param moments of the start; at the end those of the fit */
async function maximise(
  vectors: Matrix,
  moments: MixtureMoments,
  { regularisation, maxIterations, tolerance }: MaximiseOptions,
  run: MethodRun,
): Promise<Fit> {
  let parameters = moments.parameters();
  const { weights } = parameters;
  const terms = squareTerms(parameters, vectors.data.length <= MOST_KEPT);
  let lowerBound = -Infinity;
  for (let iterations = 1; iterations <= maxIterations; iterations++) {
    const measure = densitiesOf(parameters, terms, regularisation, run);
    moments.begin();
    let likelihood = 0;
    await eachBlock(vectors, run, async (block, first) => {
      const logs = (await measure(block, first)).subarray(0, block.rows * weights.length);
      for (let at = 0; at < logs.length; at += weights.length) {
        likelihood += toProbabilities(logs.subarray(at, at + weights.length));
      }
      moments.add(block, first, logs);
    });
    const rise = likelihood / vectors.rows - lowerBound;
    lowerBound = likelihood / vectors.rows;
    parameters = moments.parameters();
    await run.step({ stage: "iterate", done: iterations, total: maxIterations, objective: -likelihood });
    const hasConverged = Math.abs(rise) < tolerance;
    if (hasConverged || iterations === maxIterations)
      return { parameters, lowerBound, iterations, hasConverged };
  }
  throw new Error("internal: the mixture made no iteration.");
}

/** @throws RangeError that names the option which helps, when a group has collapsed. */
function densitiesOf(
  parameters: MixtureParameters,
  terms: SquareTerms,
  regularisation: number,
  { kernels }: MethodRun,
) {
  const { covarianceType, covariances } = parameters;
  const areVariances = covarianceType === "diagonal" || covarianceType === "spherical";
  if (areVariances && !covariances.every((variance) => variance > 0)) throw collapsed(regularisation);
  try {
    return logDensities(parameters, kernels, terms);
  } catch (cause) {
    if (cause instanceof RangeError) throw collapsed(regularisation, cause);
    throw cause;
  }
}

function collapsed(regularisation: number, cause?: RangeError): RangeError {
  return new RangeError(
    `A group of the mixture has no extent in some direction with option regularisation ${regularisation}; ` +
      "give a larger one, fewer clusters or covariance diagonal.",
    { cause },
  );
}

async function eachBlock(
  vectors: Matrix,
  run: MethodRun,
  visit: (block: Matrix, start: number) => Promise<void> | void,
): Promise<void> {
  let blocks = 0;
  for (const { start, end } of tiles(vectors.rows, MIXTURE_BLOCK_ROWS)) {
    if (++blocks % BLOCKS_AT_ONCE === 0) await run.step({ stage: "pass", done: start, total: vectors.rows });
    await visit(rowRange(vectors, start, end), start);
  }
}

async function clusteringOf(
  vectors: Matrix,
  { parameters, lowerBound, iterations, hasConverged }: Fit,
  run: MethodRun,
) {
  const { indices, probabilities, logLikelihoods } = await assignToMixture(vectors, parameters, run);
  const clustering = await clusteringFromLabels(vectors, indices, {
    metric: "euclidean",
    kernels: run.kernels,
    extras: { iterations },
  });
  const logLikelihood = logLikelihoods.reduce((sum, value) => sum + value, 0);
  const parameterPrice = parameterCount(parameters);
  const mixture: GaussianMixture = {
    ...numberedAs(clustering.assignment, indices, parameters),
    lowerBound,
    logLikelihood,
    bic: parameterPrice * Math.log(vectors.rows) - 2 * logLikelihood,
    aic: 2 * parameterPrice - 2 * logLikelihood,
    hasConverged,
  };
  return {
    ...clustering,
    strength: probabilities,
    mixture,
    fitted: fittedMixture(mixture, clustering.clusterCount),
  };
}

/** Components in the order of the clusters; those without members last. */
function numberedAs(
  assignment: Int32Array,
  indices: Int32Array,
  parameters: MixtureParameters,
): MixtureParameters {
  const { covarianceType, columns, weights, means, covariances } = parameters;
  const cluster = new Map<number, number>();
  for (let i = 0; i < indices.length; i++) cluster.set(indices[i], assignment[i]);
  const order = [...weights.keys()].sort(
    (a, b) => (cluster.get(a) ?? Infinity) - (cluster.get(b) ?? Infinity) || a - b,
  );
  const reordered = (values: Float64Array, size: number) =>
    Float64Array.from(values, (_, at) => values[order[Math.floor(at / size)] * size + (at % size)]);
  return {
    covarianceType,
    columns,
    weights: reordered(weights, 1),
    means: reordered(means, columns),
    covariances:
      covarianceType === "tied" ? covariances : reordered(covariances, covariances.length / weights.length),
  };
}

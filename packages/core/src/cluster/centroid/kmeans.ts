/**
 * k-means: Lloyd's iterations from several seedings, the one with the lowest inertia kept. Under the
 * cosine metric it is spherical k-means: unit vectors, unit centres.
 *
 * After Lloyd (1982), Arthur & Vassilvitskii (2007), Dhillon & Modha (2001); under constraints Wagstaff et al. (2001).
 */
import { requireSameWidth } from "../../compute/plain.ts";
import { type Matrix, normaliseRows, selectRows } from "../../matrix.ts";
import { requireConstraints } from "../../method/constraints.ts";
import { type ClusterContext, type MethodRun, methodRun } from "../../method/context.ts";
import { requireFiniteVectors } from "../../method/finite-vectors.ts";
import type { Metric } from "../../method/metric.ts";
import { type OptionValues, readOptions } from "../../method/options.ts";
import { type Random, random } from "../../random.ts";
import { clusterCountOption, resolveClusterCount } from "../cluster-count.ts";
import type { Clustering } from "../clustering.ts";
import { clusteringOfAll } from "../clustering-of-all.ts";
import { defineMethod } from "../method.ts";
import { setOutliersApartOption } from "../outliers.ts";
import { constrainedLloyd, isConstrained, linkRows } from "./constrained-lloyd.ts";
import {
  maxIterationsOption,
  metricOption,
  restartsOption,
  seedingOption,
  toleranceOption,
} from "./kmeans-options.ts";
import { type LloydOptions, type LloydResult, lloyd } from "./lloyd.ts";
import { randomCentres, spreadCentres } from "./seeding.ts";

export const kmeans = defineMethod(
  {
    id: "kmeans",
    title: "k-means",
    summary: "Compact groups of similar size around their means; fast, needs the number of clusters.",
    options: [
      clusterCountOption,
      metricOption,
      seedingOption,
      restartsOption,
      maxIterationsOption,
      toleranceOption,
      setOutliersApartOption,
    ],
    complexity: "O(n d k) per iteration and restart; memory O(n + k d)",
    findsCount: false,
    marksNoise: false,
    placesNewPoints: true,
    constraints: ["must-link", "cannot-link"],
    source: "Lloyd (1982); seeding: Arthur & Vassilvitskii (2007); spherical: Dhillon & Modha (2001)",
  },
  async (vectors, { clusterCount, ...options }, run) =>
    kmeansClustering(
      vectors,
      { ...options, clusterCount: resolveClusterCount(clusterCount, vectors.rows) },
      run,
    ),
);

const startedOptions = [metricOption, maxIterationsOption, toleranceOption, setOutliersApartOption] as const;

/**
 * k-means from given starting centres: the means of an earlier clustering, or examples a person chose.
 * One run; `values` are k-means' options `metric`, `maxIterations`, `tolerance` and `setOutliersApart`.
 * @throws RangeError as k-means does, and for centres that do not fit the vectors.
 */
export async function kmeansFrom(
  vectors: Matrix,
  centres: Matrix,
  values: OptionValues,
  context: ClusterContext,
): Promise<Clustering> {
  const { metric, setOutliersApart, ...limits } = readOptions(startedOptions, values);
  requireFiniteVectors(vectors);
  requireFiniteVectors(centres);
  requireSameWidth(vectors, centres);
  const run = methodRun(context);
  const [measured, initial] =
    metric === "cosine" ? [normaliseRows(vectors), normaliseRows(centres)] : [vectors, centres];
  requireConstraints(run.constraints, vectors.rows);
  refuseOutliersApart(setOutliersApart, run);
  const result = isConstrained(run.constraints)
    ? await constrainedLloyd(
        measured,
        linkRows(measured, run.constraints),
        initial,
        { ...limits, metric },
        run,
      )
    : await lloyd(measured, initial, { ...limits, metric }, run);
  return clusteringOf(result, vectors, { metric, setOutliersApart, run });
}

export interface SeedingOptions {
  readonly clusterCount: number;
  readonly seeding: "k-means++" | "random";
}

interface KmeansOptions extends LloydOptions, SeedingOptions {
  readonly restarts: number;
  readonly setOutliersApart: boolean;
}

/** The whole method, for every registered member of the family that works by Lloyd's iterations. */
export async function kmeansClustering(
  vectors: Matrix,
  { metric, setOutliersApart, restarts, ...options }: KmeansOptions,
  run: MethodRun,
): Promise<Clustering> {
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  const linked = isConstrained(run.constraints) ? linkRows(measured, run.constraints) : null;
  refuseOutliersApart(setOutliersApart, run);
  const chance = random(run.seed);
  let best: LloydResult | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    await run.step({ stage: "seed", done: restart, total: restarts });
    const limits = { ...options, metric };
    const result =
      linked === null
        ? await lloyd(measured, await firstCentres(measured, options, chance, run), limits, run)
        : await constrainedLloyd(
            measured,
            linked,
            await centresForAll(linked.means, options, chance, run),
            limits,
            run,
          );
    if (best === undefined || result.inertia < best.inertia) best = result;
  }
  if (best === undefined) throw new Error("internal: k-means made no run.");
  return clusteringOf(best, vectors, { metric, setOutliersApart, run });
}

export async function firstCentres(
  vectors: Matrix,
  { clusterCount, seeding }: SeedingOptions,
  chance: Random,
  { kernels }: MethodRun,
): Promise<Matrix> {
  return seeding === "random"
    ? randomCentres(vectors, clusterCount, chance)
    : spreadCentres(vectors, clusterCount, chance, kernels);
}

/** @throws RangeError where an outlier set apart could leave behind the row that it must be linked with. */
function refuseOutliersApart(isWanted: boolean, { constraints }: MethodRun): void {
  if (!isWanted || constraints.mustLink.length === 0) return;
  throw new RangeError(
    "Option setOutliersApart is true, but it could set apart one row of a pair in mustLink; leave out one of them.",
  );
}

/** Exactly as many centres as clusters, at most one a point; equal ones where there are too few different points. */
async function centresForAll(
  points: Matrix,
  { clusterCount, seeding }: SeedingOptions,
  chance: Random,
  run: MethodRun,
): Promise<Matrix> {
  const count = Math.min(clusterCount, points.rows);
  const found = await firstCentres(points, { clusterCount: count, seeding }, chance, run);
  return selectRows(
    found,
    Array.from({ length: count }, (_, c) => c % found.rows),
  );
}

async function clusteringOf(
  { centres, assignment, inertia, iterations }: LloydResult,
  vectors: Matrix,
  { metric, setOutliersApart, run }: { metric: Metric; setOutliersApart: boolean; run: MethodRun },
): Promise<Clustering> {
  return clusteringOfAll(vectors, assignment, {
    metric,
    setOutliersApart,
    run,
    deciding: { prototypes: centres, owners: assignment },
    extras: { inertia, iterations },
  });
}

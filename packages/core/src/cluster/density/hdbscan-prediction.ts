/**
 * Where new vectors would fall in a fitted HDBSCAN, without fitting again: each joins the tree at the
 * training vector it reaches first, at the density of that reach. Approximate, because new vectors
 * change neither each other's place nor the tree. After McInnes & Healy (2017).
 */
import { requireSameWidth } from "../../compute/plain.ts";
import { tileRows, tiles } from "../../compute/tile-rows.ts";
import { type Matrix, normaliseRows, row, rowRange, squaredDistance } from "../../matrix.ts";
import { type ClusterContext, methodRun } from "../../method/context.ts";
import { requireFiniteVectors } from "../../method/finite-vectors.ts";
import { fromSquared } from "../../method/metric-scale.ts";
import type { HdbscanModel, HdbscanOptions } from "./hdbscan-model.ts";
import { densityRequired, membershipStrength, selectedAncestors } from "./tree-selection.ts";

/** Of a fitted HDBSCAN what placing needs. */
export interface PredictingModel
  extends Pick<HdbscanModel, "vectors" | "coreDistances" | "condensed" | "selected"> {
  readonly options: Pick<HdbscanOptions, "metric" | "minSamples" | "epsilon">;
}

/** Labels of the model's clusters, -1 for noise, and strengths as in the model. */
export interface HdbscanPrediction {
  readonly assignment: Int32Array;
  readonly strength: Float32Array;
}

/**
 * O(new × n × d).
 * @throws RangeError for vectors of another width or with a number that is not finite.
 */
export async function approximatePredict(
  model: PredictingModel,
  newVectors: Matrix,
  context: ClusterContext,
): Promise<HdbscanPrediction> {
  const { vectors, options } = model;
  requireSameWidth(newVectors, vectors);
  requireFiniteVectors(newVectors);
  const run = methodRun(context);
  const measured = options.metric === "cosine" ? normaliseRows(newVectors) : newVectors;
  const ancestor = selectedAncestors(model.condensed, model.selected);
  const assignment = new Int32Array(measured.rows).fill(-1);
  const strength = new Float32Array(measured.rows);
  for (const { start, end } of tiles(measured.rows, tileRows(vectors.rows))) {
    const tile = await run.kernels.squaredDistances(rowRange(measured, start, end), vectors);
    for (let i = start; i < end; i++) {
      const { neighbour, density } = firstReached(model, row(measured, i), row(tile, i - start));
      const label = ancestor[clusterAt(model, neighbour, density)];
      if (label < 0) continue;
      const cluster = model.selected[label];
      if (density < densityRequired(model.condensed, cluster, options.epsilon)) continue;
      assignment[i] = label;
      strength[i] = membershipStrength(model.condensed, cluster, density);
    }
    await run.step({ stage: "predict", done: end, total: measured.rows });
  }
  return { assignment, strength };
}

/** The training vector of least mutual reachability, ties to the nearest, and λ of that reach. */
function firstReached(
  { vectors, coreDistances, options }: PredictingModel,
  vector: Float32Array,
  squared: Float32Array,
): { neighbour: number; density: number } {
  // Counted so that a training vector, placed anew, has the core distance it had.
  const core = squared.slice().sort()[Math.min(options.minSamples, squared.length) - 1];
  const distance = fromSquared(options.metric);
  let neighbour = 0;
  let least = Infinity;
  for (let j = 0; j < squared.length; j++) {
    const reach = Math.max(distance(Math.max(core, squared[j])), coreDistances[j]);
    if (reach < least || (reach === least && squared[j] < squared[neighbour])) {
      least = reach;
      neighbour = j;
    }
  }
  const exact = Math.max(distance(squaredDistance(vector, row(vectors, neighbour))), least);
  return { neighbour, density: exact === 0 ? Infinity : 1 / exact };
}

/** The cluster around `neighbour` that exists at `density`. */
function clusterAt({ condensed }: PredictingModel, neighbour: number, density: number): number {
  let cluster = condensed.leftCluster[neighbour];
  while (cluster > 0 && condensed.birth[cluster] >= density) cluster = condensed.parent[cluster];
  return cluster;
}

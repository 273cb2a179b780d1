/**
 * The soft-label assigner: learns any clustering and says of a new vector which cluster it belongs to,
 * how sure that is, and whether it belongs to any. A linear probe gives the logits; one temperature,
 * fitted on members held out from the probe, makes probabilities as sure as they are right (Guo et al.
 * 2017); distances to the centres of the clusters, against those of held-out members, tell strangers.
 */
import { type Matrix, matrix, random, row, selectRows, shuffle, squaredDistance } from "@imantics/core";
import { seedFor } from "../train/batches.ts";
import { openTrainingRun, type TrainingContext } from "../train/training-run.ts";
import { type LayeredHead, layeredHead } from "./layered-head.ts";
import { fitLinearProbe } from "./linear-probe.ts";
import { applied, largestScores, requireTrainable, standardisation } from "./training-result.ts";

export interface Assigner {
  readonly clusterCount: number;
  /** Its scores are calibrated probabilities. */
  readonly probabilities: LayeredHead;
  /** Mean of each cluster's members. */
  readonly centres: Matrix;
  /** Squared distance to its centre that 99 of 100 held-out members of a cluster stay below. */
  readonly reach: Float32Array;
  /** Divides the logits of the probe; above 1 the probe was too sure of itself. */
  readonly temperature: number;
}

export interface Assigned {
  /** Cluster of each vector; -1 for strangers to every cluster. */
  readonly assignment: Int32Array;
  /** Calibrated probability of the likeliest cluster, also for strangers. */
  readonly confidence: Float32Array;
}

/** Share of every cluster that the probe does not see. */
const HELD_OUT = 0.2;
const REACHED_SHARE = 0.99;

/**
 * @param assignment cluster of each vector; negative rows (noise) are left out
 * @throws RangeError when lengths differ, or fewer than two clusters have two members.
 */
export async function trainAssigner(
  vectors: Matrix,
  assignment: Int32Array,
  context: TrainingContext,
): Promise<Assigner> {
  requireTrainable(vectors);
  const clusterCount = requireClusters(vectors, assignment);
  const run = openTrainingRun("soft-label-assigner", context);
  const held = heldOut(assignment, context.seed);
  const isHeld = new Set(held);
  const before = standardisation(vectors);
  const seen = assignment.map((cluster, i) => (isHeld.has(i) ? -1 : cluster));
  const { layer } = await fitLinearProbe(applied(vectors, before), seen, clusterCount, {}, run);
  const judged = selectRows(vectors, held);
  const truth = Int32Array.from(held, (i) => assignment[i]);
  const logits = layeredHead("logits", [before, layer]).predict(judged);
  const temperature = bestTemperature(logits, truth);
  const scaled = {
    ...layer,
    weights: matrix(
      layer.weights.rows,
      layer.weights.columns,
      layer.weights.data.map((value) => value / temperature),
    ),
    bias: layer.bias.map((value) => value / temperature),
  };
  const centres = centresOf(vectors, seen, clusterCount);
  return {
    clusterCount,
    probabilities: layeredHead("soft-label-assigner", [before, scaled, { kind: "softmax" }]),
    centres,
    reach: reachOf(vectors, assignment, centres, held),
    temperature,
  };
}

/** O(vectors × clusters × columns). @throws RangeError when the vectors have another width. */
export function assign(assigner: Assigner, vectors: Matrix): Assigned {
  const { indices, scores } = largestScores(assigner.probabilities.predict(vectors));
  const isNear = (i: number, cluster: number) =>
    squaredDistance(row(vectors, i), row(assigner.centres, cluster)) <= assigner.reach[cluster];
  return { assignment: indices.map((cluster, i) => (isNear(i, cluster) ? cluster : -1)), confidence: scores };
}

function requireClusters(vectors: Matrix, assignment: Int32Array): number {
  if (assignment.length !== vectors.rows) {
    throw new RangeError(
      `There are ${assignment.length} labels for ${vectors.rows} vectors; give one for each.`,
    );
  }
  const clusterCount = assignment.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
  const sizes = new Int32Array(clusterCount);
  for (const cluster of assignment) if (cluster >= 0) sizes[cluster]++;
  if (sizes.filter((size) => size >= 2).length < 2) {
    throw new RangeError(
      `Only ${sizes.filter((size) => size >= 2).length} clusters have two members or more; an assigner needs at least 2 such clusters. ` +
        "Cluster into more groups first.",
    );
  }
  return clusterCount;
}

/** A fifth of every cluster, at least one where there are two. Ascending. */
function heldOut(assignment: Int32Array, seed: number): Int32Array {
  const members = new Map<number, number[]>();
  assignment.forEach((cluster, i) => {
    if (cluster >= 0) members.set(cluster, [...(members.get(cluster) ?? []), i]);
  });
  const chosen = [...members].flatMap(([cluster, rows]) => {
    const count = rows.length < 2 ? 0 : Math.max(1, Math.round(rows.length * HELD_OUT));
    return shuffle(rows, random(seedFor(seed, "held-out", cluster))).slice(0, count);
  });
  return Int32Array.from(chosen).sort();
}

/** The temperature under which the true clusters are likeliest; golden section between 1/20 and 20. */
function bestTemperature(logits: Matrix, truth: Int32Array): number {
  const cost = (logTemperature: number) => {
    const scale = Math.exp(-logTemperature);
    let total = 0;
    for (let i = 0; i < logits.rows; i++) {
      const values = row(logits, i);
      const largest = Math.max(...values);
      let sum = 0;
      for (const value of values) sum += Math.exp((value - largest) * scale);
      total += Math.log(sum) - (values[truth[i]] - largest) * scale;
    }
    return total;
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [-Math.log(20), Math.log(20)];
  for (let i = 0; i < 40; i++) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (cost(left) < cost(right)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

function centresOf(vectors: Matrix, assignment: Int32Array, clusterCount: number): Matrix {
  const centres = matrix(clusterCount, vectors.columns);
  const sizes = new Int32Array(clusterCount);
  for (const cluster of assignment) if (cluster >= 0) sizes[cluster]++;
  for (let i = 0; i < vectors.rows; i++) {
    if (assignment[i] < 0) continue;
    const centre = row(centres, assignment[i]);
    row(vectors, i).forEach((value, j) => {
      centre[j] += value / sizes[assignment[i]];
    });
  }
  return centres;
}

/**
 * Per cluster what 99 of 100 held-out members stay below. Few members say little about that quantile, so
 * it is that of all held-out members, in units of the usual distance in the cluster.
 */
function reachOf(vectors: Matrix, assignment: Int32Array, centres: Matrix, held: Int32Array): Float32Array {
  const usual = new Float64Array(centres.rows);
  const sizes = new Int32Array(centres.rows);
  const distance = (i: number) => squaredDistance(row(vectors, i), row(centres, assignment[i]));
  assignment.forEach((cluster, i) => {
    if (cluster < 0) return;
    usual[cluster] += distance(i);
    sizes[cluster]++;
  });
  usual.forEach((sum, cluster) => {
    usual[cluster] = sum / Math.max(1, sizes[cluster]);
  });
  const relative = Float64Array.from(held, (i) =>
    usual[assignment[i]] > 0 ? distance(i) / usual[assignment[i]] : 0,
  ).sort();
  const quantile = relative[Math.min(relative.length - 1, Math.floor(REACHED_SHARE * relative.length))];
  return Float32Array.from(usual, (value) => value * quantile);
}

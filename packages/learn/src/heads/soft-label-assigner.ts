/**
 * The soft-label assigner: learns any clustering and says of a new vector which cluster it belongs to,
 * how sure that is, and whether it belongs to any. A linear probe gives the logits; one temperature,
 * fitted on members held out from the probe, makes probabilities as sure as they are right (Guo et al.
 * 2017); a vector whose fifth nearest known member is farther than that of most held-out members is a
 * stranger (Sun et al. 2022).
 */
import {
  type Kernels,
  type Matrix,
  matrix,
  portableKernels,
  random,
  row,
  rowRange,
  sample,
  selectRows,
  shuffle,
} from "@imantics/core";
import { seedFor } from "../train/batches.ts";
import { openTrainingRun, type TrainingContext } from "../train/training-run.ts";
import { type LayeredHead, layeredHead } from "./layered-head.ts";
import { fitLinearProbe } from "./linear-probe.ts";
import { applied, largestScores, requireTrainable, standardisation } from "./training-result.ts";

export interface Assigner {
  readonly clusterCount: number;
  /** Its scores are calibrated probabilities. */
  readonly probabilities: LayeredHead;
  /** Known members to measure strangers by: all, or a sample of 5,000. */
  readonly members: Matrix;
  /** Squared distance to the fifth nearest member that 95 of 100 held-out members stay below. */
  readonly reach: number;
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
const REACHED_SHARE = 0.95;
const NEIGHBOUR = 5;
const MOST_MEMBERS = 5000;
const CHUNK = 512;

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
  const known = Int32Array.from(seen.keys()).filter((i) => seen[i] >= 0);
  const drawn = sample(known.length, MOST_MEMBERS, random(seedFor(context.seed, "members")));
  const members = selectRows(
    vectors,
    drawn.map((i) => known[i]),
  );
  const distances = (await distancesToMembers(judged, members, run.kernels)).sort();
  return {
    clusterCount,
    probabilities: layeredHead("soft-label-assigner", [before, scaled, { kind: "softmax" }]),
    members,
    reach: distances[Math.min(distances.length - 1, Math.floor(REACHED_SHARE * distances.length))],
    temperature,
  };
}

/** O(vectors × (clusters + members) × columns). @throws RangeError when the vectors have another width. */
export async function assign(
  assigner: Assigner,
  vectors: Matrix,
  kernels: Kernels = portableKernels(),
): Promise<Assigned> {
  const { indices, scores } = largestScores(assigner.probabilities.predict(vectors));
  const distances = await distancesToMembers(vectors, assigner.members, kernels);
  return {
    assignment: indices.map((cluster, i) => (distances[i] <= assigner.reach ? cluster : -1)),
    confidence: scores,
  };
}

/** Squared distance of every vector to its fifth nearest member, or to the farthest when there are fewer. */
async function distancesToMembers(vectors: Matrix, members: Matrix, kernels: Kernels): Promise<Float32Array> {
  const found = new Float32Array(vectors.rows);
  for (let start = 0; start < vectors.rows; start += CHUNK) {
    const chunk = rowRange(vectors, start, Math.min(vectors.rows, start + CHUNK));
    const distances = await kernels.squaredDistances(chunk, members);
    for (let i = 0; i < chunk.rows; i++) {
      found[start + i] = row(distances, i).sort()[Math.min(NEIGHBOUR, members.rows) - 1];
    }
  }
  return found;
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

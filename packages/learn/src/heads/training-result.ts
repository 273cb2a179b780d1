/**
 * What every training of clusters gives back, and what is looked at before and after: vectors that can
 * be trained on, and clusterings that look fine and are not.
 */
import {
  type Clustering,
  clusteringFromLabels,
  type Kernels,
  type Matrix,
  matrix,
  numberBySize,
  requireFiniteVectors,
  resolveClusterCount,
  row,
} from "@imantics/core";
import type { GraphRunner } from "../run/runner.ts";
import type { EpochRecord } from "../train/training-run.ts";
import { type Layer, type LayeredHead, layeredHead, predictOn } from "./layered-head.ts";

export interface HeadTraining {
  /** Assigns new vectors as it did these: scores are probabilities of clusters, in the order of `clustering`. */
  readonly head: LayeredHead;
  /** Clusters numbered largest first. Those that no vector chose stay in the head, after the others. */
  readonly clustering: Clustering;
  /** Probability of the chosen cluster, 0..1, as the head says it: not calibrated. */
  readonly confidence: Float32Array;
  readonly history: readonly EpochRecord[];
  /** What a person should know before trusting the result; empty when nothing stands out. */
  readonly warnings: readonly string[];
  /** Assignments of several heads that the result was made of, where the method trains more than one. */
  readonly members?: readonly Int32Array[];
}

/** One cluster with more than this share of everything is a collapse, not a result. */
const COLLAPSED_SHARE = 0.9;

/** @throws RangeError when there are no vectors, a number is not finite, or all vectors are equal. */
export function requireTrainable(vectors: Matrix): void {
  requireFiniteVectors(vectors);
  const first = row(vectors, 0);
  const isAlike = (values: Float32Array) => values.every((value, j) => value === first[j]);
  for (let i = 1; i < vectors.rows; i++) if (!isAlike(row(vectors, i))) return;
  throw new RangeError(
    `All ${vectors.rows} vectors are equal; there is nothing to tell apart. Remove duplicates or use another encoder.`,
  );
}

/**
 * The number of clusters to train: as given, else what suits browsing.
 * @throws RangeError when it is 1, or more than there are vectors.
 */
export function trainableCount(given: number | null, vectors: Matrix): number {
  const count = resolveClusterCount(given, vectors.rows);
  if (count > 1) return count;
  throw new RangeError(
    `${count} cluster of ${vectors.rows} vectors leaves nothing to learn; training needs at least 2. ` +
      "Set clusterCount, or add pictures.",
  );
}

/** Centred columns and a common scale, so that numbers have a mean square of 1: learning rates then fit any encoder. */
export function standardisation(vectors: Matrix): Extract<Layer, { kind: "standardise" }> {
  const { rows, columns, data } = vectors;
  const means = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) means[i % columns] += data[i] / rows;
  let squares = 0;
  for (let i = 0; i < data.length; i++) squares += (data[i] - means[i % columns]) ** 2;
  const scale = Math.sqrt(data.length / Math.max(squares, Number.MIN_VALUE));
  return {
    kind: "standardise",
    shift: Float32Array.from(means),
    scale: new Float32Array(columns).fill(scale),
  };
}

/** Applies the layers of a head that come before what is trained. */
export const applied = (vectors: Matrix, ...layers: readonly Layer[]): Matrix =>
  layeredHead("before", layers).predict(vectors);

/**
 * Numbers clusters largest first, in the head as in the assignment, and looks for a collapse.
 * @param layers the head, its last dense layer or centres one column for each cluster
 */
export async function finishTraining(
  kind: string,
  vectors: Matrix,
  layers: readonly Layer[],
  kernels: Kernels,
  history: readonly EpochRecord[],
  members?: readonly Int32Array[],
): Promise<HeadTraining> {
  const raw = largestScores(layeredHead(kind, layers).predict(vectors));
  const { assignment } = numberBySize(raw.indices);
  const head = layeredHead(kind, reorder(layers, raw.indices, assignment));
  const clustering = await clusteringFromLabels(vectors, assignment, { metric: "euclidean", kernels });
  return {
    head,
    clustering,
    confidence: raw.scores,
    history,
    warnings: warningsOf(clustering, head.outputColumns),
    ...(members === undefined ? {} : { members }),
  };
}

/** For every row its largest score; ties go to the lower index. */
export function largestScores(scores: Matrix): { indices: Int32Array; scores: Float32Array } {
  const indices = new Int32Array(scores.rows);
  const largest = new Float32Array(scores.rows);
  for (let i = 0; i < scores.rows; i++) {
    const values = row(scores, i);
    for (let c = 1; c < values.length; c++) if (values[c] > values[indices[i]]) indices[i] = c;
    largest[i] = values[indices[i]];
  }
  return { indices, scores: largest };
}

export function warningsOf({ assignment, clusterCount }: Clustering, askedFor: number): string[] {
  const largest = assignment.filter((cluster) => cluster === 0).length / assignment.length;
  const warnings: string[] = [];
  if (largest > COLLAPSED_SHARE) {
    warnings.push(
      `The training collapsed: one cluster holds ${Math.round(largest * 100)} % of the vectors. ` +
        "Do not use this result; raise the entropy weight, lower the learning rate, or use another encoder.",
    );
  }
  if (clusterCount < askedFor) {
    warnings.push(
      `Only ${clusterCount} of ${askedFor} clusters are used. Ask for ${clusterCount}, train longer, or raise the entropy weight.`,
    );
  }
  return warnings;
}

/** The last layer with its clusters in a new order: those in use as numbered, then the others. */
function reorder(layers: readonly Layer[], before: Int32Array, after: Int32Array): Layer[] {
  const last = layers.findLastIndex(({ kind }) => kind === "dense" || kind === "student");
  const layer = layers[last];
  const count =
    layer.kind === "dense" ? layer.weights.columns : layer.kind === "student" ? layer.centres.rows : 0;
  const places = new Map(Array.from(before, (old, i) => [after[i], old] as const));
  const used = new Set(places.values());
  const unused = Array.from({ length: count }, (_, c) => c).filter((c) => !used.has(c));
  const order = [...Array.from({ length: used.size }, (_, c) => places.get(c) ?? 0), ...unused];
  if (layer.kind === "student") {
    const centres = matrix(count, layer.centres.columns);
    order.forEach((old, c) => {
      row(centres, c).set(row(layer.centres, old));
    });
    return layers.with(last, { ...layer, centres });
  }
  if (layer.kind !== "dense") throw new Error("internal: a head has no layer with clusters");
  const { weights, bias } = layer;
  const turned = matrix(weights.rows, count);
  for (let p = 0; p < weights.rows; p++) {
    for (let c = 0; c < count; c++) turned.data[p * count + c] = weights.data[p * count + order[c]];
  }
  return layers.with(last, { ...layer, weights: turned, bias: Float32Array.from(order, (old) => bias[old]) });
}

/** The cluster that `layers` choose for every vector, computed by `runner`. */
export const largestOf = async (
  vectors: Matrix,
  layers: readonly Layer[],
  runner: GraphRunner,
): Promise<Int32Array> =>
  largestScores(await predictOn(layeredHead("member", layers), vectors, runner)).indices;

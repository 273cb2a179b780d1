/**
 * What all methods share that give every vector coordinates by a graph and part these: the cases in
 * which no coordinates are needed.
 */
import { connectedComponents, type SparseMatrix } from "../linear-algebra/sparse.ts";
import { type Matrix, normaliseRows } from "../matrix.ts";
import { clusteringFromLabels, type Metric } from "./clustering.ts";
import { cutByCount } from "./dendrogram.ts";
import { type PartitionOptions, partition } from "./embedding-partition.ts";
import { hierarchy } from "./hierarchy.ts";
import type { MethodRun } from "./method.ts";

export interface GraphCutOptions extends PartitionOptions {
  readonly count: number;
  readonly metric: Metric;
  /** The coordinates, when they are needed. */
  readonly coordinates: () => Promise<Matrix>;
}

/** At most `count` labels for the vectors of a graph. */
export async function cutGraph(
  vectors: Matrix,
  graph: SparseMatrix,
  { count, metric, coordinates, ...options }: GraphCutOptions,
  run: MethodRun,
): Promise<Int32Array> {
  if (count === vectors.rows) return Int32Array.from({ length: count }, (_, i) => i);
  const parts = connectedComponents(graph);
  if (parts.count >= count) return joinParts(vectors, parts.component, { count, metric }, run);
  return partition(await coordinates(), count, options, run);
}

/**
 * Groups whole parts by Ward on their means, weighted by size: where the graph falls into more parts
 * than clusters are wanted, every grouping of parts cuts nothing.
 */
export async function joinParts(
  vectors: Matrix,
  component: Int32Array,
  { count, metric }: { count: number; metric: Metric },
  run: MethodRun,
): Promise<Int32Array> {
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  const parts = await clusteringFromLabels(measured, component, { metric, kernels: run.kernels });
  const weights = new Float64Array(parts.clusterCount);
  for (const part of parts.assignment) weights[part]++;
  const tree = await hierarchy(parts.centres, { linkage: "ward", metric: "euclidean", weights }, run);
  const group = cutByCount(tree, count);
  return parts.assignment.map((part) => group[part]);
}

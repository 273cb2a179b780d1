/** What is left to do where a graph falls into more parts than clusters are wanted. */
import { type Matrix, normaliseRows } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Metric } from "../../method/metric.ts";
import { clusteringFromLabels } from "../clustering.ts";
import { cutByCount } from "./dendrogram.ts";
import { hierarchy } from "./hierarchy.ts";

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

/**
 * What all methods share that give every vector coordinates by a graph and part these: the cases in
 * which no coordinates are needed.
 */

import { connectedComponents, type SparseMatrix } from "../../linear-algebra/sparse.ts";
import type { Matrix } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Metric } from "../../method/metric.ts";
import { copiesTogether } from "../equal-rows.ts";
import { joinParts } from "../hierarchical/join-parts.ts";
import { type PartitionOptions, partition } from "./embedding-partition.ts";

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
  const copies = copiesTogether(vectors, count);
  if (copies !== null) return copies;
  const parts = connectedComponents(graph);
  if (parts.count >= count) return joinParts(vectors, parts.component, { count, metric }, run);
  return partition(await coordinates(), count, options, run);
}

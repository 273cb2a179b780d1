/**
 * The kNN graph of any number of vectors: exact while comparing everything takes seconds, approximate
 * beyond. What is built on a graph calls this and need not know which it was.
 */

import type { Matrix } from "../matrix.ts";
import type { ClusterContext } from "../method/context.ts";
import { methodRun } from "../method/context.ts";
import { requireFiniteVectors } from "../method/finite-vectors.ts";
import type { Metric } from "../method/metric.ts";
import { type NearestNeighbours, nearestNeighbours } from "./nearest-neighbours.ts";
import { approximateNeighbours } from "./nn-descent.ts";

export interface NeighbourGraph extends NearestNeighbours {
  /** Share of the true neighbours that were found: 1 when exact, else measured on a sample. */
  readonly recall: number;
}

export interface NeighbourGraphOptions {
  readonly metric?: Metric;
  /** Most vectors for which everything is compared with everything. */
  readonly exactUpTo?: number;
}

/** 25,000 × 512 numbers take about three seconds on two cores with ONNX Runtime. */
const defaults = { metric: "euclidean", exactUpTo: 25_000 } satisfies NeighbourGraphOptions;

/**
 * The `wanted` nearest neighbours of every vector, itself left out; all others when there are fewer.
 * Exact O(n² d), approximate about O(n log n · d); memory O(n (d + wanted)).
 * @throws RangeError for fewer than one neighbour, no vectors, or naming a number that is not finite.
 * @throws the signal's reason when it is aborted.
 */
export async function neighbourGraph(
  vectors: Matrix,
  wanted: number,
  context: ClusterContext,
  options: NeighbourGraphOptions = {},
): Promise<NeighbourGraph> {
  const { metric, exactUpTo } = { ...defaults, ...options };
  if (!(Number.isInteger(wanted) && wanted >= 1)) {
    throw new RangeError(
      `There should be ${wanted} neighbours; their number must be an integer of at least 1.`,
    );
  }
  requireFiniteVectors(vectors);
  const { seed, kernels, step } = methodRun(context);
  return vectors.rows <= exactUpTo
    ? { ...(await nearestNeighbours(vectors, wanted, { metric, kernels, step })), recall: 1 }
    : approximateNeighbours(vectors, wanted, { metric, seed, step });
}

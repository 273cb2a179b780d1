/**
 * The graph that spectral methods cut: every vector joined to its nearest ones, in both directions.
 *
 * The weight of i - j is the mean of both directions, so mutual neighbours count double; a direction
 * weighs 1, or e^(-d²/σ²). After von Luxburg (2007), section 2.2; scale of each vector after
 * Zelnik-Manor & Perona (2004).
 */
import { type SparseMatrix, sparseFromEntries } from "../linear-algebra/sparse.ts";
import type { Matrix } from "../matrix.ts";
import type { MethodRun } from "../method/context.ts";
import type { Metric } from "../method/metric.ts";
import { nearestNeighbours } from "../neighbours/nearest-neighbours.ts";

/** Option shared by the methods that cut this graph. */
export const neighboursOption = {
  name: "neighbours",
  aliases: ["n_neighbors", "nNeighbors"],
  type: "integer",
  default: 10,
  min: 2,
  max: 1000,
  meaning: "Vectors that each vector is joined with, itself included.",
} as const;

export interface NeighbourGraphOptions {
  /** Itself included, as scikit-learn counts. */
  readonly neighbours: number;
  readonly metric: Metric;
  /** `equal`: 1 each. `gaussian`: e^(-d²/(σᵢ σⱼ)), σᵢ the distance to the last neighbour of i. A number: e^(-d²/σ²). */
  readonly weight: "equal" | "gaussian" | number;
}

/** n × n, symmetric, no diagonal. O(n² d) for the neighbours, O(n neighbours) memory. */
export async function neighbourGraph(
  vectors: Matrix,
  { neighbours, metric, weight }: NeighbourGraphOptions,
  run: MethodRun,
): Promise<SparseMatrix> {
  await run.step({ stage: "neighbours", done: 0, total: 1 });
  const { count, indices, distances } = await nearestNeighbours(vectors, neighbours - 1, {
    metric,
    kernels: run.kernels,
  });
  const squared = (p: number) => (metric === "cosine" ? 2 * distances[p] : distances[p] ** 2);
  const scale = (i: number) => Math.sqrt(squared((i + 1) * count - 1));
  const edgeWeight = (p: number, i: number): number => {
    if (weight === "equal") return 1;
    const width = weight === "gaussian" ? scale(i) * scale(indices[p]) : weight * weight;
    // Copies are joined fully, even where every neighbour is a copy and the scale is 0.
    return squared(p) === 0 ? 1 : Math.max(FAINTEST, Math.exp(-squared(p) / width));
  };
  const edgeCount = vectors.rows * count;
  const from = new Int32Array(2 * edgeCount);
  const to = new Int32Array(2 * edgeCount);
  const values = new Float64Array(2 * edgeCount);
  for (let p = 0; p < edgeCount; p++) {
    const i = Math.floor(p / count);
    from[p] = to[edgeCount + p] = i;
    to[p] = from[edgeCount + p] = indices[p];
    values[p] = values[edgeCount + p] = edgeWeight(p, i) / 2;
  }
  await run.step({ stage: "neighbours", done: 1, total: 1 });
  return sparseFromEntries(vectors.rows, vectors.rows, { rows: from, columns: to, values });
}

/** A weight of 0 would take an edge out of the graph and could leave a vector alone. */
const FAINTEST = 1e-300;

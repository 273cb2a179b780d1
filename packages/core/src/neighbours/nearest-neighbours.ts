/**
 * The nearest neighbours of every vector among all others, exact: the graph that outliers, density
 * and retrieval measures are read from. O(n² d) time, O(n k) memory.
 */
import type { Metric } from "../cluster/clustering.ts";
import type { Kernels } from "../compute/kernels.ts";
import { type Matrix, matrix, normaliseRows, row, selectRows, squaredDistance } from "../matrix.ts";

/** Row-major rows × `count`, nearest first; ties by lower index. A vector is never its own neighbour. */
export interface NearestNeighbours {
  readonly count: number;
  readonly indices: Int32Array;
  /** Euclidean distance, or cosine distance 1 - cos, in float64 from the vectors. */
  readonly distances: Float64Array;
}

export interface NeighbourOptions {
  readonly metric: Metric;
  readonly kernels: Kernels;
  /** Rows among which neighbours are sought, ascending. Default: all. */
  readonly among?: Int32Array;
}

/**
 * @param wanted neighbours per vector; all others when there are fewer
 */
export async function nearestNeighbours(
  vectors: Matrix,
  wanted: number,
  { metric, kernels, among }: NeighbourOptions,
): Promise<NearestNeighbours> {
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  const candidates = among === undefined ? measured : selectRows(measured, among);
  const count = Math.max(0, Math.min(wanted, candidates.rows - 1));
  const indices = new Int32Array(vectors.rows * count);
  const distances = new Float64Array(vectors.rows * count);
  // ‖x - y‖² orders like -(x·y - ½‖y‖²): one more column makes it a product.
  const top = await kernels.topProducts(
    withColumn(measured, () => 1),
    await withHalfNorms(candidates, kernels),
    count + 1,
  );
  for (let i = 0; i < vectors.rows; i++) {
    const found = Array.from(top.indices.subarray(i * top.count, (i + 1) * top.count))
      .map((candidate) => among?.[candidate] ?? candidate)
      .filter((other) => other !== i)
      .slice(0, count)
      .map((other) => ({ other, squared: squaredDistance(row(measured, i), row(measured, other)) }))
      .sort((a, b) => a.squared - b.squared || a.other - b.other);
    for (const [k, { other, squared }] of found.entries()) {
      indices[i * count + k] = other;
      distances[i * count + k] = metric === "cosine" ? squared / 2 : Math.sqrt(squared);
    }
  }
  return { count, indices, distances };
}

async function withHalfNorms(vectors: Matrix, kernels: Kernels): Promise<Matrix> {
  const norms = await kernels.squaredNorms(vectors);
  return withColumn(vectors, (i) => -0.5 * norms[i]);
}

function withColumn(vectors: Matrix, value: (index: number) => number): Matrix {
  const wider = matrix(vectors.rows, vectors.columns + 1);
  for (let i = 0; i < vectors.rows; i++) {
    const values = row(wider, i);
    values.set(row(vectors, i));
    values[vectors.columns] = value(i);
  }
  return wider;
}

/** Sums of squares within clusters, from which SSE, gap and BIC are made. */
import { type Matrix, row, squaredDistance } from "../../matrix.ts";

export interface Within {
  /** Σ squared distance to the mean of the own cluster, in float64. */
  readonly sum: number;
  /** Members by cluster; empty clusters left out. */
  readonly sizes: readonly number[];
}

/** O(n d). Every label is a cluster of its own name; there is no noise here. */
export function withinClusters(vectors: Matrix, assignment: Int32Array): Within {
  const { columns } = vectors;
  const numbers = new Map<number, number>();
  for (const label of assignment) if (!numbers.has(label)) numbers.set(label, numbers.size);
  const own = Array.from(assignment, (label) => numbers.get(label) ?? 0);
  const sizes = new Array<number>(numbers.size).fill(0);
  for (const c of own) sizes[c]++;
  const means = new Float64Array(numbers.size * columns);
  for (let i = 0; i < own.length; i++) {
    const values = row(vectors, i);
    for (let j = 0; j < columns; j++) means[own[i] * columns + j] += values[j] / sizes[own[i]];
  }
  let sum = 0;
  for (let i = 0; i < own.length; i++) {
    sum += squaredDistance(row(vectors, i), means.subarray(own[i] * columns, (own[i] + 1) * columns));
  }
  return { sum, sizes };
}

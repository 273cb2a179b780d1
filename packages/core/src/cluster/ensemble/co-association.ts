/**
 * Evidence that two vectors belong together: the share of clusterings, by weight, that put them into
 * one cluster. A clustering that calls a vector noise says nothing for it.
 *
 * Dense for up to 20,000 vectors; for more, only the pairs of a neighbour graph are asked.
 * After Fred & Jain (2005).
 */
import { type SparseMatrix, sparseFromEntries } from "../../linear-algebra/sparse.ts";
import type { MethodRun } from "../../method/context.ts";
import type { NearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import { numberBySize } from "../clustering.ts";
import type { Condensed } from "../condensed.ts";

/** One clustering and how much it counts. Negative labels are noise. */
export interface Member {
  readonly labels: Int32Array;
  /** At least 0; the weights of all members sum to 1. */
  readonly weight: number;
}

/** 1 - evidence for every pair of `size` vectors. O(Σ cluster sizes²) time, n (n - 1) / 2 float32 numbers. */
export async function coAssociationDistances(
  members: readonly Member[],
  size: number,
  run: MethodRun,
): Promise<Condensed> {
  const starts = Int32Array.from({ length: size }, (_, i) => i * size - (i * (i + 1)) / 2 - i - 1);
  const data = new Float32Array((size * (size - 1)) / 2).fill(1);
  for (const [done, { labels, weight }] of members.entries()) {
    await run.step({ stage: "evidence", done, total: members.length });
    for (const rows of membersOfClusters(labels)) {
      for (let a = 0; a < rows.length; a++) {
        const start = starts[rows[a]];
        for (let b = a + 1; b < rows.length; b++) data[start + rows[b]] -= weight;
      }
    }
  }
  return { size, data, starts };
}

/** Evidence for the pairs that are neighbours, in both directions; pairs without any are kept as 0. */
export function neighbourEvidence(
  members: readonly Member[],
  { count, indices }: NearestNeighbours,
): SparseMatrix {
  const size = indices.length / count;
  const rows = new Int32Array(2 * indices.length);
  const columns = new Int32Array(2 * indices.length);
  for (let p = 0; p < indices.length; p++) {
    rows[p] = columns[indices.length + p] = Math.floor(p / count);
    columns[p] = rows[indices.length + p] = indices[p];
  }
  const pairs = sparseFromEntries(size, size, { rows, columns, values: new Float64Array(rows.length) });
  const values = pairs.values.slice();
  for (let i = 0; i < size; i++) {
    for (let p = pairs.starts[i]; p < pairs.starts[i + 1]; p++) {
      const j = pairs.indices[p];
      for (const { labels, weight } of members) {
        if (labels[i] >= 0 && labels[i] === labels[j]) values[p] += weight;
      }
    }
  }
  return { ...pairs, values };
}

/** Rows of every cluster, ascending. */
function membersOfClusters(labels: Int32Array): number[][] {
  const { assignment, clusterCount } = numberBySize(labels);
  const rows: number[][] = Array.from({ length: clusterCount }, () => []);
  for (let i = 0; i < assignment.length; i++) if (assignment[i] >= 0) rows[assignment[i]].push(i);
  return rows;
}

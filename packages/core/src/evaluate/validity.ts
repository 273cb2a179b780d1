/**
 * Validity of a clustering without labels, from means and spreads; and what makes a clustering
 * useless whatever its score. Euclidean; noise is left out. The silhouette is in its own file.
 * After Caliński & Harabasz (1974), Davies & Bouldin (1979); limits as in scikit-learn.
 */
import { type Matrix, row, squaredDistance } from "../matrix.ts";
import { clusterSizes, requireComparableClusters } from "./silhouette.ts";

/** Variance between clusters over variance within, higher is better; 1 when nothing varies within. O(n d). */
export function calinskiHarabasz(vectors: Matrix, assignment: Int32Array): number {
  const { sizes, means, overall, columns } = moments(vectors, assignment);
  const covered = sizes.reduce((sum, size) => sum + size, 0);
  let between = 0;
  let clusterCount = 0;
  for (let c = 0; c < sizes.length; c++) {
    if (sizes[c] === 0) continue;
    clusterCount++;
    between += sizes[c] * squaredDistance(means.subarray(c * columns, (c + 1) * columns), overall);
  }
  let within = 0;
  for (let i = 0; i < vectors.rows; i++) {
    const c = assignment[i];
    if (c >= 0) within += squaredDistance(row(vectors, i), means.subarray(c * columns, (c + 1) * columns));
  }
  if (within === 0) return 1;
  return (between * (covered - clusterCount)) / (within * (clusterCount - 1));
}

/** Mean over clusters of the worst ratio of spread to separation, lower is better. O(n d + k² d). */
export function daviesBouldin(vectors: Matrix, assignment: Int32Array): number {
  const { sizes, means, columns } = moments(vectors, assignment);
  const mean = (c: number) => means.subarray(c * columns, (c + 1) * columns);
  const spread = new Float64Array(sizes.length);
  for (let i = 0; i < vectors.rows; i++) {
    const c = assignment[i];
    if (c >= 0) spread[c] += Math.sqrt(squaredDistance(row(vectors, i), mean(c))) / sizes[c];
  }
  const clusters = [...sizes.keys()].filter((c) => sizes[c] > 0);
  const worst = clusters.map((c) =>
    Math.max(
      0,
      ...clusters
        .filter((other) => other !== c)
        .map((other) => {
          const separation = Math.sqrt(squaredDistance(mean(c), mean(other)));
          return separation === 0 ? 0 : (spread[c] + spread[other]) / separation;
        }),
    ),
  );
  return worst.reduce((sum, ratio) => sum + ratio, 0) / clusters.length;
}

/** What a reader should know before believing any score. Shares are 0..1 of all vectors. */
export interface Shape {
  readonly clusterCount: number;
  readonly coverage: number;
  readonly largestShare: number;
  /** Clusters with one member, as a share of clusters. */
  readonly singletonShare: number;
  readonly flags: readonly DegeneracyFlag[];
}

export type DegeneracyFlag = "one-cluster" | "giant-cluster" | "mostly-singletons" | "mostly-noise";

/** A cluster with most vectors, mostly lone ones, or mostly noise: scores of such clusterings mislead. */
export function clusteringShape(assignment: Int32Array): Shape {
  const sizes = clusterSizes(assignment).filter((size) => size > 0);
  const total = Math.max(1, assignment.length);
  const coverage = sizes.reduce((sum, size) => sum + size, 0) / total;
  const largestShare = sizes.reduce((largest, size) => Math.max(largest, size), 0) / total;
  const singletonShare = sizes.filter((size) => size === 1).length / Math.max(1, sizes.length);
  const flags: DegeneracyFlag[] = [];
  if (sizes.length === 1) flags.push("one-cluster");
  if (sizes.length > 1 && largestShare > 0.5) flags.push("giant-cluster");
  if (singletonShare > 0.5) flags.push("mostly-singletons");
  if (coverage < 0.5) flags.push("mostly-noise");
  return { clusterCount: sizes.length, coverage, largestShare, singletonShare, flags };
}

function moments(vectors: Matrix, assignment: Int32Array) {
  const { columns } = vectors;
  const sizes = clusterSizes(assignment);
  requireComparableClusters(sizes);
  const means = new Float64Array(sizes.length * columns);
  const overall = new Float64Array(columns);
  const covered = sizes.reduce((sum, size) => sum + size, 0);
  for (let i = 0; i < vectors.rows; i++) {
    const c = assignment[i];
    if (c < 0) continue;
    const values = row(vectors, i);
    for (let j = 0; j < columns; j++) {
      means[c * columns + j] += values[j] / sizes[c];
      overall[j] += values[j] / covered;
    }
  }
  return { sizes, means, overall, columns };
}

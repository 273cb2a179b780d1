/**
 * The result that every clustering method gives, and the last steps they share: clusters numbered
 * largest first, their means, and how typical each member is.
 */
import type { Kernels } from "../compute/kernels.ts";
import { type Matrix, matrix, normaliseRows } from "../matrix.ts";
import type { Metric } from "../method/metric.ts";
import type { ReachabilityOrder } from "./density/reachability-order.ts";
import type { FittedClustering } from "./fitted-clustering.ts";
import { type Deciding, type FittedPrototypes, ownedPrototypes } from "./fitted-prototypes.ts";
import type { Dendrogram } from "./hierarchical/dendrogram.ts";
import type { GaussianMixture } from "./mixture/mixture-model.ts";
import type { NoiseRule } from "./noise-rule.ts";
import { typicalityOfMembers } from "./typicality.ts";

/** Immutable. Clusters are numbered from 0, largest first, equal sizes by their first member. */
export interface Clustering {
  /** Cluster of every vector; -1 is noise. */
  readonly assignment: Int32Array;
  /**
   * How typical each vector is of its cluster, 0..1: s / (s + d²) with d its distance to the cluster's
   * centre and s the mean d² of the members. 1 at the centre, ½ at the usual distance, free of scale;
   * 0 for noise. Orders members, does not compare clusters. HDBSCAN and mixtures have their own measure.
   */
  readonly strength: Float32Array;
  readonly clusterCount: number;
  /** Mean of each cluster's members (their unit-length mean direction under the cosine metric). */
  readonly centres: Matrix;
  /** Σ squared distance to the centres, before outliers were set apart, for methods that minimise it. */
  readonly inertia?: number;
  readonly iterations?: number;
  /** Vectors in dense surroundings, for density methods: 1 or 0 each. */
  readonly cores?: Uint8Array;
  /** The whole tree, for hierarchical methods. */
  readonly dendrogram?: Dendrogram;
  /** The order in which OPTICS visited the vectors, with what it measured. */
  readonly reachability?: ReachabilityOrder;
  /** The fitted components of a Gaussian mixture, by which `assignToMixture` places new vectors. */
  readonly mixture?: GaussianMixture;
  /**
   * What was learned, for `assign`: gives new vectors their clusters, and those of the fit the clusters
   * they have; nearly, where borders follow no rule, and but for those that constraints moved. Holds on to
   * the vectors where it needs them.
   */
  readonly fitted: FittedClustering;
}

/** What a method adds to the shared fields. */
type Extras = Pick<Clustering, "inertia" | "iterations" | "cores" | "dendrogram" | "reachability">;

/** What the labels came from, and how new vectors get theirs. */
export interface LabelOrigin {
  readonly metric: Metric;
  readonly kernels: Kernels;
  readonly extras?: Extras;
  /** The points that decided. Default: the vectors themselves, so that the nearest member decides. */
  readonly deciding?: Deciding;
  /** As `withOutliersApart` gave it. Default: no vector is too far away. */
  readonly noise?: NoiseRule | null;
}

/**
 * A clustering from any labels: negative is noise, other numbers only mean "together".
 * O(rows × columns).
 */
export async function clusteringFromLabels(
  vectors: Matrix,
  labels: Int32Array,
  { metric, kernels, extras = {}, deciding, noise = null }: LabelOrigin,
): Promise<Clustering> {
  const { assignment, clusterCount } = numberBySize(labels);
  const measured = metric === "cosine" ? normaliseRows(vectors) : vectors;
  const { sums, counts } = await kernels.sumByLabel(measured, assignment, clusterCount);
  const means = matrix(clusterCount, vectors.columns);
  for (let c = 0; c < clusterCount; c++) {
    for (let j = c * vectors.columns; j < (c + 1) * vectors.columns; j++) means.data[j] = sums[j] / counts[c];
  }
  const centres = metric === "cosine" ? normaliseRows(means) : means;
  const { spreads, strength } = typicalityOfMembers(measured, assignment, centres, counts);
  const nearestMember = {
    prototypes: vectors,
    rows: null,
    labels: assignment,
    areMembers: true,
    reach: null,
  };
  const fitted: FittedPrototypes = {
    kind: "prototypes",
    columns: vectors.columns,
    clusterCount,
    metric,
    centres,
    spreads,
    noise,
    ...(deciding === undefined ? nearestMember : ownedPrototypes(deciding, assignment)),
  };
  return { assignment, strength, clusterCount, centres, fitted, ...extras };
}

/** Renumbers clusters largest first, ties by first member; noise stays -1. O(n). */
export function numberBySize(labels: Int32Array): { assignment: Int32Array; clusterCount: number } {
  const clusters = new Map<number, { size: number; first: number }>();
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] < 0) continue;
    const cluster = clusters.get(labels[i]);
    if (cluster) cluster.size++;
    else clusters.set(labels[i], { size: 1, first: i });
  }
  const order = [...clusters].sort(([, a], [, b]) => b.size - a.size || a.first - b.first);
  const numbers = new Map(order.map(([label], index) => [label, index]));
  return { assignment: labels.map((label) => numbers.get(label) ?? -1), clusterCount: order.length };
}

/**
 * Fitting HDBSCAN: core distances, spanning tree, condensed tree, selection, membership. The model
 * keeps every stage, so that other selections and new vectors cost no second fit.
 */
import { type Matrix, normaliseRows, selectRows } from "../../matrix.ts";
import { requireRowPairs } from "../../method/constraints.ts";
import { type ClusterContext, type MethodRun, methodRun } from "../../method/context.ts";
import { requireFiniteVectors } from "../../method/finite-vectors.ts";
import type { Metric } from "../../method/metric.ts";
import { nearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import { approximateNeighbours } from "../../neighbours/nn-descent.ts";
import { numberBySize } from "../clustering.ts";
import { DENSE_LIMIT } from "../condensed.ts";
import { cutByHeight, type Dendrogram, dendrogramFromMerges } from "../hierarchical/dendrogram.ts";
import { type CondensedTree, condenseTree } from "./condensed-tree.ts";
import { mutualReachabilityTree } from "./mutual-reachability-tree.ts";
import { neighbourGraphTree } from "./neighbour-graph-tree.ts";
import {
  densityRequired,
  membershipStrength,
  type SelectionOptions,
  selectClusters,
  selectedAncestors,
} from "./tree-selection.ts";

export interface HdbscanOptions extends SelectionOptions {
  /** Smaller groups are noise. At least 2. */
  readonly minClusterSize: number;
  /** Vectors, itself included, within a vector's core distance. */
  readonly minSamples: number;
  /** Vectors are linked along the graph of this many nearest neighbours only; null: to any other. */
  readonly neighbours: number | null;
  readonly metric: Metric;
}

/** Immutable. Row numbers are those of `vectors`, the finite rows of what was given. */
export interface HdbscanModel {
  readonly options: HdbscanOptions;
  /** Unit vectors under the cosine metric. */
  readonly vectors: Matrix;
  /** Distance to the `minSamples`-th vector, itself the first; to the last when there are fewer. */
  readonly coreDistances: Float64Array;
  /** Single linkage under mutual reachability. */
  readonly dendrogram: Dendrogram;
  readonly condensed: CondensedTree;
  /** Clusters of `condensed` that were selected; their positions are the labels. Largest first. */
  readonly selected: readonly number[];
  /** Row of `vectors` of each given row; -1 for rows with a number that is not finite. */
  readonly rowOf: Int32Array;
  /** Of each given row; -1 is noise, and so is a row that is not finite. */
  readonly assignment: Int32Array;
  /** λ of a vector over the largest λ of its cluster, 0..1; 0 for noise. */
  readonly strength: Float32Array;
}

export const hdbscanDefaults = {
  selection: "eom",
  epsilon: 0,
  maxClusterSize: null,
  allowSingleCluster: false,
  cannotLink: [],
  minClusterSize: 5,
  neighbours: null,
  metric: "euclidean",
} satisfies Partial<HdbscanOptions>;

/** Lists of at least so many neighbours spare the spanning tree most of its comparing. */
const LISTED_NEIGHBOURS = 16;

/**
 * Rows with a number that is not finite take no part and come out as noise. O(n² d) and O(n) memory;
 * with `neighbours` and more than 25,000 rows about O(n log n · d), along an approximate graph.
 * @throws RangeError when no row is left, or for a pair in `cannotLink` that names no two rows.
 */
export async function fitHdbscan(
  given: Matrix,
  options: Partial<HdbscanOptions>,
  context: ClusterContext,
): Promise<HdbscanModel> {
  const minClusterSize = options.minClusterSize ?? hdbscanDefaults.minClusterSize;
  const full = { ...hdbscanDefaults, minClusterSize, minSamples: minClusterSize, ...options };
  return runHdbscan(given, full, methodRun(context));
}

/** `fitHdbscan` inside the run of a method. */
export async function runHdbscan(
  given: Matrix,
  options: HdbscanOptions,
  run: MethodRun,
): Promise<HdbscanModel> {
  const { metric, minSamples, minClusterSize, epsilon } = options;
  const rowOf = numberFiniteRows(given);
  const finite = [...rowOf.keys()].filter((i) => rowOf[i] >= 0);
  const kept = finite.length === given.rows ? given : selectRows(given, finite);
  requireFiniteVectors(kept);
  const vectors = metric === "cosine" ? normaliseRows(kept) : kept;
  const listed = Math.max(minSamples - 1, options.neighbours ?? LISTED_NEIGHBOURS);
  const neighbours =
    options.neighbours !== null && kept.rows > DENSE_LIMIT
      ? await approximateNeighbours(kept, listed, { metric, seed: run.seed, step: run.step })
      : await nearestNeighbours(kept, listed, { metric, kernels: run.kernels, step: run.step });
  const { count, distances } = neighbours;
  const rank = Math.min(minSamples - 1, count);
  const coreDistances = Float64Array.from({ length: vectors.rows }, (_, i) =>
    rank === 0 ? 0 : distances[i * count + rank - 1],
  );
  const merges =
    options.neighbours === null
      ? await mutualReachabilityTree({ vectors, metric, coreDistances, neighbours }, run)
      : await neighbourGraphTree(coreDistances, neighbours, run);
  const dendrogram = dendrogramFromMerges(merges, new Float64Array(vectors.rows).fill(1));
  const condensed = condenseTree(dendrogram, minClusterSize);

  const chosen = selectClusters(condensed, {
    ...options,
    cannotLink: finitePairs(options.cannotLink, rowOf),
  });
  const ancestor = selectedAncestors(condensed, chosen);
  const labels = condensed.leftCluster.map((cluster, i) => {
    const label = ancestor[cluster];
    return label >= 0 && condensed.leftAt[i] >= densityRequired(condensed, chosen[label], epsilon)
      ? label
      : -1;
  });
  const { assignment, clusterCount } = numberBySize(labels);
  const selected = new Array<number>(clusterCount).fill(0);
  for (const [i, label] of labels.entries()) if (label >= 0) selected[assignment[i]] = chosen[label];
  const strength = Float32Array.from(assignment, (label, i) =>
    label < 0 ? 0 : membershipStrength(condensed, selected[label], condensed.leftAt[i]),
  );
  return {
    options,
    vectors,
    coreDistances,
    dendrogram,
    condensed,
    selected,
    rowOf,
    assignment: rowOf.map((i) => (i < 0 ? -1 : assignment[i])),
    strength: Float32Array.from(rowOf, (i) => (i < 0 ? 0 : strength[i])),
  };
}

/**
 * Labels as of DBSCAN without borders: groups of vectors that reach each other within less than
 * `distance`, noise where a group is smaller than `minClusterSize`. One label per given row. O(n).
 */
export function cutHdbscan(
  { dendrogram, rowOf, options }: HdbscanModel,
  distance: number,
  minClusterSize = options.minClusterSize,
): Int32Array {
  const groups = cutByHeight(dendrogram, distance);
  const sizes = new Int32Array(groups.length);
  for (const group of groups) sizes[group]++;
  const labels = groups.map((group) => (sizes[group] < minClusterSize ? -1 : group));
  const { assignment } = numberBySize(labels);
  return rowOf.map((i) => (i < 0 ? -1 : assignment[i]));
}

function finitePairs(pairs: SelectionOptions["cannotLink"], rowOf: Int32Array): [number, number][] {
  requireRowPairs("cannotLink", pairs, rowOf.length);
  return pairs.flatMap(([a, b]): [number, number][] =>
    rowOf[a] < 0 || rowOf[b] < 0 ? [] : [[rowOf[a], rowOf[b]]],
  );
}

function numberFiniteRows({ rows, columns, data }: Matrix): Int32Array {
  let kept = 0;
  return Int32Array.from({ length: rows }, (_, i) => {
    for (let p = i * columns; p < (i + 1) * columns; p++) if (!Number.isFinite(data[p])) return -1;
    return kept++;
  });
}

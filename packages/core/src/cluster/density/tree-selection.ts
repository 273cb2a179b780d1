/**
 * Which clusters of a condensed tree are the answer, and who belongs to them.
 *
 * `eom` keeps a cluster when its excess of mass is at least that of the best selection below it;
 * `leaf` keeps what splits no further. A distance `epsilon` then replaces clusters that split off
 * below it by their ancestor that did not. A cluster that holds both vectors of a forbidden pair is never
 * the answer, only what lies in it. After Campello, Moulavi & Sander (2013), Malzer & Baum
 * (2020) for epsilon; details of a single cluster as in scikit-learn.
 */
import type { CondensedTree } from "./condensed-tree.ts";

export interface SelectionOptions {
  readonly selection: "eom" | "leaf";
  /** Clusters are not split below this distance. 0: no limit. */
  readonly epsilon: number;
  /** Clusters with more vectors are split; null: no limit. Only for eom. */
  readonly maxClusterSize: number | null;
  /** Everything together may be the answer. */
  readonly allowSingleCluster: boolean;
  /** Pairs of vectors that no cluster may hold both of. Where none of the tree can part them, they are noise. */
  readonly cannotLink: readonly (readonly [number, number])[];
}

/** Numbers of the selected clusters, ascending; none is inside another. O(clusters × (1 + pairs)). */
export function selectClusters(tree: CondensedTree, options: SelectionOptions): number[] {
  const { clusterCount, parent } = tree;
  const isSelected = new Uint8Array(clusterCount);
  const hasChildren = new Uint8Array(clusterCount);
  for (let c = 1; c < clusterCount; c++) hasChildren[parent[c]] = 1;
  const isForbidden = holdingBoth(tree, options.cannotLink);
  if (options.selection === "leaf") {
    for (let c = 0; c < clusterCount; c++) isSelected[c] = hasChildren[c] || isForbidden[c] ? 0 : 1;
  } else {
    selectByMass(tree, options, isForbidden, isSelected);
  }
  for (let c = 0; c < clusterCount; c++) {
    if (isSelected[c]) isSelected[wideEnough(tree, c, options, isForbidden)] = 1;
  }
  if (!options.allowSingleCluster) isSelected[0] = 0;
  keepOutermost(parent, isSelected);
  return [...isSelected.keys()].filter((c) => isSelected[c]);
}

function selectByMass(
  { clusterCount, parent, stability, size }: CondensedTree,
  { maxClusterSize, allowSingleCluster }: SelectionOptions,
  isForbidden: Uint8Array,
  isSelected: Uint8Array,
): void {
  const largest = maxClusterSize ?? Infinity;
  // Mass of the best selection below each cluster.
  const below = new Float64Array(clusterCount);
  for (let c = clusterCount - 1; c >= 0; c--) {
    const mayBe = size[c] <= largest && !isForbidden[c] && (c > 0 || allowSingleCluster);
    isSelected[c] = mayBe && stability[c] >= below[c] ? 1 : 0;
    if (c > 0) below[parent[c]] += isSelected[c] ? stability[c] : below[c];
  }
  keepOutermost(parent, isSelected);
}

/** Marks the clusters that hold both vectors of a pair: the common ancestors of where they left. */
function holdingBoth(
  { clusterCount, parent, leftCluster }: CondensedTree,
  pairs: SelectionOptions["cannotLink"],
) {
  const marked = new Uint8Array(clusterCount);
  for (const [a, b] of pairs) {
    let [x, y] = [leftCluster[a], leftCluster[b]];
    // Parents have lower numbers than their children.
    while (x !== y) {
      if (x > y) x = parent[x];
      else y = parent[y];
    }
    for (; x >= 0 && !marked[x]; x = parent[x]) marked[x] = 1;
  }
  return marked;
}

/** The closest ancestor that split off above `epsilon`. */
function wideEnough(
  { parent, birth }: CondensedTree,
  cluster: number,
  { epsilon, allowSingleCluster }: SelectionOptions,
  isForbidden: Uint8Array,
): number {
  let at = cluster;
  while (at > 0 && birth[at] * epsilon > 1) {
    if (isForbidden[parent[at]] || (parent[at] === 0 && !allowSingleCluster)) break;
    at = parent[at];
  }
  return at;
}

function keepOutermost(parent: Int32Array, isSelected: Uint8Array): void {
  const isInside = new Uint8Array(parent.length);
  for (let c = 1; c < parent.length; c++) {
    isInside[c] = isInside[parent[c]] || isSelected[parent[c]] ? 1 : 0;
    if (isInside[c]) isSelected[c] = 0;
  }
}

/** For every cluster the position in `selected` of the one it is or lies in; -1 for none. */
export function selectedAncestors({ clusterCount, parent }: CondensedTree, selected: readonly number[]) {
  const ancestor = new Int32Array(clusterCount).fill(-1);
  for (const [label, cluster] of selected.entries()) ancestor[cluster] = label;
  for (let c = 1; c < clusterCount; c++) if (ancestor[c] < 0) ancestor[c] = ancestor[parent[c]];
  return ancestor;
}

/** Smallest λ of members: only the cluster of everything has members that may fall short of it. */
export function densityRequired(tree: CondensedTree, cluster: number, epsilon: number): number {
  if (cluster > 0) return 0;
  return epsilon > 0 ? 1 / epsilon : tree.death[0];
}

/** λ / largest λ of the cluster, 0..1: how early in the cluster's life a vector leaves it. */
export function membershipStrength(tree: CondensedTree, cluster: number, density: number): number {
  const death = tree.death[cluster];
  return death === 0 ? 1 : Math.min(1, density / death);
}

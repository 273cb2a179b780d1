/**
 * The condensed tree of HDBSCAN: a single-linkage tree read from the top, in which groups that lose
 * fewer than `minClusterSize` vectors stay the same cluster, and only true splits make new clusters.
 *
 * Levels are densities λ = 1 / distance. Distance 0 has none; it counts as half the smallest positive
 * distance, so that duplicates are denser than everything else and sums stay finite. Merges at one and
 * the same height are one split into several parts, so the tree does not depend on the order of rows.
 *
 * After Campello, Moulavi & Sander (2013) and McInnes & Healy (2017).
 */
import type { Dendrogram } from "../hierarchical/dendrogram.ts";

/** Cluster 0 is everything; parents come before their children. */
export interface CondensedTree {
  readonly clusterCount: number;
  /** Of each cluster; -1 for cluster 0. */
  readonly parent: Int32Array;
  /** λ at which each cluster split off; 0 for cluster 0. */
  readonly birth: Float64Array;
  /** Vectors at birth. */
  readonly size: Int32Array;
  /** Σ over a cluster's vectors of how far beyond its birth they stayed: its excess of mass. */
  readonly stability: Float64Array;
  /** Largest λ at which anything left the cluster. */
  readonly death: Float64Array;
  /** The smallest cluster that each vector was part of. */
  readonly leftCluster: Int32Array;
  /** λ at which each vector left it. */
  readonly leftAt: Float64Array;
}

/** O(n). */
export function condenseTree(tree: Dendrogram, minClusterSize: number): CondensedTree {
  const { leafCount, left, right, height, size: nodeSize } = tree;
  const densityOf = densities(height);
  const parent = [-1];
  const birth = [0];
  const size = [leafCount];
  const leftCluster = new Int32Array(leafCount);
  const leftAt = new Float64Array(leafCount);
  const sizeOf = (node: number) => (node < leafCount ? 1 : nodeSize[node - leafCount]);

  const open: { node: number; cluster: number }[] = [{ node: leafCount + height.length - 1, cluster: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, cluster } = next;
    // Only a collection of one vector starts at a leaf.
    const density = densityOf(node < leafCount ? 0 : height[node - leafCount]);
    const parts = partsOf(node);
    const lasting = parts.filter((part) => sizeOf(part) >= minClusterSize);
    for (const part of parts) {
      if (sizeOf(part) < minClusterSize || part < leafCount) leave(part, cluster, density);
      else if (lasting.length === 1) open.push({ node: part, cluster });
      else {
        open.push({ node: part, cluster: parent.length });
        parent.push(cluster);
        birth.push(density);
        size.push(sizeOf(part));
      }
    }
  }
  const shape = {
    clusterCount: parent.length,
    parent: Int32Array.from(parent),
    birth: Float64Array.from(birth),
    size: Int32Array.from(size),
    leftCluster,
    leftAt,
  };
  return { ...shape, ...lifetimes(shape) };

  /** What a node falls into at its height: more than two parts where merges are equally high. */
  function partsOf(node: number): number[] {
    if (node < leafCount) return [node];
    const parts: number[] = [];
    const level = height[node - leafCount];
    const inside = [node];
    for (let at = inside.pop(); at !== undefined; at = inside.pop()) {
      if (at < leafCount || height[at - leafCount] !== level) parts.push(at);
      else inside.push(right[at - leafCount], left[at - leafCount]);
    }
    return parts;
  }

  function leave(part: number, cluster: number, density: number): void {
    const inside = [part];
    for (let at = inside.pop(); at !== undefined; at = inside.pop()) {
      if (at >= leafCount) inside.push(left[at - leafCount], right[at - leafCount]);
      else {
        leftCluster[at] = cluster;
        leftAt[at] = density;
      }
    }
  }
}

/** λ of a height. */
function densities(heights: Float64Array): (height: number) => number {
  const positive = heights.find((height) => height > 0);
  const least = positive === undefined ? 1 : positive / 2;
  return (height) => 1 / Math.max(height, least);
}

type Shape = Omit<CondensedTree, "stability" | "death">;

function lifetimes({ clusterCount, parent, birth, size, leftCluster, leftAt }: Shape) {
  const stability = new Float64Array(clusterCount);
  const death = new Float64Array(clusterCount);
  const leaving = (cluster: number, count: number, density: number) => {
    stability[cluster] += count * (density - birth[cluster]);
    death[cluster] = Math.max(death[cluster], density);
  };
  for (let i = 0; i < leftAt.length; i++) leaving(leftCluster[i], 1, leftAt[i]);
  for (let c = 1; c < clusterCount; c++) leaving(parent[c], size[c], birth[c]);
  return { stability, death };
}

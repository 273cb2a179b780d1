/**
 * The tree of a hierarchical clustering, and what is cut from it.
 *
 * Conventions of scipy and scikit-learn: leaves are 0 … n-1, merge t makes node n + t, merges are in
 * ascending height, and a threshold keeps merges strictly below it. Centroid and median linkage may
 * invert: a merge lower than one before it. A threshold then keeps the merges before the first that
 * reaches it.
 */

/** Columns of n - 1 merges. `size` counts the leaves below (or their total weight). */
export interface Dendrogram {
  readonly leafCount: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly height: Float64Array;
  readonly size: Float64Array;
}

/** One union of two leaf-named groups; any order in which children come before their parents. */
export interface Merge {
  /** Any leaf of each group. */
  readonly a: number;
  readonly b: number;
  readonly height: number;
}

/** Sorts merges by height (equal heights stay in order) and names their nodes. O(n log n). */
export function dendrogramFromMerges(merges: readonly Merge[], weights: ArrayLike<number>): Dendrogram {
  const order = [...merges.keys()].sort((x, y) => merges[x].height - merges[y].height || x - y);
  return nameNodes(merges, order, weights);
}

/** Names the nodes of merges as they come: for linkages whose heights may fall (inversions). O(n). */
export function dendrogramInOrder(merges: readonly Merge[], weights: ArrayLike<number>): Dendrogram {
  return nameNodes(merges, [...merges.keys()], weights);
}

function nameNodes(
  merges: readonly Merge[],
  order: readonly number[],
  weights: ArrayLike<number>,
): Dendrogram {
  const leafCount = merges.length + 1;
  const groups = new Groups(leafCount);
  const node = Int32Array.from({ length: leafCount }, (_, i) => i);
  const weight = Float64Array.from(weights);
  const left = new Int32Array(merges.length);
  const right = new Int32Array(merges.length);
  const height = new Float64Array(merges.length);
  const size = new Float64Array(merges.length);
  for (const [t, index] of order.entries()) {
    const rootA = groups.find(merges[index].a);
    const rootB = groups.find(merges[index].b);
    left[t] = Math.min(node[rootA], node[rootB]);
    right[t] = Math.max(node[rootA], node[rootB]);
    height[t] = merges[index].height;
    size[t] = weight[rootA] + weight[rootB];
    const root = groups.join(rootA, rootB);
    node[root] = leafCount + t;
    weight[root] = size[t];
  }
  return { leafCount, left, right, height, size };
}

/** Labels of exactly `clusterCount` clusters (1 … leafCount); equal heights are cut in merge order. */
export function cutByCount(tree: Dendrogram, clusterCount: number): Int32Array {
  return labelsAfter(tree, tree.leafCount - clusterCount);
}

/** Labels after all merges before the first that is not lower than `threshold`. */
export function cutByHeight(tree: Dendrogram, threshold: number): Int32Array {
  const reached = tree.height.findIndex((height) => height >= threshold);
  return labelsAfter(tree, reached < 0 ? tree.height.length : reached);
}

function labelsAfter(tree: Dendrogram, mergeCount: number): Int32Array {
  const groups = new Groups(tree.leafCount);
  // Any leaf of each node, so that a merge of nodes is a union of leaves.
  const leaf = new Int32Array(tree.leafCount + mergeCount);
  for (let i = 0; i < tree.leafCount; i++) leaf[i] = i;
  for (let t = 0; t < mergeCount; t++) {
    leaf[tree.leafCount + t] = groups.join(leaf[tree.left[t]], leaf[tree.right[t]]);
  }
  return Int32Array.from({ length: tree.leafCount }, (_, i) => groups.find(i));
}

/** Disjoint sets of 0 … size-1; the smallest member stands for its set. */
export class Groups {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, i) => i);
  }

  find(item: number): number {
    let root = item;
    while (this.#parent[root] !== root) root = this.#parent[root];
    for (let at = item; at !== root; ) {
      const next = this.#parent[at];
      this.#parent[at] = root;
      at = next;
    }
    return root;
  }

  /** Unites the sets of two members and returns who stands for the union. */
  join(a: number, b: number): number {
    const rootA = this.find(a);
    const rootB = this.find(b);
    const root = Math.min(rootA, rootB);
    this.#parent[Math.max(rootA, rootB)] = root;
    return root;
  }
}

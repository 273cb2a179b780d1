/**
 * The minimum spanning tree under mutual reachability along a graph of nearest neighbours only, for
 * collections too large to compare everything. Groups that no edge connects are infinitely far apart:
 * they join at height ∞, density 0. With every vector a neighbour of every other it is the exact tree.
 *
 * Borůvka's rounds over all edges, each edge seen from both its ends.
 */

import type { MethodRun } from "../../method/context.ts";
import type { NearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import { Groups, type Merge } from "../hierarchical/dendrogram.ts";

/** n - 1 edges, ascending. O(n k log n) time, O(n) memory beyond the graph. */
export async function neighbourGraphTree(
  coreDistances: Float64Array,
  { count, indices, distances }: NearestNeighbours,
  run: MethodRun,
): Promise<Merge[]> {
  const size = coreDistances.length;
  const groups = new Groups(size);
  const roots = new Int32Array(size);
  const weight = new Float64Array(size);
  const edge = new Int32Array(size);
  const tree: Merge[] = [];
  const offer = (root: number, p: number, reach: number) => {
    if (reach >= weight[root]) return;
    weight[root] = reach;
    edge[root] = p;
  };
  for (let joined = -1; joined !== tree.length; ) {
    joined = tree.length;
    await run.step({ stage: "span", done: joined, total: Math.max(1, size - 1) });
    for (let i = 0; i < size; i++) roots[i] = groups.find(i);
    weight.fill(Infinity);
    for (let i = 0, p = 0; i < size; i++) {
      for (const last = p + count; p < last; p++) {
        const other = indices[p];
        if (roots[other] === roots[i]) continue;
        const reach = Math.max(coreDistances[i], coreDistances[other], distances[p]);
        offer(roots[i], p, reach);
        offer(roots[other], p, reach);
      }
    }
    // Lightest first: ties then cannot close a circle that leaves a lighter edge out.
    const chosen = [...roots.keys()].filter((i) => roots[i] === i && weight[i] < Infinity);
    chosen.sort((a, b) => weight[a] - weight[b] || a - b);
    for (const root of chosen) {
      const a = Math.floor(edge[root] / count);
      const b = indices[edge[root]];
      if (groups.find(a) === groups.find(b)) continue;
      groups.join(a, b);
      tree.push({ a, b, height: weight[root] });
    }
  }
  tree.sort((x, y) => x.height - y.height || x.a - y.a || x.b - y.b);
  for (let i = 1; i < size; i++) {
    if (groups.find(i) === groups.find(0)) continue;
    groups.join(0, i);
    tree.push({ a: 0, b: i, height: Infinity });
  }
  return tree;
}

/**
 * The minimum spanning tree of all vectors under mutual reachability: the distance of two vectors, but
 * never less than the core distance of either. Its edges in ascending order are single linkage.
 *
 * Borůvka's rounds: every group looks for its shortest edge to another group, all at once. Most
 * vectors find theirs in their list of nearest neighbours, or remember it from a former round; only
 * those that could still beat their group's best are compared with everything, tile by tile. Memory is
 * O(n) beyond the lists and one tile. What the kernels' rounding cannot decide is measured again in
 * float64, so the tree does not depend on who computes; ties do not change its weights.
 *
 * After Borůvka (1926); mutual reachability after Campello, Moulavi & Sander (2013); the use of bounds
 * after March, Ram & Gray (2010), with neighbour lists in place of their trees of space.
 */
import { tileRows } from "../../compute/tile-rows.ts";
import { type Matrix, row, selectRows, squaredDistance } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import type { Metric } from "../../method/metric.ts";
import { fromSquared, kernelDoubt, toSquared } from "../../method/metric-scale.ts";
import type { NearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import { Groups, type Merge } from "../hierarchical/dendrogram.ts";

export interface ReachabilityGraph {
  /** Unit vectors under the cosine metric. */
  readonly vectors: Matrix;
  readonly metric: Metric;
  /** Distance within which each vector has enough others. */
  readonly coreDistances: Float64Array;
  /** Any number of nearest neighbours per vector; more save comparing with everything. */
  readonly neighbours: NearestNeighbours;
}

/** An edge from a vector to another group. */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** n - 1 edges, ascending. O(n² d) per round, at most log₂ n rounds, and usually far less. */
export async function mutualReachabilityTree(graph: ReachabilityGraph, run: MethodRun): Promise<Merge[]> {
  const { vectors, coreDistances, neighbours } = graph;
  const size = vectors.rows;
  const scan = await outsideScan(graph, run);
  const groups = new Groups(size);
  const roots = new Int32Array(size);
  // Shortest edge out of each vector's group, as far as known, and where it ends (-1: nowhere yet).
  const target = new Int32Array(size).fill(-1);
  const weight = new Float64Array(size);
  // Nothing that a vector's list does not hold is closer than this.
  const bound = Float64Array.from({ length: size }, (_, i) => scan.boundOfList(i));
  const tree: Merge[] = [];

  while (tree.length < size - 1) {
    await run.step({ stage: "span", done: tree.length, total: size - 1 });
    for (let i = 0; i < size; i++) roots[i] = groups.find(i);
    const best = new Map<number, Edge>();
    const offer = (from: number) => {
      const known = best.get(roots[from]);
      if (known !== undefined && known.weight <= weight[from]) return;
      best.set(roots[from], { from, to: target[from], weight: weight[from] });
    };
    const open: number[] = [];
    for (let i = 0; i < size; i++) {
      if (target[i] < 0 || roots[target[i]] === roots[i]) fromList(i);
      if (target[i] >= 0) offer(i);
      if (weight[i] > bound[i]) open.push(i);
    }
    // The most promising first: what they find spares the rest.
    open.sort((i, j) => bound[i] - bound[j] || i - j);
    const tileHeight = tileRows(size);
    for (let at = 0; at < open.length; ) {
      const rows: number[] = [];
      for (; at < open.length && rows.length < tileHeight; at++) {
        const i = open[at];
        if (bound[i] < (best.get(roots[i])?.weight ?? Infinity)) rows.push(i);
      }
      if (rows.length === 0) break;
      await scan.nearestOutside(rows, roots, target, weight);
      for (const i of rows) {
        bound[i] = weight[i];
        offer(i);
      }
      await run.step({ stage: "span", done: tree.length, total: size - 1 });
    }
    const chosen = [...best.values()].sort((a, b) => a.weight - b.weight || a.from - b.from);
    for (const { from, to, weight: height } of chosen) {
      if (groups.find(from) === groups.find(to)) continue;
      groups.join(from, to);
      tree.push({ a: from, b: to, height });
    }
  }
  return tree.sort((x, y) => x.height - y.height || x.a - y.a || x.b - y.b);

  /** The best listed neighbour outside the group; none leaves an infinite weight. */
  function fromList(i: number): void {
    target[i] = -1;
    weight[i] = Infinity;
    for (let p = i * neighbours.count; p < (i + 1) * neighbours.count; p++) {
      if (neighbours.distances[p] >= weight[i]) break;
      const other = neighbours.indices[p];
      if (roots[other] === roots[i]) continue;
      const reach = Math.max(coreDistances[i], coreDistances[other], neighbours.distances[p]);
      if (reach < weight[i]) {
        weight[i] = reach;
        target[i] = other;
      }
    }
  }
}

/** Compares chosen vectors with all others by tiles, exactly. */
async function outsideScan(
  { vectors, metric, coreDistances, neighbours }: ReachabilityGraph,
  run: MethodRun,
) {
  const distance = fromSquared(metric);
  const square = toSquared(metric);
  const norms = await run.kernels.squaredNorms(vectors);
  const doubt = kernelDoubt(norms);
  const squaredCores = coreDistances.map(square);
  return {
    /** Least mutual reachability of `i` and any vector outside its list. */
    boundOfList(i: number): number {
      const { count, distances } = neighbours;
      if (count >= vectors.rows - 1) return Infinity;
      const last = count === 0 ? 0 : square(distances[(i + 1) * count - 1]) - doubt;
      return Math.max(coreDistances[i], distance(Math.max(0, last)));
    },

    /** Sets `target` and `weight` of `rows` to their nearest vector outside their group; ties to the lower index. */
    async nearestOutside(rows: number[], roots: Int32Array, target: Int32Array, weight: Float64Array) {
      const tile = await run.kernels.products(selectRows(vectors, rows), vectors);
      for (const [r, i] of rows.entries()) {
        const products = row(tile, r);
        const own = roots[i];
        const core = coreDistances[i];
        let nearest = -1;
        let least = Infinity;
        let limit = Infinity;
        for (let j = 0; j < products.length; j++) {
          const squared = norms[i] + norms[j] - 2 * products[j];
          if (squared - doubt > limit || squaredCores[j] > limit || roots[j] === own) continue;
          let reach = Math.max(core, coreDistances[j]);
          if (!(squared + doubt <= Math.max(squaredCores[i], squaredCores[j]))) {
            reach = Math.max(reach, distance(squaredDistance(row(vectors, i), row(vectors, j))));
          }
          if (reach >= least) continue;
          least = reach;
          nearest = j;
          limit = square(reach) * (1 + 1e-9);
          // Nothing is closer than the own core distance.
          if (least === core) break;
        }
        target[i] = nearest;
        weight[i] = least;
      }
    },
  };
}

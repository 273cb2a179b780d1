/**
 * Ward's method along a graph: only groups joined by an edge of the nearest-neighbour graph may merge.
 * Clusters follow the shape of the data, and with an approximate graph not all pairs are looked at, so it
 * reaches collections for which plain ward (`ward.ts`) takes too long. Where the graph falls apart, what
 * remains is merged by plain ward on means.
 *
 * Every group remembers its nearest group; a heap holds these candidates and outdated ones are looked
 * up again only when they come to the top, where they are still lower bounds.
 * Merging along a graph after Murtagh (1985); criterion after Ward (1963).
 */
import { type Matrix, matrix, row, selectRows, squaredDistance } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import { nearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import { approximateNeighbours } from "../../neighbours/nn-descent.ts";
import { DENSE_LIMIT } from "../condensed.ts";
import { CandidateHeap } from "./candidate-heap.ts";
import { type Dendrogram, dendrogramFromMerges, type Merge } from "./dendrogram.ts";
import { hierarchy } from "./hierarchy.ts";

/** Merges between looks at the abort signal. */
const MERGES_PER_STEP = 1024;

/**
 * Heights as of `hierarchy` with ward linkage, made ascending from child to parent. O(n² d) for the
 * graph, above 25,000 rows an approximate one in about O(n log n · d); then about O(n k d log n).
 * @param neighbourCount edges from each vector; with n - 1 it is plain ward
 */
export async function graphWard(
  vectors: Matrix,
  neighbourCount: number,
  run: MethodRun,
): Promise<Dendrogram> {
  const size = vectors.rows;
  const adjacent = await neighbourGraph(vectors, neighbourCount, run);
  const means = matrix(size, vectors.columns, vectors.data.slice());
  const weight = new Float64Array(size).fill(1);
  const top = new Float64Array(size);
  // Grows with every merge, so that a remembered neighbour that changed is noticed.
  const version = new Int32Array(size);
  const nearest = new Int32Array(size).fill(-1);
  const seenVersion = new Int32Array(size);
  const least = new Float64Array(size).fill(Infinity);
  const isGone = new Uint8Array(size);
  const heap = new CandidateHeap(size);
  for (let i = 0; i < size; i++) remember(i);

  const merges: Merge[] = [];
  for (let candidate = heap.take(); candidate !== undefined; candidate = heap.take()) {
    const { item, key } = candidate;
    if (isGone[item] || key !== least[item]) continue;
    const other = nearest[item];
    if (isGone[other] || version[other] !== seenVersion[item]) remember(item);
    else {
      if (merges.length % MERGES_PER_STEP === 0) {
        await run.step({ stage: "merge", done: merges.length, total: size - 1 });
      }
      merge(item, other, key);
    }
  }
  await joinRemains();
  return dendrogramFromMerges(merges, new Float64Array(size).fill(1));

  /** Growth of the squared deviations, doubled: for two single vectors their squared distance. */
  function cost(a: number, b: number): number {
    return (
      ((2 * weight[a] * weight[b]) / (weight[a] + weight[b])) * squaredDistance(row(means, a), row(means, b))
    );
  }

  function remember(item: number): void {
    least[item] = Infinity;
    for (const other of adjacent[item]) propose(item, other, cost(item, other));
    if (least[item] < Infinity) heap.add(item, least[item]);
  }

  function propose(item: number, other: number, key: number): void {
    if (key > least[item] || (key === least[item] && other > nearest[item])) return;
    least[item] = key;
    nearest[item] = other;
    seenVersion[item] = version[other];
  }

  function merge(a: number, b: number, squaredHeight: number): void {
    // Edges of the smaller set move.
    const [gone, kept] = adjacent[a].size > adjacent[b].size ? [b, a] : [a, b];
    const height = Math.max(Math.sqrt(squaredHeight), top[a], top[b]);
    merges.push({ a, b, height });
    top[kept] = height;
    const total = weight[gone] + weight[kept];
    const mean = row(means, kept);
    const goneMean = row(means, gone);
    for (let j = 0; j < mean.length; j++)
      mean[j] = (weight[gone] * goneMean[j] + weight[kept] * mean[j]) / total;
    weight[kept] = total;
    isGone[gone] = 1;
    version[kept]++;
    for (const other of adjacent[gone]) {
      adjacent[other].delete(gone);
      if (other === kept) continue;
      adjacent[other].add(kept);
      adjacent[kept].add(other);
    }
    adjacent[gone].clear();
    least[kept] = Infinity;
    for (const other of adjacent[kept]) {
      const key = cost(kept, other);
      propose(kept, other, key);
      if (key < least[other]) {
        propose(other, kept, key);
        heap.add(other, key);
      }
    }
    if (least[kept] < Infinity) heap.add(kept, least[kept]);
  }

  async function joinRemains(): Promise<void> {
    const remains = [...isGone.keys()].filter((i) => !isGone[i]);
    if (remains.length === 1) return;
    const rest = await hierarchy(
      selectRows(means, remains),
      { linkage: "ward", metric: "euclidean", weights: remains.map((i) => weight[i]) },
      run,
    );
    // Any vector of each node, and the highest merge within.
    const member = [...remains];
    const highest = remains.map((i) => top[i]);
    for (let t = 0; t < rest.height.length; t++) {
      const [a, b] = [rest.left[t], rest.right[t]];
      const height = Math.max(rest.height[t], highest[a], highest[b]);
      merges.push({ a: member[a], b: member[b], height });
      member.push(member[a]);
      highest.push(height);
    }
  }
}

/** Neighbours of each vector, edges in both directions. */
async function neighbourGraph(
  vectors: Matrix,
  neighbourCount: number,
  { seed, kernels, step }: MethodRun,
): Promise<Set<number>[]> {
  const metric = "euclidean";
  const { count, indices } =
    vectors.rows > DENSE_LIMIT
      ? await approximateNeighbours(vectors, neighbourCount, { metric, seed, step })
      : await nearestNeighbours(vectors, neighbourCount, { metric, kernels, step });
  const adjacent = Array.from({ length: vectors.rows }, () => new Set<number>());
  for (let p = 0; p < indices.length; p++) {
    const i = Math.floor(p / count);
    adjacent[i].add(indices[p]);
    adjacent[indices[p]].add(i);
  }
  return adjacent;
}

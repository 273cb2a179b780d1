/**
 * Ward's method without a matrix of distances. Every group keeps a short list of the groups nearest to
 * it and a bar below which nobody is missing, so who is nearest is mostly known without looking at all.
 * Groups that are each other's nearest merge, in any order: Ward's criterion never brings a union
 * closer to others than its nearer part was, so the tree is that of merging the closest pair of all
 * (up to equal distances). When nobody can merge, all groups that lost sight of their nearest look
 * again, together, in one product of matrices.
 *
 * Criterion after Ward (1963); mutual nearest neighbours after Murtagh (1983), in rounds as in
 * reciprocal agglomeration (Sumengen et al. 2021); bars after Lance & Williams (1967).
 */
import type { Matrix } from "../../matrix.ts";
import type { MethodRun } from "../../method/context.ts";
import { nearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import type { Merge } from "./dendrogram.ts";
import { NearLists, ROUNDING } from "./near-lists.ts";
import { WardGroups } from "./ward-groups.ts";
import { findNear } from "./ward-search.ts";

/** Entries of a list. Longer lists last longer, and take longer to measure again. */
const ROOM = 24;
/** Merges between looks at the abort signal. */
const MERGES_PER_STEP = 1024;

/**
 * n - 1 merges, children before parents, at √(2 |A| |B| / (|A| + |B|)) ‖mean A - mean B‖ in float64;
 * never lower than a merge below. O(n d) memory; O(n² d) time on vectors as they come, where a group
 * looks again about once. Equal distances merge in the order of their groups.
 * @param weights how many vectors each row stands for, above 0
 */
export async function mergeByWard(
  vectors: Matrix,
  weights: ArrayLike<number>,
  run: MethodRun,
): Promise<Merge[]> {
  const size = vectors.rows;
  const groups = new WardGroups(vectors, weights);
  const lightest = groups.weights.reduce((least, weight) => Math.min(least, weight), Infinity);
  const near = await firstLists(vectors, groups.weights, run);
  // By place: the nearest group and its distance, or -1 and the bar while it is out of sight.
  const nearest = new Int32Array(size).fill(-1);
  const least = new Float64Array(size);
  const top = new Float64Array(size);
  const merges: Merge[] = [];
  let reported = 0;
  while (merges.length < size - 1) {
    const lost = groups.living().filter((group) => look(group) < 0);
    if (lost.length > 0) await findNear(groups, near, lost, run.kernels, report);
    for (const group of groups.living()) {
      mergeFrom(group);
      if (merges.length >= reported + MERGES_PER_STEP) await report();
    }
    await report();
  }
  return merges;

  async function report(): Promise<void> {
    reported = merges.length;
    await run.step({ stage: "merge", done: merges.length, total: size - 1 });
  }

  /** Follows nearest groups, merging who are each other's, until one is out of sight. */
  function mergeFrom(start: number): void {
    let group = start;
    while (!groups.isGone(group)) {
      const other = look(group);
      if (other < 0) return;
      look(other);
      const isMutual = least[groups.placeOf(group)] <= least[groups.placeOf(other)] * (1 + ROUNDING);
      group = isMutual ? merge(group, other) : other;
    }
  }

  /** Brings `nearest` and `least` of a group up to date and returns the former. */
  function look(group: number): number {
    const place = groups.placeOf(group);
    if (nearest[place] >= 0 && !groups.isGone(nearest[place])) return nearest[place];
    for (;;) {
      const at = near.nearest(place);
      if (at < 0 || near.distances[at] > near.bars[place] * (1 + ROUNDING)) {
        nearest[place] = -1;
        least[place] = near.bars[place];
        return -1;
      }
      const other = near.others[at];
      if (!near.isBound[at] && !groups.isGone(other)) {
        nearest[place] = other;
        least[place] = near.distances[at];
        return other;
      }
      near.remove(place, at);
      const current = groups.current(other);
      if (near.find(place, current) < 0) near.add(place, current, groups.distance(group, current), false);
    }
  }

  function merge(a: number, b: number): number {
    const [placeA, placeB] = [groups.placeOf(a), groups.placeOf(b)];
    const [weightA, weightB] = [groups.weights[placeA], groups.weights[placeB]];
    const [barA, barB] = [near.bars[placeA], near.bars[placeB]];
    const between = least[placeA];
    const height = Math.max(Math.sqrt(between), top[placeA], top[placeB]);
    merges.push({ a: placeA, b: placeB, height });
    const union = groups.join(a, b);
    const place = groups.placeOf(union);
    top[place] = height;
    nearest[place] = -1;
    const toA = entriesOf(placeA);
    const toB = entriesOf(placeB);
    near.start(place, toUnion(barA, barB, lightest));
    for (const [other, distance] of toA) enter(other, distance, toB.get(other) ?? barB);
    for (const [other, distance] of toB) if (!toA.has(other)) enter(other, barA, distance);
    return union;

    function enter(other: number, fromA: number, fromB: number): void {
      if (other === union) return;
      near.add(place, other, toUnion(fromA, fromB, groups.weights[groups.placeOf(other)]), true);
    }

    /** Distance of the union to a group, from those of its parts; from bounds, a bound. */
    function toUnion(fromA: number, fromB: number, weight: number): number {
      return (
        ((weightA + weight) * fromA + (weightB + weight) * fromB - weight * between) /
        (weightA + weightB + weight)
      );
    }
  }

  /** Living groups of a list, each with a bound on how near it is. */
  function entriesOf(place: number): Map<number, number> {
    const entries = new Map<number, number>();
    const from = place * near.room;
    for (let p = from; p < from + near.lengths[place]; p++) {
      const group = groups.current(near.others[p]);
      entries.set(group, Math.min(near.distances[p], entries.get(group) ?? Infinity));
    }
    return entries;
  }
}

/** The neighbours of every vector. Nothing where weights differ, since by Ward others may then be nearer. */
async function firstLists(
  vectors: Matrix,
  weights: Float64Array,
  { kernels, step }: MethodRun,
): Promise<NearLists> {
  const size = vectors.rows;
  const room = Math.max(1, Math.min(ROOM, size - 1));
  const near = new NearLists(size, room);
  if (size === 1 || weights.some((weight) => weight !== weights[0])) return near;
  const metric = "euclidean";
  const { count, indices, distances } = await nearestNeighbours(vectors, room, { metric, kernels, step });
  for (let i = 0; i < size; i++) {
    near.start(i, Infinity);
    for (let p = i * count; p < (i + 1) * count; p++)
      near.add(i, indices[p], weights[0] * distances[p] ** 2, false);
    if (count < size - 1) near.bars[i] = weights[0] * distances[(i + 1) * count - 1] ** 2;
  }
  return near;
}

/**
 * Finds the groups nearest to some groups by Ward's criterion, among all that live: products of means
 * in float32 leave out who is certainly far, float64 measures the rest.
 *
 * A sum of d products in float32 is off by at most about d · 2⁻²⁴ · ‖x‖ ‖y‖, in whatever order it is
 * formed (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1), so a distance
 * taken from norms a little too short is a lower bound.
 */
import type { Kernels } from "../../compute/kernels.ts";
import { TopCollector } from "../../compute/top-collector.ts";
import { selectRows } from "../../matrix.ts";
import { pairTiles } from "../../neighbours/pair-tiles.ts";
import type { NearLists } from "./near-lists.ts";
import type { WardGroups } from "./ward-groups.ts";

/** Largest relative error of rounding to float32. */
const UNIT = 2 ** -24;

/**
 * Gives every group of `lost` (ascending) a new list and a bar that is not below the nearest of the
 * list: where more groups are equally near, as far as float32 can tell, than a list has room for, the
 * nearest of those listed stands for them. O(lost × living × columns) time, O(living × columns) memory.
 * @param pause called between pieces of work; may throw to stop
 */
export async function findNear(
  groups: WardGroups,
  near: NearLists,
  lost: Int32Array,
  kernels: Kernels,
  pause: () => Promise<void>,
): Promise<void> {
  const living = groups.living();
  const means = groups.rounded(living);
  const certain = 1 - (means.columns + 4) * UNIT;
  const norms = Float64Array.from(living, (group) => certain * groups.norms[groups.placeOf(group)]);
  // With these, a distance is ‖mean - mean‖² / (half + half).
  const halves = Float64Array.from(living, (group) => 0.5 / groups.weights[groups.placeOf(group)]);
  const positions = positionsAmong(living, lost);
  let collectors: TopCollector[] = [];
  const left = selectRows(means, positions);
  for await (const { start, end, from, to, products } of pairTiles(left, means, kernels)) {
    if (from === 0) collectors = Array.from({ length: end - start }, () => new TopCollector(near.room));
    for (const [i, collector] of collectors.entries()) {
      offer(products.subarray(i * (to - from)), positions[start + i], from, to, collector);
    }
    if (to < living.length) continue;
    for (const [i, collector] of collectors.entries()) enter(lost[start + i], collector);
    await pause();
  }

  function offer(
    products: Float32Array,
    own: number,
    from: number,
    to: number,
    collector: TopCollector,
  ): void {
    const norm = norms[own];
    const half = halves[own];
    let bar = -collector.bar;
    for (let c = from; c < to; c++) {
      const squared = norm + norms[c] - 2 * products[c - from];
      if (squared > bar * (half + halves[c]) || c === own) continue;
      collector.offer(-squared / (half + halves[c]), c);
      bar = -collector.bar;
    }
  }

  function enter(group: number, collector: TopCollector): void {
    const owner = groups.placeOf(group);
    const { indices, scores } = collector.take();
    near.start(owner, Infinity);
    let least = Infinity;
    for (let k = 0; k < indices.length; k++) {
      const other = living[indices[k]];
      const bound = -scores[k];
      const isBound = bound >= least;
      const distance = isBound ? bound : groups.distance(group, other);
      near.add(owner, other, distance, isBound);
      least = Math.min(least, distance);
    }
    if (indices.length < living.length - 1) near.bars[owner] = Math.max(least, -scores[scores.length - 1]);
  }
}

/** Where the members of `part` stand in `whole`; both ascending. */
function positionsAmong(whole: Int32Array, part: Int32Array): Int32Array {
  let at = 0;
  return part.map((member) => {
    while (whole[at] !== member) at++;
    return at;
  });
}

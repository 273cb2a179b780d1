/**
 * Agglomeration by the nearest-neighbour chain: follow nearest neighbours until two point at each
 * other, merge them, go on from where the chain was. Right for every linkage that never brings a
 * merged group closer to others (average, complete, single; not centroid or median, see
 * `closest-pair-merging.ts`), in O(n²) time and no memory beyond the distances, which it overwrites.
 * Ward needs no distances at all, see `ward.ts`.
 *
 * After Murtagh (1983) and Müllner (2011); distances of merged groups after Lance & Williams (1967).
 */

import type { MethodRun } from "../../method/context.ts";
import type { Condensed } from "../condensed.ts";
import type { Merge } from "./dendrogram.ts";

export type ChainLinkage = "average" | "complete" | "single";

/** Distance from a merged group a ∪ b to another, from the distances before and the weights of the parts. */
type Update = (toA: number, toB: number, a: number, b: number) => number;

const updates: Record<ChainLinkage, Update> = {
  average: (toA, toB, a, b) => (a * toA + b * toB) / (a + b),
  complete: (toA, toB) => Math.max(toA, toB),
  single: (toA, toB) => Math.min(toA, toB),
};

/** Merges between looks at the abort signal. */
const MERGES_PER_STEP = 256;

/**
 * n - 1 merges, children before parents, heights as the distances were given.
 * Destroys `distances`. Ties go to the lower index. `weights` are the initial group sizes.
 */
export async function mergeByChain(
  distances: Condensed,
  linkage: ChainLinkage,
  weights: ArrayLike<number>,
  run: MethodRun,
): Promise<Merge[]> {
  const { size, data, starts } = distances;
  const update = updates[linkage];
  const weight = Float64Array.from(weights);
  // Groups that still exist, ascending: scans get shorter with every merge.
  const active = Int32Array.from({ length: size }, (_, i) => i);
  let activeCount = size;
  const isGone = new Uint8Array(size);
  const chain = new Int32Array(size + 1);
  let chainLength = 0;
  const merges: Merge[] = [];
  while (merges.length < size - 1) {
    if (merges.length % MERGES_PER_STEP === 0) {
      await run.step({ stage: "merge", done: merges.length, total: size - 1 });
    }
    // Rounding may make a merge swallow a group further down the chain.
    while (chainLength > 0 && isGone[chain[chainLength - 1]]) chainLength--;
    if (chainLength === 0) chain[chainLength++] = active[0];
    let tip = chain[chainLength - 1];
    // The one we came from wins ties, or the chain could run in circles.
    let previous = chainLength > 1 && !isGone[chain[chainLength - 2]] ? chain[chainLength - 2] : -1;
    let between = previous < 0 ? Infinity : data[starts[Math.min(tip, previous)] + Math.max(tip, previous)];
    for (;;) {
      let nearest = previous;
      let least = between;
      let p = 0;
      for (; active[p] < tip; p++) {
        const distance = data[starts[active[p]] + tip];
        if (distance < least) {
          least = distance;
          nearest = active[p];
        }
      }
      const start = starts[tip];
      for (p++; p < activeCount; p++) {
        const distance = data[start + active[p]];
        if (distance < least) {
          least = distance;
          nearest = active[p];
        }
      }
      between = least;
      if (nearest === previous) break;
      previous = tip;
      tip = nearest;
      chain[chainLength++] = tip;
    }
    chainLength -= 2;

    const gone = Math.min(tip, previous);
    const kept = Math.max(tip, previous);
    merges.push({ a: gone, b: kept, height: between });
    const at = active.indexOf(gone);
    active.copyWithin(at, at + 1, activeCount);
    activeCount--;
    for (let p = 0; p < activeCount; p++) {
      const other = active[p];
      if (other === kept) continue;
      const fromGone = other < gone ? starts[other] + gone : starts[gone] + other;
      const fromKept = other < kept ? starts[other] + kept : starts[kept] + other;
      data[fromKept] = update(data[fromGone], data[fromKept], weight[gone], weight[kept]);
    }
    weight[kept] += weight[gone];
    isGone[gone] = 1;
  }
  return merges;
}

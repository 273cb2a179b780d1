/**
 * Agglomeration for linkages in which a merged group may be closer to others than its parts were
 * (inversions): always merge the closest pair of all. Every group remembers its nearest group of higher
 * number, so a merge costs O(n) on typical data; O(n²) time in all, O(n³) at worst.
 *
 * After Anderberg (1973) and the generic algorithm of Müllner (2011); distances of merged groups after
 * Lance & Williams (1967).
 */

import type { MethodRun } from "../../method/context.ts";
import type { Condensed } from "../condensed.ts";
import type { Merge } from "./dendrogram.ts";

export type InvertingLinkage = "centroid" | "median";

/** Merges between looks at the abort signal. */
const MERGES_PER_STEP = 128;

/**
 * n - 1 merges in the order in which they happened, which is not always ascending; heights are squared,
 * as `distances` must be. Destroys `distances`. Ties go to the lower indices.
 */
export async function mergeClosest(
  { size, data, starts }: Condensed,
  linkage: InvertingLinkage,
  weights: ArrayLike<number>,
  run: MethodRun,
): Promise<Merge[]> {
  const weight = Float64Array.from(weights);
  // Groups that still exist, ascending.
  const active = Int32Array.from({ length: size }, (_, i) => i);
  let activeCount = size;
  const nearest = new Int32Array(size).fill(-1);
  const least = new Float64Array(size).fill(Infinity);
  for (let p = 0; p < size; p++) remember(p);
  const merges: Merge[] = [];
  while (merges.length < size - 1) {
    if (merges.length % MERGES_PER_STEP === 0) {
      await run.step({ stage: "merge", done: merges.length, total: size - 1 });
    }
    let closest = active[0];
    for (let p = 1; p < activeCount; p++) if (least[active[p]] < least[closest]) closest = active[p];
    const gone = closest;
    const kept = nearest[closest];
    merges.push({ a: gone, b: kept, height: least[closest] });
    merge(gone, kept, least[closest]);
  }
  return merges;

  /** Finds the nearest group after position `p` of the active ones. */
  function remember(p: number): void {
    const group = active[p];
    const start = starts[group];
    nearest[group] = -1;
    least[group] = Infinity;
    for (let q = p + 1; q < activeCount; q++) {
      const distance = data[start + active[q]];
      if (distance >= least[group]) continue;
      least[group] = distance;
      nearest[group] = active[q];
    }
  }

  function merge(gone: number, kept: number, between: number): void {
    // The share of each part in where the union stands.
    const share = linkage === "median" ? 0.5 : weight[kept] / (weight[gone] + weight[kept]);
    const at = active.indexOf(gone);
    active.copyWithin(at, at + 1, activeCount);
    activeCount--;
    weight[kept] += weight[gone];
    for (let p = 0; p < activeCount; p++) {
      const other = active[p];
      if (other === kept) continue;
      const fromGone = other < gone ? starts[other] + gone : starts[gone] + other;
      const fromKept = other < kept ? starts[other] + kept : starts[kept] + other;
      data[fromKept] = share * data[fromKept] + (1 - share) * data[fromGone] - share * (1 - share) * between;
    }
    for (let p = 0; p < activeCount; p++) {
      const other = active[p];
      if (other === kept || nearest[other] === gone || nearest[other] === kept) remember(p);
      else if (other < kept && data[starts[other] + kept] < least[other]) {
        least[other] = data[starts[other] + kept];
        nearest[other] = kept;
      }
    }
  }
}

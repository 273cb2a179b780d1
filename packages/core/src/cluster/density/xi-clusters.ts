/**
 * Clusters from the shape of a reachability plot: a valley between a steep way down and a steep way up,
 * steep meaning a change by the share ξ from one vector to the next. Valleys lie inside valleys.
 *
 * After Ankerst, Breunig, Kriegel & Sander (1999), section 4.3, whose numbers of conditions are cited
 * below; the end of a valley is corrected by predecessors after Schubert & Gertz (2018).
 */
import type { ReachabilityOrder } from "./reachability-order.ts";

/** Positions in the ordering, both inclusive. */
export interface Valley {
  readonly start: number;
  readonly end: number;
}

export interface XiOptions {
  /** Share by which reachability changes on a steep slope, between 0 and 1. */
  readonly xi: number;
  readonly minSamples: number;
  readonly minClusterSize: number;
}

/** A steep way down that may yet begin a valley. `highest`: the largest reachability since its end. */
interface Slope {
  readonly start: number;
  readonly end: number;
  highest: number;
}

/** All valleys, the inner before those around them. O(n × open slopes). */
export function xiValleys(order: ReachabilityOrder, { xi, minSamples, minClusterSize }: XiOptions): Valley[] {
  const { ordering, reachability } = order;
  const size = ordering.length;
  const kept = 1 - xi;
  // The plot rises for good behind its end, so that the last valley closes.
  const plot = Float64Array.from({ length: size + 1 }, (_, p) =>
    p < size ? reachability[ordering[p]] : Infinity,
  );
  // ∞/∞ and 0/0 are neither up nor down.
  const ratio = (p: number) => plot[p] / plot[p + 1];
  const isSteepUp = (p: number) => ratio(p) <= kept;
  const isSteepDown = (p: number) => ratio(p) >= 1 / kept;
  const isUp = (p: number) => ratio(p) < 1;
  const isDown = (p: number) => ratio(p) > 1;

  const valleys: Valley[] = [];
  let slopes: Slope[] = [];
  let highest = 0;
  let at = 0;
  for (let p = 0; p < size; p++) {
    if (p < at) continue;
    highest = Math.max(highest, plot[p]);
    if (!isSteepUp(p) && !isSteepDown(p)) continue;
    slopes = slopesBelow(highest);
    if (isSteepDown(p)) {
      const end = slopeEnd(p, isSteepDown, isUp);
      slopes.push({ start: p, end, highest: 0 });
      at = end + 1;
    } else {
      const end = slopeEnd(p, isSteepUp, isDown);
      const ending = slopes.flatMap((down) => valleyBetween(down, { start: p, end }) ?? []);
      valleys.push(...ending.reverse());
      at = end + 1;
    }
    highest = plot[at];
  }
  return valleys;

  /** Slopes whose start still towers over everything since, by ξ; with that noted on them. */
  function slopesBelow(level: number): Slope[] {
    if (level === Infinity) return [];
    const open = slopes.filter(({ start }) => level <= plot[start] * kept);
    for (const slope of open) slope.highest = Math.max(slope.highest, level);
    return open;
  }

  /** Last steep position of a slope (definition 10): no turn, and never `minSamples` flat positions in a row. */
  function slopeEnd(start: number, isSteep: (p: number) => boolean, turns: (p: number) => boolean): number {
    let end = start;
    for (let p = start, flat = 0; p < size; p++) {
      if (isSteep(p)) {
        flat = 0;
        end = p;
      } else if (turns(p) || ++flat > minSamples) break;
    }
    return end;
  }

  function valleyBetween(down: Slope, up: { start: number; end: number }): Valley | undefined {
    const after = plot[up.end + 1];
    // Condition sc2*: what lies between must be lower than the way out.
    if (after * kept < down.highest) return undefined;
    let { start } = down;
    let { end } = up;
    const before = plot[start];
    // Definition 11, condition 4: start and end at about the same level.
    if (before * kept >= after) {
      while (start < down.end && plot[start + 1] > after) start++;
    } else if (after * kept >= before) {
      while (end > up.start && plot[end - 1] > before) end--;
    }
    end = endReachedFromInside(start, end);
    // Conditions 3a, 1 and 2.
    const isValley = end - start + 1 >= minClusterSize && start <= down.end && end >= up.start;
    return isValley ? { start, end } : undefined;
  }

  /** Takes off the end what was not reached from inside; -1 when nothing is left. */
  function endReachedFromInside(start: number, last: number): number {
    for (let end = last; end > start; end--) {
      if (plot[start] > plot[end]) return end;
      const from = order.predecessor[ordering[end]];
      for (let p = start; p < end; p++) if (ordering[p] === from) return end;
    }
    return -1;
  }
}

/** The innermost valleys as labels; -1 is noise. O(n). */
export function labelsOfValleys({ ordering }: ReachabilityOrder, valleys: readonly Valley[]): Int32Array {
  const labels = new Int32Array(ordering.length).fill(-1);
  for (const [label, { start, end }] of valleys.entries()) {
    const members = ordering.subarray(start, end + 1);
    if (members.every((i) => labels[i] < 0)) for (const i of members) labels[i] = label;
  }
  return labels;
}

/**
 * From everything a network found to the few regions worth keeping: sure enough, neither specks nor the
 * whole picture, no thing twice, not too many.
 */
import { intersectionOverUnion } from "@imantics/core";
import type { Box } from "../../domain/box.ts";
import type { FoundRegion } from "../detector.ts";
import type { ObjectOptions } from "./object-options.ts";

/**
 * The regions that `options` let through, best first; equally sure ones keep their order.
 * O(found × kept), and `kept` is at most `maxCount`.
 */
export function selectRegions(
  found: readonly FoundRegion[],
  options: Omit<ObjectOptions, "minConfidence">,
  minConfidence: number,
): FoundRegion[] {
  const { minArea, maxArea, sameLabelOverlap, anyLabelOverlap, maxCount } = options;
  const kept: FoundRegion[] = [];
  for (const region of found.toSorted((a, b) => b.confidence - a.confidence)) {
    if (kept.length === maxCount || region.confidence < minConfidence) break;
    const area = region.box.width * region.box.height;
    // Negated, so that a box of NaN from a broken network is dropped as well.
    if (!(area >= minArea && area <= maxArea)) continue;
    const isTaken = kept.some(({ label, box }) => {
      const overlap = intersectionOverUnion(box, region.box);
      return overlap > anyLabelOverlap || (label === region.label && overlap > sameLabelOverlap);
    });
    if (!isTaken) kept.push(region);
  }
  return kept;
}

/** The box between two corners, cut to the picture. */
export function boxBetween(left: number, top: number, right: number, bottom: number): Box {
  const [x, y] = [inside(left), inside(top)];
  return { x, y, width: inside(right) - x, height: inside(bottom) - y };
}

function inside(value: number): number {
  return Math.min(1, Math.max(0, value));
}

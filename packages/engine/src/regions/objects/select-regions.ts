/**
 * From everything a network found to the few regions worth keeping: sure enough, neither specks nor the
 * whole picture, no thing twice, not too many.
 */
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
      const overlap = overlapOf(box, region.box);
      return overlap > anyLabelOverlap || (label === region.label && overlap > sameLabelOverlap);
    });
    if (!isTaken) kept.push(region);
  }
  return kept;
}

/** Intersection over union of two boxes, 0..1; 0 when both are empty. */
export function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (!(width > 0 && height > 0)) return 0;
  const shared = width * height;
  // Equal boxes would come out above 1 by rounding, and 1 has to mean that nothing is suppressed.
  return Math.min(1, shared / (a.width * a.height + b.width * b.height - shared));
}

/** The box between two corners, cut to the picture. */
export function boxBetween(left: number, top: number, right: number, bottom: number): Box {
  const [x, y] = [inside(left), inside(top)];
  return { x, y, width: inside(right) - x, height: inside(bottom) - y };
}

function inside(value: number): number {
  return Math.min(1, Math.max(0, value));
}

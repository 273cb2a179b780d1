/**
 * The region every image has: all of it. Detectors of objects, text and faces add theirs beside
 * this one; each region gets a vector of its own.
 */
import type { RegionRecord } from "../store/facts.ts";

/** Id of the whole-image region of an image. */
export function wholeRegionId(imageId: string): string {
  return `${imageId}:whole`;
}

/** The image a region belongs to. */
export function imageOfRegion(regionId: string): string {
  return regionId.slice(0, regionId.indexOf(":"));
}

export function wholeRegion(imageId: string): RegionRecord {
  return {
    id: wholeRegionId(imageId),
    imageId,
    type: "whole",
    label: null,
    confidence: null,
    box: { x: 0, y: 0, width: 1, height: 1 },
  };
}

/**
 * Names of regions. An id says which image, what kind and where, so that a detector that finds the same
 * part again names it the same, and what people said of it stays; no table is needed to read it.
 */
import type { Box } from "./box.ts";
import type { RegionRecord, RegionType } from "./region.ts";

/** Places are told apart to a ten-thousandth of the side. */
const STEPS = 10_000;

/** `<image>:whole`, or `<image>:<type>:<x>-<y>-<width>-<height>` in ten-thousandths. */
export function regionId(imageId: string, type: Exclude<RegionType, "whole">, box: Box): string {
  const place = [box.x, box.y, box.width, box.height].map((part) => Math.round(part * STEPS));
  return `${imageId}:${type}:${place.join("-")}`;
}

/** Id of the whole-image region of an image. */
export function wholeRegionId(imageId: string): string {
  return `${imageId}:whole`;
}

/** The image a region belongs to. */
export function imageOfRegion(regionId: string): string {
  return regionId.slice(0, regionId.indexOf(":"));
}

/** Whether it is the whole image. */
export function isWhole(regionId: string): boolean {
  return regionId.endsWith(":whole");
}

/** The kind of a region, read from its id. */
export function typeOfRegion(regionId: string): RegionType {
  const from = regionId.indexOf(":") + 1;
  const to = regionId.indexOf(":", from);
  const type = regionId.slice(from, to < 0 ? undefined : to);
  switch (type) {
    case "object":
    case "text":
    case "face":
    case "drawn":
      return type;
    default:
      return "whole";
  }
}

/** The place of a region, read from its id to a ten-thousandth; the whole for the whole. */
export function boxOfRegion(regionId: string): Box {
  const place = regionId.slice(regionId.lastIndexOf(":") + 1).split("-");
  if (place.length !== 4) return { x: 0, y: 0, width: 1, height: 1 };
  const [x = 0, y = 0, width = 0, height = 0] = place.map((part) => Number(part) / STEPS);
  return { x, y, width, height };
}

/** The region every image has: all of it. */
export function wholeRegion(imageId: string): RegionRecord {
  return {
    id: wholeRegionId(imageId),
    imageId,
    type: "whole",
    label: null,
    confidence: null,
    box: { x: 0, y: 0, width: 1, height: 1 },
    text: null,
    detector: null,
  };
}

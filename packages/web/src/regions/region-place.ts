/** Where a region is, read from its id: `<image>:whole` or `<image>:<type>:<x>-<y>-<width>-<height>`. */
import type { Box } from "@imantics/api";

/** Ids tell places apart to a ten-thousandth of the side. */
const steps = 10_000;

export interface RegionPlace {
  readonly image: string;
  /** Undefined: the whole picture. */
  readonly box?: Box;
}

export function placeOfRegion(id: string): RegionPlace {
  const [image = "", , place] = id.split(":");
  const [x, y, width, height] = place?.split("-").map((part) => Number(part) / steps) ?? [];
  if (x === undefined || y === undefined || width === undefined || height === undefined) return { image };
  return { image, box: { x, y, width, height } };
}

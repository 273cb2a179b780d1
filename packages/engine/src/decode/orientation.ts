/** The eight EXIF orientations as turns and mirrors, for a picture whose orientation stands elsewhere. */
import type { Sharp } from "./sharp.ts";

/** sharp mirrors first (`flip` top to bottom, `flop` left to right), then turns by clockwise degrees. */
const steps: Readonly<Record<number, (pipeline: Sharp) => Sharp>> = {
  2: (pipeline) => pipeline.flop(),
  3: (pipeline) => pipeline.rotate(180),
  4: (pipeline) => pipeline.flip(),
  5: (pipeline) => pipeline.flip().rotate(90),
  6: (pipeline) => pipeline.rotate(90),
  7: (pipeline) => pipeline.flip().rotate(270),
  8: (pipeline) => pipeline.rotate(270),
};

/** Makes the picture upright. Anything but 2 to 8 is taken as upright already. */
export function applyOrientation(pipeline: Sharp, orientation: number): Sharp {
  return steps[orientation]?.(pipeline) ?? pipeline;
}

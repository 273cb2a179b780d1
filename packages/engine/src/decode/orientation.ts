/** The eight EXIF orientations as turns and mirrors, for a picture whose orientation stands elsewhere. */
import type { Sharp } from "./sharp.ts";

/** sharp turns first (clockwise degrees), then mirrors: `flip` top to bottom, `flop` left to right. */
const steps: Readonly<Record<number, (pipeline: Sharp) => Sharp>> = {
  2: (pipeline) => pipeline.flop(),
  3: (pipeline) => pipeline.rotate(180),
  4: (pipeline) => pipeline.flip(),
  5: (pipeline) => pipeline.rotate(270).flip(),
  6: (pipeline) => pipeline.rotate(90),
  7: (pipeline) => pipeline.rotate(90).flip(),
  8: (pipeline) => pipeline.rotate(270),
};

/** Makes the picture upright. Anything but 2 to 8 is taken as upright already. */
export function applyOrientation(pipeline: Sharp, orientation: number): Sharp {
  return steps[orientation]?.(pipeline) ?? pipeline;
}

/** Turns pixels by any angle: for text that does not lie level. */
import type { Pixels } from "../domain/pixels.ts";
import { fromPixels, toPixels } from "./sharp.ts";

/**
 * The whole of `pixels` turned clockwise about its centre, on grey, in a picture just large enough:
 * centre stays centre. Cubic interpolation; exact for quarter turns.
 */
export function turned(pixels: Pixels, radians: number): Promise<Pixels> {
  const degrees = (radians * 180) / Math.PI;
  return toPixels(fromPixels(pixels).rotate(degrees, { background: "#808080" }));
}

/**
 * Brings decoded pixels to the size that a network looks at.
 *
 * Cubic interpolation; when shrinking, sharp widens the kernel, so nothing aliases.
 */
import type { Pixels } from "../domain/pixels.ts";
import { asBytes, fromPixels } from "./sharp.ts";

/**
 * The middle of `pixels` as `size` × `size` pixels: scaled so that it fills the square, and what stands
 * out on the longer side cut off evenly. Returns `pixels` itself when it already has that size.
 * Costs about 1 CPU-ms from 256 px, 5 from 1024 px.
 */
export function resizeCover(pixels: Pixels, size: number): Promise<Pixels> {
  return resize(pixels, size, size, "cover");
}

/** The whole of `pixels` squeezed into `size` × `size` pixels: nothing cut off, proportions lost. */
export function resizeSqueezed(pixels: Pixels, size: number): Promise<Pixels> {
  return resize(pixels, size, size, "fill");
}

/** The whole of `pixels` as `width` × `height` pixels, whatever its proportions. */
export function resizeExactly(pixels: Pixels, width: number, height: number): Promise<Pixels> {
  return resize(pixels, width, height, "fill");
}

async function resize(pixels: Pixels, width: number, height: number, fit: "cover" | "fill"): Promise<Pixels> {
  if (pixels.width === width && pixels.height === height) return pixels;
  const resized = fromPixels(pixels).resize(width, height, { fit, kernel: "cubic" });
  return { width, height, data: asBytes(await resized.raw().toBuffer()) };
}

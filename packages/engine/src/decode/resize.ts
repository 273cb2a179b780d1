/**
 * Brings decoded pixels to the square that an encoder looks at.
 *
 * Cover-crop: the picture is scaled so that it fills the square, and what stands out on the longer side
 * is cut off evenly. Cubic interpolation; when shrinking, sharp widens the kernel, so nothing aliases.
 */
import sharp from "sharp";
import type { Pixels } from "../embed/encoder.ts";

/**
 * The middle of `pixels` as `size` × `size` pixels. Returns `pixels` itself when it already has that size.
 * Costs about 1 ms from 256 px, 5 ms from 1024 px.
 */
export async function resizeCover(pixels: Pixels, size: number): Promise<Pixels> {
  if (pixels.width === size && pixels.height === size) return pixels;
  const { width, height } = pixels;
  const { data } = await sharp(pixels.data, { raw: { width, height, channels: 3 } })
    .resize(size, size, { fit: "cover", position: "centre", kernel: "cubic" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: size, height: size, data };
}

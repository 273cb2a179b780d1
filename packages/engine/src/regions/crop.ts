/** Cuts rectangles out of pixels. */

import type { Box } from "../domain/box.ts";
import type { Pixels } from "../domain/pixels.ts";

/** The pixels under `box`, at least one. O(pixels of the box). */
export function crop({ width, height, data }: Pixels, box: Box): Pixels {
  const left = Math.min(width - 1, Math.max(0, Math.floor(box.x * width)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(box.y * height)));
  const right = Math.min(width, Math.max(left + 1, Math.ceil((box.x + box.width) * width)));
  const bottom = Math.min(height, Math.max(top + 1, Math.ceil((box.y + box.height) * height)));
  const columns = right - left;
  const cut = new Uint8Array(columns * (bottom - top) * 3);
  for (let y = top; y < bottom; y++) {
    const from = (y * width + left) * 3;
    cut.set(data.subarray(from, from + columns * 3), (y - top) * columns * 3);
  }
  return { width: columns, height: bottom - top, data: cut };
}

/** Hides one place of a picture behind its own blur, with soft edges: a hard edge is a thing to look at itself. */
import { resizeExactly } from "../../decode/resize.ts";
import type { Box } from "../../domain/box.ts";
import type { Pixels } from "../../domain/pixels.ts";

/** Longest side, px, that is left of a picture in its blur: colours and light, no shapes. */
const BLURRED_SIDE = 2;
/** Share of a window's side over which it fades in. */
const FADE = 0.2;

/** The picture with nothing left in it but broad colours; same size. */
export async function blurred(pixels: Pixels): Promise<Pixels> {
  const scale = BLURRED_SIDE / Math.max(pixels.width, pixels.height);
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  const small = await resizeExactly(pixels, side(pixels.width), side(pixels.height));
  return resizeExactly(small, pixels.width, pixels.height);
}

/** A copy of `pixels` that shows `filler` (of the same size) under `window`. O(pixels). */
export function occlude(pixels: Pixels, filler: Pixels, window: Box): Pixels {
  const { width, height } = pixels;
  const data = pixels.data.slice();
  const across = fades(width, window.x, window.width);
  const down = fades(height, window.y, window.height);
  for (let y = down.from; y < down.to; y++) {
    for (let x = across.from; x < across.to; x++) {
      const share = down.share[y - down.from]! * across.share[x - across.from]!;
      const at = (y * width + x) * 3;
      for (let channel = at; channel < at + 3; channel++) {
        data[channel] = Math.round(data[channel]! + share * (filler.data[channel]! - data[channel]!));
      }
    }
  }
  return { width, height, data };
}

/** How much of each pixel along one side is hidden, where any is. */
function fades(length: number, start: number, extent: number) {
  const [begin, end] = [start * length, (start + extent) * length];
  const from = Math.max(0, Math.floor(begin));
  const to = Math.min(length, Math.ceil(end));
  const fade = Math.max(1, FADE * (end - begin));
  const share = Float64Array.from({ length: Math.max(0, to - from) }, (_, i) => {
    const middle = from + i + 0.5;
    return Math.max(0, Math.min(1, (middle - begin) / fade, (end - middle) / fade));
  });
  return { from, to, share };
}

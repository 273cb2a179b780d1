/**
 * Area averaging in TypeScript for pictures that are small already: the 32 x 32 of a perceptual
 * hash, the few pixels of a placeholder, the side of a descriptor.
 */
import type { Pixels } from "./pixels.ts";

/**
 * Every target pixel is the mean of the source area that it covers, edges counted in part; when
 * enlarging, pixels repeat. Interleaved RGB floats, 0..255. O(source + target) pixels.
 */
export function shrinkByArea(pixels: Pixels, width: number, height: number): Float32Array {
  const rows = averageRows(pixels, height);
  const target = new Float32Array(width * height * 3);
  const step = pixels.width / width;
  for (let x = 0; x < width; x++) {
    eachCovered(x * step, (x + 1) * step, pixels.width, (source, share) => {
      for (let y = 0; y < height; y++) {
        const from = 3 * (y * pixels.width + source);
        const to = 3 * (y * width + x);
        target[to] = target[to] + share * rows[from];
        target[to + 1] = target[to + 1] + share * rows[from + 1];
        target[to + 2] = target[to + 2] + share * rows[from + 2];
      }
    });
  }
  return target;
}

function averageRows({ width, height, data }: Pixels, targetHeight: number): Float32Array {
  const stride = 3 * width;
  const rows = new Float32Array(stride * targetHeight);
  const step = height / targetHeight;
  for (let y = 0; y < targetHeight; y++) {
    const to = y * stride;
    eachCovered(y * step, (y + 1) * step, height, (source, share) => {
      const from = source * stride;
      for (let i = 0; i < stride; i++) rows[to + i] = rows[to + i] + share * data[from + i];
    });
  }
  return rows;
}

/** The whole numbers that the interval touches, each with its share of the interval. */
function eachCovered(
  start: number,
  end: number,
  limit: number,
  visit: (at: number, share: number) => void,
): void {
  const last = Math.min(limit - 1, Math.ceil(end) - 1);
  for (let at = Math.floor(start); at <= last; at++) {
    const covered = Math.min(end, at + 1) - Math.max(start, at);
    if (covered > 0) visit(at, covered / (end - start));
  }
}

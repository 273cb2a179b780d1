/**
 * How much of a picture has which colour, wherever it lies: a joint histogram of three channels.
 * After Swain & Ballard (1991).
 */
import type { Pixels } from "./pixels.ts";

export type ColourSpace = "hsv" | "rgb";

/**
 * Shares of the pixels, summing to 1: bins³ numbers, the first channel (red or hue) outermost. Grey has
 * hue 0. O(pixels).
 */
export function colourHistogram({ data }: Pixels, bins: number, space: ColourSpace): Float32Array {
  const counts = new Float64Array(bins ** 3);
  for (let i = 0; i < data.length; i += 3) {
    const [a, b, c] =
      space === "hsv"
        ? hsvOf(data[i], data[i + 1], data[i + 2])
        : [data[i] / 256, data[i + 1] / 256, data[i + 2] / 256];
    counts[(binOf(a, bins) * bins + binOf(b, bins)) * bins + binOf(c, bins)]++;
  }
  const pixelCount = data.length / 3;
  return Float32Array.from(counts, (count) => count / pixelCount);
}

/** Hue, saturation and value, 0..1, of red, green and blue, 0..255. After Smith (1978). */
export function hsvOf(red: number, green: number, blue: number): [number, number, number] {
  const largest = Math.max(red, green, blue);
  const spread = largest - Math.min(red, green, blue);
  if (spread === 0) return [0, 0, largest / 255];
  const sixth =
    largest === red
      ? (green - blue) / spread
      : largest === green
        ? 2 + (blue - red) / spread
        : 4 + (red - green) / spread;
  return [(sixth < 0 ? sixth + 6 : sixth) / 6, spread / largest, largest / 255];
}

const binOf = (value: number, bins: number): number => Math.min(bins - 1, Math.floor(value * bins));

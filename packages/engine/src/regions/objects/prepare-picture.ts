/** A picture as a detector of the hub wants it: which size, what fills the rest, which scale, which order. */
import { resizeExactly } from "../../decode/resize.ts";
import type { Pixels } from "../../domain/pixels.ts";
import type { Preparation } from "../../models/catalogue/object-detectors.ts";

export interface PreparedPicture {
  /** 3 × height × width. */
  readonly planes: Float32Array;
  readonly width: number;
  readonly height: number;
  /** Width and height of what is picture and not filling. */
  readonly used: { readonly width: number; readonly height: number };
}

/** Longest side of what `preparation` makes. */
export function longestSideOf(preparation: Preparation): number {
  return preparation.fit === "inside" ? preparation.longer : preparation.side;
}

/** Resizes, fills and scales. O(pixels of the network's input). */
export async function preparePicture(picture: Pixels, preparation: Preparation): Promise<PreparedPicture> {
  const used = usedSize(picture, preparation);
  const { width, height } = filledSize(used, preparation);
  const { data } = await resizeExactly(picture, used.width, used.height);
  const planes = new Float32Array(3 * width * height);
  for (let channel = 0; channel < 3; channel++) {
    const mean = preparation.mean[channel] ?? 0;
    const deviation = preparation.deviation[channel] ?? 1;
    const plane = planes.subarray(channel * width * height, (channel + 1) * width * height);
    if (preparation.fit === "square") plane.fill((0.5 - mean) / deviation);
    const source = preparation.channels === "rgb" ? channel : 2 - channel;
    for (let y = 0; y < used.height; y++) {
      for (let x = 0; x < used.width; x++) {
        const byte = data[(y * used.width + x) * 3 + source] ?? 0;
        plane[y * width + x] = (byte / 255 - mean) / deviation;
      }
    }
  }
  return { planes, width, height, used };
}

function usedSize({ width, height }: Pixels, preparation: Preparation): PreparedPicture["used"] {
  if (preparation.fit === "squeeze") return { width: preparation.side, height: preparation.side };
  const [longest, shortest] = [Math.max(width, height), Math.min(width, height)];
  const scale =
    preparation.fit === "square"
      ? preparation.side / longest
      : Math.min(preparation.shorter / shortest, preparation.longer / longest);
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: side(width), height: side(height) };
}

function filledSize(used: PreparedPicture["used"], preparation: Preparation): PreparedPicture["used"] {
  if (preparation.fit === "square") return { width: preparation.side, height: preparation.side };
  const step = preparation.fit === "inside" ? (preparation.sideStep ?? 1) : 1;
  return { width: Math.ceil(used.width / step) * step, height: Math.ceil(used.height / step) * step };
}

/**
 * Cuts a rectangle at any angle out of a picture, so that its text lies level, as the planes a network reads.
 * Lines that are larger than the strip are averaged over the pixels they cover, so nothing aliases.
 */
import type { Pixels } from "../../domain/pixels.ts";
import type { RotatedRectangle } from "./rotated-rectangle.ts";

/** A strip inside a batch of strips of equal size: three planes, each row-major. */
export interface Strip {
  readonly planes: Float32Array;
  /** Where its first plane starts in `planes`. */
  readonly offset: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Fills the left `width` columns of `strip` with what `rectangle` covers, as -1..1 in the order blue, green,
 * red; beyond the edge of the picture its border goes on. The other columns are left alone.
 */
export function cutLine(picture: Pixels, rectangle: RotatedRectangle, strip: Strip, width: number): void {
  const { planes, offset, height } = strip;
  const plane = strip.width * height;
  const [cos, sin] = [Math.cos(rectangle.angle), Math.sin(rectangle.angle)];
  const [stepAlong, stepAcross] = [rectangle.width / width, rectangle.height / height];
  const samples = Math.max(1, Math.round(Math.max(stepAlong, stepAcross)));
  const share = 2 / (255 * samples * samples);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let [red, green, blue] = [0, 0, 0];
      for (let i = 0; i < samples * samples; i++) {
        const along = (column + ((i % samples) + 0.5) / samples) * stepAlong - rectangle.width / 2;
        const across = (row + (Math.floor(i / samples) + 0.5) / samples) * stepAcross - rectangle.height / 2;
        const x = clamp(rectangle.x + along * cos - across * sin - 0.5, picture.width - 1);
        const y = clamp(rectangle.y + along * sin + across * cos - 0.5, picture.height - 1);
        const [left, top] = [Math.floor(x), Math.floor(y)];
        const [fx, fy] = [x - left, y - top];
        const at = 3 * (top * picture.width + left);
        const right = left + 1 < picture.width ? 3 : 0;
        const below = top + 1 < picture.height ? 3 * picture.width : 0;
        const { data } = picture;
        const [a, b, c, d] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy];
        red += a * data[at]! + b * data[at + right]! + c * data[at + below]! + d * data[at + below + right]!;
        green +=
          a * data[at + 1]! +
          b * data[at + right + 1]! +
          c * data[at + below + 1]! +
          d * data[at + below + right + 1]!;
        blue +=
          a * data[at + 2]! +
          b * data[at + right + 2]! +
          c * data[at + below + 2]! +
          d * data[at + below + right + 2]!;
      }
      const into = offset + row * strip.width + column;
      planes[into] = blue * share - 1;
      planes[into + plane] = green * share - 1;
      planes[into + 2 * plane] = red * share - 1;
    }
  }
}

function clamp(value: number, highest: number): number {
  return Math.max(0, Math.min(highest, value));
}

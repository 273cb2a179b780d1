import fc from "fast-check";
import { expect, test } from "vitest";
import { shrinkByArea } from "./shrink.ts";

const pictures = fc
  .integer({ min: 1, max: 12 })
  .chain((width) =>
    fc
      .integer({ min: 1, max: 12 })
      .chain((height) =>
        fc
          .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
          .map((data) => ({ width, height, data })),
      ),
  );
const side = fc.integer({ min: 1, max: 15 });

test("keeps the mean of every channel", () => {
  fc.assert(
    fc.property(pictures, side, side, (pixels, width, height) => {
      const target = shrinkByArea(pixels, width, height);
      for (const channel of [0, 1, 2]) {
        expect(mean(target, channel)).toBeCloseTo(mean(pixels.data, channel), 2);
      }
    }),
  );
});

test("the same size changes nothing", () => {
  fc.assert(
    fc.property(pictures, (pixels) => {
      expect(Array.from(shrinkByArea(pixels, pixels.width, pixels.height))).toEqual(Array.from(pixels.data));
    }),
  );
});

test("a pixel that lies across two is their weighted mean", () => {
  const pixels = { width: 3, height: 1, data: Uint8Array.of(0, 0, 0, 90, 90, 90, 210, 210, 210) };
  expect(Array.from(shrinkByArea(pixels, 2, 1))).toEqual([30, 30, 30, 170, 170, 170]);
});

function mean(values: ArrayLike<number>, channel: number): number {
  let sum = 0;
  for (let at = channel; at < values.length; at += 3) sum += values[at]!;
  return (3 * sum) / values.length;
}

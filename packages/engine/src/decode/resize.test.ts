import { describe, expect, test } from "vitest";
import type { Pixels } from "../domain/pixels.ts";
import { resizeCover, resizeExactly, resizeSqueezed } from "./resize.ts";

/** Three equal upright stripes: red, green, blue. */
const stripes: Pixels = {
  width: 90,
  height: 30,
  data: Uint8Array.from({ length: 90 * 30 * 3 }, (_, i) =>
    Math.floor((Math.floor(i / 3) % 90) / 30) === i % 3 ? 255 : 0,
  ),
};

function colourAt({ width, data }: Pixels, x: number, y: number): number[] {
  return [...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)];
}

describe("to a square", () => {
  test("cover keeps the middle and its proportions", async () => {
    const square = await resizeCover(stripes, 16);
    expect([square.width, square.height, square.data.length]).toEqual([16, 16, 768]);
    for (const x of [2, 8, 13]) expect(colourAt(square, x, 8)).toEqual([0, 255, 0]);
  });

  test("squeezed keeps everything", async () => {
    const square = await resizeSqueezed(stripes, 16);
    expect(colourAt(square, 1, 8)).toEqual([255, 0, 0]);
    expect(colourAt(square, 8, 8)).toEqual([0, 255, 0]);
    expect(colourAt(square, 14, 8)).toEqual([0, 0, 255]);
  });

  test("pixels of the right size come back untouched", async () => {
    const square = await resizeCover(stripes, 30);
    expect(await resizeSqueezed(square, 30)).toBe(square);
  });
});

test("exactly is as wide and as high as asked for, with everything on it", async () => {
  const { width, height, data } = await resizeExactly(stripes, 9, 40);
  expect([width, height, data.length]).toEqual([9, 40, 1080]);
  for (const [x, colour] of [
    [1, [255, 0, 0]],
    [4, [0, 255, 0]],
    [7, [0, 0, 255]],
  ] as const) {
    expect(colourAt({ width, height, data }, x, 20)).toEqual(colour);
  }
});

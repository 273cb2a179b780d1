import { expect, test } from "vitest";
import { heatColour, type Rgba, valueAt } from "./heat-colours.ts";

/** Relative luminance as WCAG defines it. */
function luminance([red, green, blue]: Rgba): number {
  const linear = (byte: number) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

test.each([1, -1])("stronger is lighter and less transparent, side %s", (side) => {
  const colours = Array.from({ length: 20 }, (_, i) => heatColour((side * (i + 1)) / 20));
  for (const [at, colour] of colours.entries()) {
    const before = colours[at - 1];
    if (before === undefined) continue;
    expect(luminance(colour)).toBeGreaterThan(luminance(before));
    expect(colour[3]).toBeGreaterThanOrEqual(before[3]);
  }
});

test("nothing is not drawn; for is warm, against is cool", () => {
  expect(heatColour(0)[3]).toBe(0);
  const [red, , blue] = heatColour(0.6);
  expect(red).toBeGreaterThan(blue);
  const [coolRed, , coolBlue] = heatColour(-0.6);
  expect(coolBlue).toBeGreaterThan(coolRed);
});

test("between the middles of cells values are mixed, and the border keeps its own", () => {
  const grid = [0, 1, 0.5, -1];
  expect(valueAt(grid, 2, 2, 1, 0)).toBe(1);
  expect(valueAt(grid, 2, 2, 0.5, 0)).toBe(0.5);
  expect(valueAt(grid, 2, 2, 0.5, 0.5)).toBeCloseTo(0.125);
  expect(valueAt(grid, 2, 2, 1.5, 1.5)).toBe(-1);
});

import { describe, expect, test } from "vitest";
import { areaOf, cornersOf, rectangleAt, smallestRectangle } from "./rotated-rectangle.ts";

const rectangle = { x: 40, y: 25, width: 60, height: 10, angle: 0 };
const degrees = Math.PI / 180;

describe("the smallest rectangle", () => {
  test.each([-44, -15, 0, 0.5, 30, 44])("is found again from its corners at %d degrees", (turn) => {
    const turned = { ...rectangle, angle: turn * degrees };
    const found = smallestRectangle(cornersOf(turned));
    for (const key of ["x", "y", "width", "height", "angle"] as const) {
      expect(found[key]).toBeCloseTo(turned[key], 9);
    }
  });

  test("of a line that stands upright is tall, not turned", () => {
    const found = smallestRectangle(cornersOf({ ...rectangle, angle: 90 * degrees }));
    expect([found.width, found.height]).toEqual([expect.closeTo(10, 9), expect.closeTo(60, 9)]);
  });

  test("no angle has a smaller one", () => {
    const points = Array.from({ length: 60 }, (_, i) => ((i * 7919) % 101) + 0.37 * ((i * 31) % 17));
    const found = areaOf(smallestRectangle(points));
    for (let turn = 0; turn < 90; turn += 0.25) {
      expect(areaOf(rectangleAt(points, turn * degrees))).toBeGreaterThanOrEqual(found - 1e-9);
    }
  });

  test("of points in a row has no height, of one point no size", () => {
    expect(areaOf(smallestRectangle([1, 1, 5, 5, 3, 3]))).toBeCloseTo(0, 9);
    expect(smallestRectangle([4, 2])).toMatchObject({ x: 4, y: 2, width: 0, height: 0 });
  });
});

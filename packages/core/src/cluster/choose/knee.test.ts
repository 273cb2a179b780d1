import fc from "fast-check";
import { expect, test } from "vitest";
import { kneeOf } from "./knee.ts";

test("the corner of two straight lines, wherever it is", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 18 }),
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      (corner, flat) => {
        const positions = Array.from({ length: 20 }, (_, i) => i);
        const values = positions.map((x) =>
          x < corner ? corner - x + flat * (19 - corner) : flat * (19 - x),
        );
        expect(kneeOf(positions, values)?.index).toBe(corner);
      },
    ),
  );
});

test("scale and place of the axes do not matter", () => {
  const positions = [1, 2, 3, 5, 8, 13];
  const values = [9, 5, 4, 3.5, 3.2, 3.1];
  const moved = kneeOf(
    positions.map((x) => 10 * x - 4),
    values.map((y) => 1000 * y + 7),
  );
  expect(moved?.index).toBe(kneeOf(positions, values)?.index);
  expect(moved?.depth).toBeCloseTo(kneeOf(positions, values)!.depth, 12);
});

test("a straight line, a bulge and two points have none", () => {
  expect(kneeOf([1, 2, 3, 4], [4, 3, 2, 1])).toBeUndefined();
  expect(kneeOf([0, 1, 2], [0, 1, 0])).toBeUndefined();
  expect(kneeOf([0, 1], [5, 1])).toBeUndefined();
  expect(kneeOf([0, 1, 2], [3, 3, 3])).toBeUndefined();
});

import type { Box } from "@imantics/api";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  boxBetween,
  corners,
  leastSide,
  middle,
  middleOfView,
  moved,
  oppositeCorner,
  resized,
  snapped,
} from "./part-box.ts";

const share = fc.double({ min: -0.5, max: 1.5, noNaN: true });
const point = fc.record({ x: share, y: share });
const box = fc.tuple(point, point).map(([a, b]) => boxBetween(a, b));

function isInside({ x, y, width, height }: Box): boolean {
  const hair = 1e-12;
  return (
    x >= 0 &&
    y >= 0 &&
    width >= leastSide - hair &&
    height >= leastSide - hair &&
    x + width <= 1 + hair &&
    y + height <= 1 + hair
  );
}

test("whatever is dragged, the box lies inside the picture and is not empty", () => {
  fc.assert(
    fc.property(box, point, (drawn, by) => {
      expect([drawn, moved(drawn, by), resized(drawn, by)].every(isInside)).toBe(true);
    }),
  );
});

test("moving keeps the size, resizing keeps the upper left corner", () => {
  fc.assert(
    fc.property(box, point, (drawn, by) => {
      expect(moved(drawn, by)).toMatchObject({ width: drawn.width, height: drawn.height });
      expect(resized(drawn, by)).toMatchObject({ x: drawn.x, y: drawn.y });
    }),
  );
});

test("drawing starts in the middle of what is seen", () => {
  const rect = (left: number, top: number, width: number, height: number): DOMRectReadOnly => ({
    ...{ x: left, y: top, left, top, width, height },
    ...{ right: left + width, bottom: top + height, toJSON: () => null },
  });
  const view = rect(0, 0, 400, 300);
  expect(middleOfView(rect(50, 60, 200, 100), view)).toEqual(middle);
  // Four times as large, and only its upper left quarter of each side is seen.
  expect(middleOfView(rect(0, 0, 1600, 1200), view)).toEqual({
    x: 0.0625,
    y: 0.0625,
    width: 0.125,
    height: 0.125,
  });
});

test("a corner is dragged about the opposite one", () => {
  const drawn = { x: 0.2, y: 0.3, width: 0.4, height: 0.5 };
  const opposite = corners.map((corner) => oppositeCorner(drawn, corner));
  expect(opposite.map(({ x, y }) => [x.toFixed(1), y.toFixed(1)])).toEqual([
    ["0.6", "0.8"],
    ["0.2", "0.8"],
    ["0.6", "0.3"],
    ["0.2", "0.3"],
  ]);
});

test("a snapped box lies inside the picture exactly, as the server asks", () => {
  fc.assert(
    fc.property(box, (drawn) => {
      const { x, y, width, height } = snapped(drawn);
      expect(x + width).toBeLessThanOrEqual(1);
      expect(y + height).toBeLessThanOrEqual(1);
      expect(Math.abs(width - drawn.width)).toBeLessThan(3e-4);
      expect(Math.abs(x - drawn.x)).toBeLessThan(1e-4);
    }),
  );
});

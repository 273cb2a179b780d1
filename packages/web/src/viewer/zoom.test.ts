import fc from "fast-check";
import { expect, test } from "vitest";
import { fitInto, fitted, withinStage, zoomAt } from "./zoom.ts";

test("the point under the pointer stays where it is", () => {
  const offset = fc.double({ min: -400, max: 400, noNaN: true });
  fc.assert(
    fc.property(offset, offset, fc.double({ min: 1.1, max: 3, noNaN: true }), (x, y, factor) => {
      const before = { scale: 2, x: 30, y: -20 };
      const after = zoomAt(before, factor, { x, y });
      expect((x - after.x) / after.scale).toBeCloseTo((x - before.x) / before.scale, 6);
      expect((y - after.y) / after.scale).toBeCloseTo((y - before.y) / before.scale, 6);
    }),
  );
});

test("zooming out ends at the fitted picture", () => {
  expect(zoomAt({ scale: 1.2, x: 50, y: 50 }, 0.5, { x: 0, y: 0 })).toEqual(fitted);
});

test("a small picture is shown at most twice its size", () => {
  expect(fitInto({ width: 32, height: 16 }, { width: 1000, height: 500 })).toEqual({ width: 64, height: 32 });
});

test("a picture cannot be dragged off the stage", () => {
  const stage = { width: 1000, height: 500 };
  const picture = fitInto({ width: 4000, height: 1000 }, stage);
  expect(picture).toEqual({ width: 1000, height: 250 });
  expect(withinStage({ scale: 2, x: 9999, y: 9999 }, picture, stage)).toEqual({ scale: 2, x: 500, y: 0 });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { intersectionOverUnion, sharedArea } from "./boxes.ts";

const side = fc.double({ min: 0, max: 1, noNaN: true });
const boxes = fc.record({ x: side, y: side, width: side, height: side });
const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

test.each([
  ["apart", box(0, 0, 1, 1), box(2, 0, 1, 1), 0, 0],
  ["touching", box(0, 0, 1, 1), box(1, 0, 1, 1), 0, 0],
  ["half over each other", box(0, 0, 2, 1), box(1, 0, 2, 1), 1, 1 / 3],
  ["one in the other", box(0, 0, 4, 4), box(1, 1, 2, 2), 4, 1 / 4],
  ["the same", box(3, 5, 7, 2), box(3, 5, 7, 2), 14, 1],
  ["empty", box(0, 0, 0, 0), box(0, 0, 0, 0), 0, 0],
])("%s", (_, a, b, shared, share) => {
  expect(sharedArea(a, b)).toBe(shared);
  expect(intersectionOverUnion(a, b)).toBeCloseTo(share, 12);
});

test("it is symmetric, between 0 and 1, and counts what a fine raster counts", () => {
  fc.assert(
    fc.property(boxes, boxes, (a, b) => {
      const share = intersectionOverUnion(a, b);
      expect(share).toBe(intersectionOverUnion(b, a));
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
      const steps = 60;
      const isIn = (c: typeof a, x: number, y: number) =>
        x > c.x && x < c.x + c.width && y > c.y && y < c.y + c.height;
      let both = 0;
      for (let i = 0; i < steps; i++) {
        for (let j = 0; j < steps; j++) {
          const [x, y] = [(2 * (i + 0.5)) / steps, (2 * (j + 0.5)) / steps];
          if (isIn(a, x, y) && isIn(b, x, y)) both++;
        }
      }
      expect(Math.abs(sharedArea(a, b) - (4 * both) / steps ** 2)).toBeLessThan(0.15);
    }),
    { numRuns: 30 },
  );
});

import { describe, expect, test } from "vitest";
import { cornersOf, type RotatedRectangle } from "./rotated-rectangle.ts";
import { textAreas } from "./text-areas.ts";

/** A map on which the inside of each rectangle has `probability`. */
function mapOf(rectangles: readonly RotatedRectangle[], probability = 0.9) {
  const [width, height] = [200, 120];
  const data = new Float32Array(width * height).map((_, i) => {
    const [x, y] = [(i % width) + 0.5, Math.floor(i / width) + 0.5];
    return rectangles.some((rectangle) => holds(rectangle, x, y)) ? probability : 0.05;
  });
  return { width, height, data };
}

function holds(rectangle: RotatedRectangle, x: number, y: number): boolean {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, , , x3 = 0, y3 = 0] = cornersOf(rectangle);
  const share = (ax: number, ay: number) =>
    ((x - x0) * (ax - x0) + (y - y0) * (ay - y0)) / ((ax - x0) ** 2 + (ay - y0) ** 2);
  const [along, across] = [share(x1, y1), share(x3, y3)];
  return along >= 0 && along <= 1 && across >= 0 && across <= 1;
}

const line = { x: 100, y: 60, width: 120, height: 12, angle: 0 };

describe("areas of text", () => {
  test("grow back by 1.7 times area over perimeter on every side", () => {
    const distance = (1.7 * 120 * 12) / (2 * (120 + 12));
    const [area, ...others] = textAreas(mapOf([line]));
    expect(others).toEqual([]);
    expect(area).toMatchObject({ x: 100, y: 60, angle: 0 });
    expect(area!.width).toBeCloseTo(120 + 2 * distance, 6);
    expect(area!.height).toBeCloseTo(12 + 2 * distance, 6);
  });

  test("keep their slant", () => {
    const [area] = textAreas(mapOf([{ ...line, angle: Math.PI / 12 }]));
    expect(area!.angle).toBeCloseTo(Math.PI / 12, 1);
    expect(area!.x).toBeCloseTo(100, 0);
    expect(area!.y).toBeCloseTo(60, 0);
  });

  test("come from top to bottom, lines apart staying apart", () => {
    const lines = [20, 50, 80].map((y) => ({ ...line, y }));
    expect(textAreas(mapOf(lines)).map(({ y }) => y)).toEqual([20, 50, 80]);
  });

  test("weak, thin or empty ones are none", () => {
    expect(textAreas(mapOf([line], 0.4))).toEqual([]);
    expect(textAreas(mapOf([{ ...line, height: 2 }]))).toEqual([]);
    expect(textAreas(mapOf([]))).toEqual([]);
  });
});

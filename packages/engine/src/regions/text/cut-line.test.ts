import { expect, test } from "vitest";
import { cutLine } from "./cut-line.ts";

/** Red grows to the right, green downwards, blue is 40. */
const ramp = {
  width: 20,
  height: 10,
  data: Uint8Array.from({ length: 600 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return [10 * (pixel % 20), 20 * Math.floor(pixel / 20), 40][i % 3]!;
  }),
};

/** Bytes of the cut, blue, green, red, each `height` × `width`. */
function cut(
  x: number,
  y: number,
  width: number,
  height: number,
  angle: number,
  columns: number,
  rows: number,
) {
  const planes = new Float32Array(3 * columns * rows);
  const strip = { planes, offset: 0, width: columns, height: rows };
  cutLine(ramp, { x, y, width, height, angle }, strip, columns);
  const bytes = [...planes].map((value) => ((value + 1) * 255) / 2);
  const plane = columns * rows;
  return { blue: bytes.slice(0, plane), green: bytes.slice(plane, 2 * plane), red: bytes.slice(2 * plane) };
}

test("a level cut of the same size is the pixels themselves", () => {
  const { blue, green, red } = cut(5, 3, 4, 2, 0, 4, 2);
  for (const [i, value] of [30, 40, 50, 60, 30, 40, 50, 60].entries()) expect(red[i]).toBeCloseTo(value, 3);
  for (const [i, value] of [40, 40, 40, 40, 60, 60, 60, 60].entries()) expect(green[i]).toBeCloseTo(value, 3);
  for (const value of blue) expect(value).toBeCloseTo(40, 3);
});

test("a line that runs downwards is laid level", () => {
  const { green, red } = cut(5, 3, 2, 4, Math.PI / 2, 2, 4);
  for (const [i, value] of [40, 60].entries()) expect(green[i]).toBeCloseTo(value, 3);
  for (const [i, value] of [60, 50, 40, 30].entries()) expect(red[2 * i]).toBeCloseTo(value, 3);
});

test("a smaller cut is an average, and beyond the edge the edge goes on", () => {
  expect(cut(10, 5, 20, 10, 0, 1, 1).red[0]).toBeCloseTo(95, 0);
  expect(cut(-50, 5, 4, 4, 0, 4, 4).red).toEqual(new Array(16).fill(expect.closeTo(0, 3)));
});

test("columns beyond the width are left alone", () => {
  const planes = new Float32Array(3 * 8);
  cutLine(ramp, { x: 5, y: 3, width: 2, height: 2, angle: 0 }, { planes, offset: 0, width: 4, height: 2 }, 2);
  expect(planes.filter((_, i) => i % 4 >= 2)).toEqual(new Float32Array(12));
});

import { expect, test } from "vitest";
import { dot, matrix, normaliseRows, row, rowRange, selectRows, squaredDistance } from "./matrix.ts";

const numbers = matrix(3, 2, Float32Array.of(3, 4, 0, 0, -5, 12));

test("rows and ranges are views, selections are copies", () => {
  const own = matrix(3, 2, numbers.data.slice());
  const picked = selectRows(own, [2, 0, 2]);
  row(own, 2)[0] = 7;
  expect([...rowRange(own, 1, 3).data]).toEqual([0, 0, 7, 12]);
  expect([...picked.data]).toEqual([-5, 12, 3, 4, -5, 12]);
});

test("normalising gives length 1, leaves zero rows and the original alone", () => {
  const unit = normaliseRows(numbers);
  expect([...unit.data]).toEqual([0.6, 0.8, 0, 0, -5 / 13, 12 / 13].map(Math.fround));
  expect(numbers.data[0]).toBe(3);
});

test("products and distances", () => {
  expect(dot(row(numbers, 0), row(numbers, 2))).toBe(33);
  expect(squaredDistance(row(numbers, 0), row(numbers, 2))).toBe(128);
});

test("a shape that does not fit its numbers is refused", () => {
  expect(() => matrix(2, 3, new Float32Array(5))).toThrow(/2 × 3 matrix needs 6 numbers, got 5/);
});

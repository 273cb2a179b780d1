/** From an output to vectors, by hand. */
import { expect, test } from "vitest";
import { pool } from "./pooling.ts";

const maps = Float32Array.of(1, 3, 5, 7, 0, 0, 0, 12, 2, 2, 2, 2, 0, 0, 0, 0);

test("feature maps are averaged, each channel on its own", () => {
  const { rows, columns, data } = pool({ shape: [2, 2, 2, 2], data: maps }, "average");
  expect([rows, columns]).toEqual([2, 2]);
  const length = Math.hypot(4, 3);
  for (const [at, value] of [4 / length, 3 / length, 1, 0].entries()) expect(data[at]).toBeCloseTo(value, 6);
});

test.each([
  ["average", [4, 4]],
  ["cls", [2, 2, 2, 2]],
  ["projection", [2, 4, 2]],
] as const)("%s does not take an output of %j", (pooling, shape) => {
  expect(() => pool({ shape, data: maps }, pooling)).toThrow(/cannot be pooled by/);
});

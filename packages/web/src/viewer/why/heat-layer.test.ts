import { expect, test } from "vitest";
import { strongestPlace } from "./heat-layer.tsx";

test.each([
  [0, "at the upper left"],
  [7 * 14 + 7, "in the middle"],
  [7 * 14, "at the left"],
  [14 * 14 - 7, "at the bottom"],
])("the strongest of 14 × 14 cells, number %s, is %s", (at, words) => {
  const grid = Array.from({ length: 14 * 14 }, (_, i) => (i === at ? 1 : -0.2));
  expect(strongestPlace({ rows: 14, columns: 14 }, grid)).toBe(words);
});

import { expect, test } from "vitest";
import { readHeatMap } from "./heat-map.ts";

const [WIDTH, HEIGHT] = [6, 4];
const CELLS = WIDTH * HEIGHT;

/** Maps with these peaks, each with all its distances, over a low and even ground. */
function draw(peaks: readonly { label: number; x: number; y: number; score: number; reach: number }[]) {
  const scores = new Float32Array(2 * CELLS).fill(0.01);
  const distances = new Float32Array(4 * CELLS);
  for (const { label, x, y, score, reach } of peaks) {
    scores[label * CELLS + y * WIDTH + x] = score;
    for (let side = 0; side < 4; side++) distances[side * CELLS + y * WIDTH + x] = reach;
  }
  return readHeatMap(
    { shape: [1, 2, HEIGHT, WIDTH], data: scores },
    { shape: [1, 4, HEIGHT, WIDTH], data: distances },
    { labels: ["cat", "dog"], cellSize: 4, minConfidence: 0.1 },
  );
}

test("a peak is a thing with its sides at the distances", () => {
  const [found, ...rest] = draw([{ label: 1, x: 3, y: 2, score: 0.75, reach: 4 }]);
  expect(rest).toEqual([]);
  expect(found).toMatchObject({ type: "object", label: "dog", confidence: 0.75 });
  // One cell to each side of cell (3, 2).
  expect(found?.box.x).toBeCloseTo(2 / 6);
  expect(found?.box.y).toBeCloseTo(1 / 4);
  expect(found?.box.width).toBeCloseTo(2 / 6);
  expect(found?.box.height).toBeCloseTo(2 / 4);
});

test("slopes are no things, and labels have maps of their own", () => {
  const found = draw([
    { label: 0, x: 1, y: 1, score: 0.9, reach: 4 },
    { label: 0, x: 2, y: 2, score: 0.5, reach: 4 },
    { label: 0, x: 5, y: 0, score: 0.4, reach: 4 },
    { label: 1, x: 2, y: 1, score: 0.3, reach: 4 },
  ]);
  expect(found.map(({ label, confidence }) => [label, confidence.toFixed(1)])).toEqual([
    ["cat", "0.4"],
    ["cat", "0.9"],
    ["dog", "0.3"],
  ]);
});

test("what is less sure than asked for is not there, and boxes end with the picture", () => {
  expect(draw([])).toEqual([]);
  const [found] = draw([{ label: 0, x: 0, y: 0, score: 0.6, reach: 1000 }]);
  expect(found?.box).toEqual({ x: 0, y: 0, width: 1, height: 1 });
});

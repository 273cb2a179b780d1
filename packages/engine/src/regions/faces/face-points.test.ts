import { expect, test } from "vitest";
import { readGrid } from "./face-points.ts";

test("reads a cell's answer: middle, size and points in pixels, from channels-first maps", () => {
  const [answers, rows, columns] = [2, 3, 4];
  const cells = rows * columns;
  const scores = new Float32Array(answers * cells).fill(-9);
  const boxes = new Float32Array(16 * answers * cells);
  // The second answer of the cell in row 1, column 2.
  const cell = 1 * columns + 2;
  scores[cells + cell] = 2;
  const numbers = [3, -4, 20, 30, -5, -6, 5, -6, 0, 1, 0, 7, 99, 99, 99, 99];
  for (const [k, number] of numbers.entries()) boxes[(16 + k) * cells + cell] = number;
  const faces = readGrid({
    stride: 16,
    scores: { shape: [1, answers, rows, columns], data: scores },
    boxes: { shape: [1, 16 * answers, rows, columns], data: boxes },
  });
  const [x, y] = [2.5 * 16, 1.5 * 16];
  expect(faces).toHaveLength(1);
  expect(faces[0]).toMatchObject({
    left: x + 3 - 10,
    top: y - 4 - 15,
    width: 20,
    height: 30,
    points: {
      leftEye: { x: x - 5, y: y - 6 },
      rightEye: { x: x + 5, y: y - 6 },
      nose: { x, y: y + 1 },
      mouth: { x, y: y + 7 },
    },
  });
  expect(faces[0]?.confidence).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
});

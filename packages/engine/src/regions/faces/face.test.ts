import { describe, expect, test } from "vitest";
import { averageOf, type Face, keepBest, overlap } from "./face.ts";

function faceAt(left: number, confidence: number): Face {
  const point = { x: left + 5, y: 5 };
  return {
    left,
    top: 0,
    width: 10,
    height: 10,
    confidence,
    points: { leftEye: point, rightEye: point, nose: point, mouth: point },
  };
}

describe("overlap", () => {
  test.each([
    [0, 1],
    [5, 1 / 3],
    [10, 0],
    [30, 0],
  ])("of two equal boxes %i pixels apart is %f", (apart, expected) => {
    expect(overlap(faceAt(0, 1), faceAt(apart, 1))).toBeCloseTo(expected, 12);
  });
});

describe("keepBest", () => {
  test("keeps the surest of each heap, best first", () => {
    const kept = keepBest([faceAt(0, 0.6), faceAt(1, 0.9), faceAt(40, 0.7), faceAt(2, 0.5)], 0.3);
    expect(kept.map(({ left }) => left)).toEqual([1, 40]);
  });
});

describe("averageOf", () => {
  test("weighs by confidence and keeps the best one", () => {
    const { left, confidence, points } = averageOf([faceAt(0, 0.9), faceAt(4, 0.3)]);
    expect(left).toBeCloseTo(1, 12);
    expect(points.nose.x).toBeCloseTo(6, 12);
    expect(confidence).toBe(0.9);
  });
});

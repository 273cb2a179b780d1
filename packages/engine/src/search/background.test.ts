import { matrix, normaliseRows, random } from "@imantics/core";
import { describe, expect, test } from "vitest";
import { backgroundOf, evenSample, percentileIn, spreadOf } from "./background.ts";

function noise(rows: number, columns: number, seed: number) {
  const generator = random(seed);
  return normaliseRows(
    matrix(
      rows,
      columns,
      Float32Array.from({ length: rows * columns }, () => generator.normal()),
    ),
  );
}

describe("what chance looks like", () => {
  test("standardised scores of unrelated pairs have mean 0 and deviation 1", () => {
    const { scores } = backgroundOf(noise(20, 32, 1), noise(500, 32, 2));
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length;
    expect(mean).toBeCloseTo(0, 6);
    expect(variance).toBeCloseTo(1, 6);
  });

  test("a picture is not counted as unrelated to itself", () => {
    const sample = noise(50, 16, 3);
    const { scores } = backgroundOf(evenSample(sample, 10), sample);
    expect(scores).toHaveLength(10 * 49);
  });

  test("percentile agrees with counting", () => {
    const scores = Float64Array.from([1, 2, 2, 3, 10]);
    for (const score of [0, 1, 2, 2.5, 10, 11]) {
      expect(percentileIn(scores, score)).toBe((100 * scores.filter((other) => other < score).length) / 5);
    }
  });

  test("identical pictures do not divide by zero", () => {
    const same = normaliseRows(matrix(5, 4, new Float32Array(20).fill(1)));
    expect(Number.isFinite(spreadOf(same.data.subarray(0, 4), same).deviation)).toBe(true);
  });
});

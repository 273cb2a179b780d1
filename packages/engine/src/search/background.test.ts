import { dot, matrix, normaliseRows, random, row } from "@imantics/core";
import { describe, expect, test } from "vitest";
import { backgroundOf, evenSample, evidenceOf, percentileAgainst, spreadOf } from "./background.ts";

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
  test("half of the unrelated pairs score below their mean, about a sixth above one deviation", () => {
    const background = backgroundOf(noise(20, 32, 1), noise(500, 32, 2));
    expect(background.scores?.sampleCount).toBe(20 * 500);
    expect(Math.abs(percentileAgainst(background, 0) - 50)).toBeLessThan(3);
    expect(Math.abs(percentileAgainst(background, 1) - 84)).toBeLessThan(3);
    expect(percentileAgainst(background, 100)).toBe(100);
    expect(percentileAgainst(background, -100)).toBe(0);
  });

  test("scores standardised by their spread have mean 0 and deviation 1", () => {
    const sample = noise(500, 32, 2);
    const query = row(noise(1, 32, 1), 0);
    const { mean, deviation } = spreadOf(query, sample);
    const scores = Array.from(
      { length: sample.rows },
      (_, i) => (dot(query, row(sample, i)) - mean) / deviation,
    );
    expect(scores.reduce((sum, score) => sum + score, 0) / scores.length).toBeCloseTo(0, 6);
    expect(scores.reduce((sum, score) => sum + score ** 2, 0) / scores.length).toBeCloseTo(1, 6);
  });

  test("a picture is not counted as unrelated to itself", () => {
    const sample = noise(50, 16, 3);
    expect(backgroundOf(evenSample(sample, 10), sample).scores?.sampleCount).toBe(10 * 49);
  });

  test("a library of one picture has no unrelated pairs, and says neither high nor low", () => {
    const one = noise(1, 8, 4);
    expect(percentileAgainst(backgroundOf(one, one), 3)).toBe(50);
  });

  test("what a query found is the mean of its five best, or of what there is", () => {
    expect(evidenceOf([1, 9, 2, 8, 7, 6, 5, 0])).toBe(7);
    expect(evidenceOf([1, 3])).toBe(2);
  });

  test("identical pictures do not divide by zero", () => {
    const same = normaliseRows(matrix(5, 4, new Float32Array(20).fill(1)));
    expect(Number.isFinite(spreadOf(same.data.subarray(0, 4), same).deviation)).toBe(true);
  });
});

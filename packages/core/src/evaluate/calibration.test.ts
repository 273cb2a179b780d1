import fc from "fast-check";
import { expect, test } from "vitest";
import { random } from "../random.ts";
import { percentileOf, scoreBackground } from "./calibration.ts";

test("a percentile is the share of background scores below, equal ones half", () => {
  const background = scoreBackground([0.25, 0.5, 0.5, 0.75]);
  expect([0, 0.25, 0.5, 0.6, 0.75, 1].map((score) => percentileOf(score, background))).toEqual([
    0, 0.125, 0.5, 0.75, 0.875, 1,
  ]);
});

test("thinning a hundred thousand scores moves no percentile by a thousandth", () => {
  const chance = random(2);
  const scores = Float64Array.from({ length: 100_000 }, () => chance.normal());
  const background = scoreBackground(scores);
  expect(background.quantiles.length).toBeLessThan(3000);
  for (const score of [-3, -1, 0, 0.5, 2, 3]) {
    const share = scores.filter((other) => other < score).length / scores.length;
    expect(Math.abs(percentileOf(score, background) - share)).toBeLessThan(1e-3);
  }
});

test("a higher score never has a lower percentile", () => {
  const score = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(score, { minLength: 1 }), score, score, (scores, a, b) => {
      const background = scoreBackground(scores);
      const [low, high] = a < b ? [a, b] : [b, a];
      expect(percentileOf(low, background)).toBeLessThanOrEqual(percentileOf(high, background));
    }),
  );
});

test("no background, no percentile", () => {
  expect(() => scoreBackground([])).toThrow(/at least one score/);
  expect(() => scoreBackground([0.1, Number.NaN])).toThrow(/NaN among them/);
});

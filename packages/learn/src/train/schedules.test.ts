import { expect, test } from "vitest";
import { constantRate, cosineRate, stepRate } from "./schedules.ts";

test("warm-up climbs evenly to the rate", () => {
  const rate = constantRate(0.8, { warmUpSteps: 4 });
  expect([0, 1, 2, 3, 4, 99].map(rate)).toEqual([0.2, 0.4, 0.6000000000000001, 0.8, 0.8, 0.8]);
});

test("the cosine starts at the rate, is half way in the middle and ends at the last rate", () => {
  const rate = cosineRate(1, 110, { warmUpSteps: 10, last: 0.2 });
  expect(rate(9)).toBe(1);
  expect(rate(10)).toBe(1);
  expect(rate(60)).toBeCloseTo(0.6);
  expect(rate(110)).toBeCloseTo(0.2);
  for (let step = 11; step < 110; step++) expect(rate(step)).toBeLessThan(rate(step - 1));
});

test("a step schedule falls at its steps", () => {
  const rate = stepRate(1, { at: [3, 5], factor: 0.5 });
  expect([0, 2, 3, 4, 5, 9].map(rate)).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
});

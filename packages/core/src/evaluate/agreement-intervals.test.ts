import { expect, test } from "vitest";
import { random } from "../random.ts";
import { agreement } from "./agreement.ts";
import { agreementIntervals } from "./agreement-intervals.ts";

/** Labels of five classes, and predictions that are right seven times in ten. */
function noisyLabels(count: number, seed: number) {
  const chance = random(seed);
  const truth = Array.from({ length: count }, () => chance.integer(5));
  const predicted = truth.map((label) => (chance.uniform() < 0.7 ? label : chance.integer(5)));
  return { truth, predicted };
}

test("intervals hold the figure, and the figure of far more things of the same kind", () => {
  const { truth, predicted } = noisyLabels(400, 1);
  const ids = ["adjustedRandIndex", "adjustedMutualInformation", "purity"] as const;
  const intervals = agreementIntervals(truth, predicted, ids, { seed: 2 });
  const many = noisyLabels(50_000, 3);
  const limit = agreement(many.truth, many.predicted);
  const here = agreement(truth, predicted);
  for (const id of ids) {
    const { low, high, value } = intervals.get(id)!;
    expect(value).toBe(here[id]);
    expect(low).toBeLessThan(limit[id]);
    expect(high).toBeGreaterThan(limit[id]);
    expect(high - low).toBeLessThan(0.25);
  }
});

test("perfect agreement is sure", () => {
  const { truth } = noisyLabels(50, 4);
  const { low, high } = agreementIntervals(truth, truth, ["adjustedRandIndex"]).get("adjustedRandIndex")!;
  expect([low, high]).toEqual([1, 1]);
});

test("labellings of different length are refused", () => {
  expect(() => agreementIntervals([1, 2], [1], ["purity"])).toThrow(/2 true and 1 predicted/);
});

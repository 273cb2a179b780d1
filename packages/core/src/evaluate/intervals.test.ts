import { describe, expect, test } from "vitest";
import { random } from "../random.ts";
import { contingency } from "./contingency.ts";
import { interval } from "./intervals.ts";
import { adjustedRandIndex } from "./pairs.ts";

function draws(count: number, seed: number): Float64Array {
  const chance = random(seed);
  return Float64Array.from({ length: count }, () => chance.normal());
}
const meanOf = (values: Float64Array) => (indices: Int32Array) =>
  indices.reduce((sum, i) => sum + values[i]!, 0) / indices.length;

describe.each(["bootstrap", "half-samples"] as const)("%s", (scheme) => {
  test("the interval of a mean is the textbook's ± 1.96 s / √n", () => {
    const { low, high, value } = interval(400, meanOf(draws(400, 7)), { scheme, rounds: 2000 });
    const wanted = 1.96 / Math.sqrt(400);
    expect((high - low) / 2 / wanted).toBeGreaterThan(0.9);
    expect((high - low) / 2 / wanted).toBeLessThan(1.1);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  });

  test("holds the truth about as often as it says", () => {
    let held = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { low, high } = interval(60, meanOf(draws(60, seed)), { scheme, level: 0.9, seed });
      if (low < 0 && high > 0) held++;
    }
    expect(held / 200).toBeGreaterThan(0.83);
    expect(held / 200).toBeLessThan(0.96);
  });

  test("same seed, same interval", () => {
    const measure = meanOf(draws(50, 1));
    expect(interval(50, measure, { scheme, seed: 3 })).toEqual(interval(50, measure, { scheme, seed: 3 }));
    expect(interval(50, measure, { scheme, seed: 3 })).not.toEqual(
      interval(50, measure, { scheme, seed: 4 }),
    );
  });
});

test("things drawn twice would raise a figure about groups; half samples leave it where it is", () => {
  // 60 classes of 3 against random clusters of 3: the truth is 0.
  const chance = random(5);
  const truth = Array.from({ length: 180 }, (_, i) => Math.floor(i / 3));
  const predicted = Array.from({ length: 180 }, () => chance.integer(60));
  const measure = (indices: Int32Array) =>
    adjustedRandIndex(
      contingency(
        Array.from(indices, (i) => truth[i]!),
        Array.from(indices, (i) => predicted[i]!),
      ),
    );
  const half = interval(180, measure);
  expect(half.low).toBeLessThan(half.value);
  expect(half.high).toBeGreaterThan(half.value);
  expect(interval(180, measure, { scheme: "bootstrap" }).low).toBeGreaterThan(half.value + 0.1);
});

test("too little to resample is refused", () => {
  expect(() => interval(1, () => 0)).toThrow(/at least 2 things/);
  expect(() => interval(5, () => 0, { level: 1 })).toThrow(/level between 0 and 1/);
});

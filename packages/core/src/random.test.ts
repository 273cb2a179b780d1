import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { random, sample, shuffle, weightedIndex } from "./random.ts";

const draws = (seed: number, count: number) => {
  const chance = random(seed);
  return Array.from({ length: count }, () => chance.uniform());
};

describe("the generator", () => {
  test("gives the same stream for a seed and another for its neighbour", () => {
    expect(draws(7, 5)).toEqual(draws(7, 5));
    expect(draws(7, 5)).not.toEqual(draws(8, 5));
    expect(draws(7, 5)).not.toEqual(draws(7 + 2 ** 32, 5));
  });

  test("is uniform: sixteen equal bins pass a chi-squared test", () => {
    const bins = new Float64Array(16);
    for (const value of draws(1, 160_000)) bins[Math.floor(value * 16)]++;
    const chiSquared = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquared).toBeLessThan(37.7); // 15 degrees of freedom, one in a thousand
  });

  test("draws normals with the moments of a normal", () => {
    const chance = random(3);
    const values = Float64Array.from({ length: 100_000 }, () => chance.normal());
    const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / values.length;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(moment(4)).toBeGreaterThan(2.8);
    expect(moment(4)).toBeLessThan(3.2);
  });
});

test("a shuffle keeps every item and reaches every order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
      expect(shuffle(items, random(seed)).sort()).toEqual([...items].sort());
    }),
  );
  const orders = new Set(Array.from({ length: 200 }, (_, seed) => shuffle([1, 2, 3], random(seed)).join()));
  expect(orders.size).toBe(6);
});

test("a sample holds different, ascending indices, each equally likely", () => {
  const hits = new Float64Array(10);
  for (let seed = 0; seed < 5000; seed++) {
    const chosen = [...sample(10, 3, random(seed))];
    expect(new Set(chosen).size).toBe(3);
    expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
    for (const index of chosen) hits[index]++;
  }
  for (const count of hits) expect(Math.abs(count - 1500)).toBeLessThan(150);
  expect([...sample(3, 9, random(1))]).toEqual([0, 1, 2]);
});

describe("a weighted choice", () => {
  test("follows the weights and never takes a zero", () => {
    const chance = random(5);
    const hits = [0, 0, 0, 0];
    for (let i = 0; i < 40_000; i++) hits[weightedIndex([1, 0, 3, 0], chance)]!++;
    expect(hits[1]! + hits[3]!).toBe(0);
    expect(hits[2]! / hits[0]!).toBeCloseTo(3, 0);
  });

  test("refuses what is no distribution", () => {
    expect(() => weightedIndex([0, 0], random(1))).toThrow(/All 2 weights are 0/);
    expect(() => weightedIndex([1, Number.NaN], random(1))).toThrow(/Weight 1 is NaN/);
  });
});

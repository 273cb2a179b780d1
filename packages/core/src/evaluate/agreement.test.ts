import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expected as reference } from "../../../../fixtures/reference/reference.ts";
import { random, shuffle } from "../random.ts";
import { agreement, agreementReport, noiseAsSingletons } from "./agreement.ts";
import { contingency } from "./contingency.ts";
import {
  adjustedMutualInformation,
  completeness,
  entropy,
  homogeneity,
  normalisedMutualInformation,
  sharedInformation,
  vMeasure,
} from "./information.ts";
import { hungarianAccuracy, inversePurity, minimumCostMatching, purity } from "./matching.ts";
import { adjustedRandIndex, fowlkesMallows, pairCounts, randIndex } from "./pairs.ts";

interface Case {
  a: number[];
  b: number[];
  expect: Record<string, number> & { pair_confusion: number[][]; contingency: number[][] };
}
const cases: [string, Case][] = Object.entries(reference.external);

describe.each(cases)("scikit-learn's figures for %s", (_, { a, b, expect: wanted }) => {
  const table = contingency(a, b);
  const { mutual, expected } = sharedInformation(table);
  const pairs = pairCounts(table);
  test.each<[string, number]>([
    ["mi", mutual],
    ["emi", expected],
    ["nmi_arith", normalisedMutualInformation(table)],
    ["nmi_geo", normalisedMutualInformation(table, "geometric")],
    ["nmi_min", normalisedMutualInformation(table, "min")],
    ["nmi_max", normalisedMutualInformation(table, "max")],
    ["ami", adjustedMutualInformation(table)],
    ["ami_max", adjustedMutualInformation(table, "max")],
    ["h", homogeneity(table)],
    ["c", completeness(table)],
    ["v", vMeasure(table)],
    ["v_beta02", vMeasure(table, 0.2)],
    ["ari", adjustedRandIndex(table)],
    ["rand", randIndex(table)],
    ["fmi", fowlkesMallows(table)],
    ["purity", purity(table)],
    ["inv_purity", inversePurity(table)],
    ["hungarian_acc", hungarianAccuracy(table)],
  ])("%s", (name, value) => expect(Math.abs(value - wanted[name]!)).toBeLessThan(1e-9));

  test("pair counts and cells", () => {
    expect([
      [pairs.bothApart, pairs.onlyPredicted],
      [pairs.onlyTruth, pairs.bothTogether],
    ]).toEqual(wanted.pair_confusion);
    const counts = (numbers: readonly number[]) => numbers.filter((n) => n > 0).sort((x, y) => x - y);
    expect(counts(table.cells.map(({ count }) => count))).toEqual(counts(wanted.contingency.flat()));
  });
});

describe("limits", () => {
  test("a hundred and ten copies of the labelling raise AMI to .38", () => {
    const { a, b } = reference.external.amx;
    const copies = (labels: number[]) => Array.from({ length: 110 }, () => labels).flat();
    expect(adjustedMutualInformation(contingency(copies(a), copies(b)))).toBeCloseTo(0.38, 2);
  });

  test.each([10, 100, 1000, 10_000])("constant against all different, %i things: 0", (size) => {
    const table = contingency(
      new Int32Array(size),
      Int32Array.from({ length: size }, (_, i) => i),
    );
    expect(normalisedMutualInformation(table)).toBe(0);
    expect(adjustedMutualInformation(table)).toBeCloseTo(0, 12);
    expect(adjustedRandIndex(table)).toBe(0);
    expect(vMeasure(table)).toBe(0);
  });

  test("nothing, one thing, and names instead of numbers", () => {
    for (const labels of [[], [7], ["cat", "dog", "cat"]]) {
      for (const [name, value] of Object.entries(agreement(labels, labels))) {
        const noPairs = name === "fowlkesMallows" && labels.length < 2;
        expect(value, name).toBeCloseTo(noPairs ? 0 : 1, 12);
      }
    }
    expect(entropy([2, 1])).toBeCloseTo(0.6365141, 6);
  });

  test("random labels: ARI and AMI near 0, NMI far from it", () => {
    const labels = (count: number, seed: number) => {
      const chance = random(seed);
      return Array.from({ length: 100 }, () => chance.integer(count));
    };
    for (const count of [2, 10, 50, 90]) {
      const tables = Array.from({ length: 30 }, (_, seed) =>
        contingency(labels(count, seed), labels(count, 1000 + seed)),
      );
      const mean = (measure: (table: (typeof tables)[number]) => number) =>
        tables.reduce((sum, table) => sum + measure(table), 0) / tables.length;
      expect(Math.abs(mean(adjustedRandIndex))).toBeLessThan(0.03);
      expect(Math.abs(mean(adjustedMutualInformation))).toBeLessThan(0.05);
      if (count >= 50) expect(mean(normalisedMutualInformation)).toBeGreaterThan(0.6);
    }
  });

  test("a cell of 70,000 overflows nothing", () => {
    const a = Int32Array.from({ length: 140_000 }, (_, i) => (i < 70_000 ? 0 : 1));
    for (const value of Object.values(agreement(a, a))) expect(value).toBeCloseTo(1, 12);
  });

  test("labellings of different length are refused with both lengths", () => {
    expect(() => agreement([1, 2], [1])).toThrow(/2 true and 1 predicted/);
  });
});

test("renaming labels changes nothing", () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })), {
    minLength: 2,
    maxLength: 40,
  });
  fc.assert(
    fc.property(pairs, (labels) => {
      const truth = labels.map(([a]) => a);
      const predicted = labels.map(([, b]) => b);
      const before = agreement(truth, predicted);
      const after = agreement(
        truth.map((a) => `class ${5 - a}`),
        predicted.map((b) => (b * 7) % 11),
      );
      for (const [name, value] of Object.entries(before)) {
        expect(after[name as keyof typeof after]).toBeCloseTo(value, 9);
      }
    }),
  );
});

test("the matching is as good as the best permutation", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const chance = random(seed);
      const costs = Float64Array.from({ length: 16 }, () => chance.integer(20));
      const matched = minimumCostMatching(costs, 4, 4);
      expect(new Set(matched).size).toBe(4);
      const cost = (columns: ArrayLike<number>) =>
        [0, 1, 2, 3].reduce((sum, r) => sum + costs[4 * r + columns[r]!]!, 0);
      const all = permutations([0, 1, 2, 3]).map(cost);
      expect(cost(matched)).toBe(Math.min(...all));
    }),
  );
});

describe("noise", () => {
  test("a perfect half with the rest as noise: perfect where covered, said to cover half", () => {
    const truth = Int32Array.from({ length: 200 }, (_, i) => i % 10);
    const assignment = truth.map((label, i) => (i < 100 ? label : -1));
    const report = agreementReport(truth, assignment, 1);
    expect(report.coverage).toBe(0.5);
    expect(report.covered.adjustedRandIndex).toBe(1);
    expect(report.asSingletons.adjustedRandIndex).toBeGreaterThan(0.3);
    expect(Math.abs(report.shuffled.adjustedRandIndex)).toBeLessThan(0.05);
  });

  test("each noise vector gets a label nobody else has", () => {
    expect([...noiseAsSingletons([-1, 3, 3, -1])]).toEqual([4, 3, 3, 5]);
  });

  test("the shuffled baseline keeps sizes and repeats for a seed", () => {
    const truth = shuffle(
      Array.from({ length: 60 }, (_, i) => i % 3),
      random(1),
    );
    expect(agreementReport(truth, truth, 5).shuffled).toEqual(agreementReport(truth, truth, 5).shuffled);
    expect(agreementReport(truth, truth, 5).shuffled.purity).toBeLessThan(0.7);
  });
});

function permutations(items: number[]): number[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

import { describe, expect, test } from "vitest";
import { digits, expected } from "../../../../fixtures/reference/reference.ts";
import { plainKernels } from "../compute/plain.ts";
import { matrix } from "../matrix.ts";
import {
  averagePrecision,
  meanAveragePrecision,
  meanOverQueries,
  neighbourAgreement,
  normalisedDiscountedGain,
  precisionAt,
  recallAt,
  reciprocalRank,
} from "./retrieval.ts";

describe("a ranking by hand: relevant at places 1, 3 and never", () => {
  const ranked = [5, 9, 2, 7];
  const relevant = new Set([5, 2, 100]);
  test("recall and precision", () => {
    expect([1, 2, 3, 10].map((k) => recallAt(k, ranked, relevant))).toEqual([1 / 3, 1 / 3, 2 / 3, 2 / 3]);
    expect([1, 2, 4, 8].map((k) => precisionAt(k, ranked, relevant))).toEqual([1, 0.5, 0.5, 0.25]);
  });
  test("average precision", () => {
    expect(averagePrecision(ranked, relevant)).toBeCloseTo((1 + 2 / 3) / 3, 12);
    const perfect = { ranked: [100, 2, 5], relevant };
    const hopeless = { ranked: [1], relevant: new Set<number>() };
    expect(meanAveragePrecision([{ ranked, relevant }, perfect, hopeless])).toBeCloseTo((5 / 9 + 1) / 2, 12);
  });
});

test("neighbours of the digits share labels as often as scikit-learn says", async () => {
  const { vectors, labels } = digits();
  const how = { metric: "euclidean", kernels: plainKernels } as const;
  expect(await neighbourAgreement(vectors, labels, 1, how)).toBeCloseTo(expected.digits.nn1_same_label, 9);
  expect(await neighbourAgreement(vectors, labels, 20, how)).toBeCloseTo(expected.digits.nn20_purity, 4);
});

test("a duplicate is a neighbour, the vector itself is not", async () => {
  const vectors = matrix(4, 1, Float32Array.of(0, 0, 5, 5.1));
  const how = { metric: "euclidean", kernels: plainKernels } as const;
  expect(await neighbourAgreement(vectors, ["a", "b", "c", "c"], 1, how)).toBe(0.5);
});

describe("gains", () => {
  const gains = new Map([
    [1, 3],
    [2, 2],
    [3, 3],
    [5, 1],
    [6, 2],
  ]);
  test("nDCG of the textbook's ranking", () => {
    // Gains 3, 2, 3, 0, 1, 2 in this order: DCG 6.861, of the best order 7.141.
    expect(normalisedDiscountedGain(6, [1, 2, 3, 4, 5, 6], gains)).toBeCloseTo(0.9608, 4);
    expect(normalisedDiscountedGain(1, [2], gains)).toBeCloseTo(2 / 3, 12);
    expect(normalisedDiscountedGain(9, [3, 1, 6, 2, 5], gains)).toBe(1);
  });
  test("reciprocal rank, and means over queries that have answers", () => {
    const relevant = new Set([3]);
    expect(reciprocalRank([1, 2, 3], relevant)).toBeCloseTo(1 / 3, 12);
    const queries = [
      { ranked: [1, 2, 3], relevant },
      { ranked: [3], relevant },
      { ranked: [1], relevant: new Set<number>() },
    ];
    expect(meanOverQueries(queries, reciprocalRank)).toBeCloseTo(2 / 3, 12);
  });
});

import { describe, expect, test } from "vitest";
import { digits, expected, iris, standardisedWine } from "../../../../fixtures/reference/reference.ts";
import { type Matrix, matrix } from "../matrix.ts";
import { applyPca, fitPca } from "./pca.ts";

describe.each([
  ["iris", iris(), expected.internal.iris],
  ["wine", standardisedWine(), expected.internal.wine_std],
])("scikit-learn's axes of %s", (_, { vectors }, wanted) => {
  const pca = fitPca(vectors, { dimensions: vectors.columns });
  test("shares of variance and singular values", () => {
    for (const [d, share] of wanted.pca_evr.entries()) expect(pca.varianceShares[d]).toBeCloseTo(share, 7);
    for (const [d, value] of wanted.pca_sv.entries()) {
      expect(Math.sqrt(pca.variances[d]! * (vectors.rows - 1))).toBeCloseTo(value, 4);
    }
  });

  test("whitened coordinates are uncorrelated with variance 1", () => {
    const white = applyPca(pca, vectors, { whitens: true });
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) {
        const moment = momentOf(white, a, b) / (white.rows - 1);
        expect(moment).toBeCloseTo(a === b ? 1 : 0, 4);
      }
    }
  });
});

test("95 % of the variance of digits takes as many axes as in scikit-learn", () => {
  expect(fitPca(digits().vectors, { varianceKept: 0.95 }).dimensions).toBe(expected.digits.pca95);
});

test("all axes together keep every distance", () => {
  const { vectors } = iris();
  const turned = applyPca(fitPca(vectors, { varianceKept: 1 }), vectors);
  const apart = ({ data, columns }: Matrix, i: number, j: number) =>
    Math.hypot(...Array.from({ length: columns }, (_, c) => data[i * columns + c]! - data[j * columns + c]!));
  for (const [i, j] of [
    [0, 1],
    [7, 99],
    [50, 149],
  ] as const) {
    expect(apart(turned, i, j)).toBeCloseTo(apart(vectors, i, j), 5);
  }
});

test("constant vectors have no variance and no NaN", () => {
  const pca = fitPca(matrix(5, 3, new Float32Array(15).fill(2)), { dimensions: 2 });
  const white = applyPca(pca, matrix(1, 3), { whitens: true });
  expect(white.data.every((value) => value === 0)).toBe(true);
});

test("sizes outside their range are refused", () => {
  const { vectors } = iris();
  expect(() => fitPca(vectors, { dimensions: 5 })).toThrow(/dimensions is 5; .* from 1 to 4/);
  expect(() => fitPca(vectors, { varianceKept: 1.5 })).toThrow(/varianceKept is 1.5/);
  expect(() => fitPca(matrix(1, 3), { dimensions: 1 })).toThrow(/1 vectors/);
  expect(() => applyPca(fitPca(vectors, { dimensions: 2 }), matrix(2, 3))).toThrow(
    /of 3 numbers do not fit axes of 4/,
  );
});

function momentOf({ rows, columns, data }: Matrix, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += data[i * columns + a]! * data[i * columns + b]!;
  return sum;
}

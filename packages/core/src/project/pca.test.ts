import { expect, test } from "vitest";
import { digits, iris } from "../../../../fixtures/reference/reference.ts";
import { type Matrix, matrix } from "../matrix.ts";
import { methodRun } from "../method/context.ts";
import { applyPca, fitPca } from "../reduce/pca.ts";
import { pcaProjection } from "./pca.ts";
import { principalStart } from "./principal-start.ts";

test("the coordinates are those of the exact axes", async () => {
  const { vectors } = iris();
  const { coordinates } = await pcaProjection.project(vectors, { dimensions: 3 }, { seed: 1 });
  const exact = applyPca(fitPca(vectors, { dimensions: 3 }), vectors);
  for (const [p, value] of coordinates.data.entries()) expect(value).toBeCloseTo(exact.data[p]!, 4);
});

test("scikit-learn's trustworthiness on digits", async () => {
  const { quality } = await pcaProjection.project(digits().vectors, {}, { seed: 1 });
  expect(Math.abs(quality.trustworthiness - 0.83)).toBeLessThan(0.01);
});

test("where other methods start, the first axes are the same but for signs", async () => {
  const { vectors } = iris();
  const context = { seed: 1 };
  const exact = applyPca(fitPca(vectors, { dimensions: 2 }), vectors);
  const start = await principalStart(vectors, "euclidean", { ...methodRun(context), dimensions: 2, context });
  for (const axis of [0, 1]) {
    expect(Math.abs(correlation(exact, start, axis))).toBeGreaterThan(0.999);
    expect(Math.abs(length(start, axis) / length(exact, axis) - 1)).toBeLessThan(1e-3);
  }
});

test("missing axes are 0", async () => {
  const line = matrix(4, 1, Float32Array.of(1, 2, 3, 6));
  const { coordinates } = await pcaProjection.project(line, {}, { seed: 1 });
  expect([...coordinates.data]).toEqual([-2, 0, -1, 0, 0, 0, 3, 0]);
});

const products = (a: Matrix, b: Matrix, axis: number) =>
  Array.from(
    { length: a.rows },
    (_, i) => a.data[i * a.columns + axis]! * b.data[i * b.columns + axis]!,
  ).reduce((sum, value) => sum + value, 0);
const length = (a: Matrix, axis: number) => Math.sqrt(products(a, a, axis));
const correlation = (a: Matrix, b: Matrix, axis: number) =>
  products(a, b, axis) / (length(a, axis) * length(b, axis));

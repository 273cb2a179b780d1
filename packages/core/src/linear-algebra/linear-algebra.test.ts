import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { covarianceOf, type SquareMatrix } from "../compute/square-matrix.ts";
import { matrix } from "../matrix.ts";
import { random } from "../random.ts";
import { choleskyFactor, invertLowerTriangle, solvePositiveDefinite } from "./cholesky.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

function drawnCovariance(rows: number, size: number, seed: number): SquareMatrix {
  const chance = random(seed);
  return covarianceOf(
    matrix(
      rows,
      size,
      Float32Array.from({ length: rows * size }, () => chance.normal()),
    ),
  ).covariance;
}

describe("covarianceOf", () => {
  test("agrees with hand-computed numbers, weighted as if rows were repeated", () => {
    const once = matrix(2, 2, Float32Array.of(0, 2, 4, 0));
    const { mean, covariance } = covarianceOf(once, [1, 3]);
    expect([...mean]).toEqual([3, 0.5]);
    expect([...covariance.data]).toEqual([3, -1.5, -1.5, 0.75]);
    const repeated = covarianceOf(matrix(4, 2, Float32Array.of(0, 2, 4, 0, 4, 0, 4, 0)));
    expect([...repeated.covariance.data]).toEqual([...covariance.data]);
  });
});

describe("symmetricEigen", () => {
  test("knows the eigenvalues of the path graph, 2 − 2 cos(πk / (n + 1))", () => {
    const size = 12;
    const data = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      data[i * size + i] = 2;
      if (i > 0) data[i * size + i - 1] = data[(i - 1) * size + i] = -1;
    }
    const { values } = symmetricEigen({ size, data });
    for (let k = 1; k <= size; k++) {
      expect(values[size - k]).toBeCloseTo(2 - 2 * Math.cos((Math.PI * k) / (size + 1)), 12);
    }
  });

  test("rebuilds the matrix from orthonormal vectors, full rank or not", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 2, max: 30 }),
        fc.integer(),
        (size, rows, seed) => {
          const source = drawnCovariance(rows, size, seed);
          const { values, vectors } = symmetricEigen(source);
          for (let i = 0; i < size; i++) {
            for (let j = 0; j < size; j++) {
              let rebuilt = 0;
              let product = 0;
              for (let k = 0; k < size; k++) {
                rebuilt += values[k] * vectors.data[k * size + i] * vectors.data[k * size + j];
                product += vectors.data[i * size + k] * vectors.data[j * size + k];
              }
              expect(rebuilt).toBeCloseTo(source.data[i * size + j], 9);
              expect(product).toBeCloseTo(i === j ? 1 : 0, 9);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test("a few vectors are the first of all, and their number may follow from the values", () => {
    const source = drawnCovariance(50, 20, 3);
    const all = symmetricEigen(source);
    const few = symmetricEigen(source, (values) => values.filter((value) => value > 1).length);
    expect(few.values).toEqual(all.values);
    expect(few.vectors.data.length % 20).toBe(0);
    expect(few.vectors.data.length).toBeGreaterThan(0);
    expect(few.vectors.data).toEqual(all.vectors.data.slice(0, few.vectors.data.length));
  });

  test("refuses a matrix with NaN", () => {
    expect(() => symmetricEigen({ size: 2, data: Float64Array.of(1, 0, Number.NaN, 2) })).toThrow(
      /Entry 2 .* is NaN/,
    );
  });
});

describe("solvePositiveDefinite", () => {
  test("leaves no residual", () => {
    const size = 17;
    const system = drawnCovariance(60, size, 5);
    const chance = random(6);
    const right = Float64Array.from({ length: size * 3 }, () => chance.normal());
    const solution = solvePositiveDefinite(system, right, 3);
    for (let i = 0; i < size; i++) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += system.data[i * size + k] * solution[k * 3 + c];
        expect(sum).toBeCloseTo(right[i * 3 + c], 9);
      }
    }
  });

  test("names the pivot of a matrix that is not positive definite", () => {
    const flat = { size: 2, data: Float64Array.of(1, 1, 1, 1) };
    expect(() => solvePositiveDefinite(flat, Float64Array.of(1, 2), 1)).toThrow(/pivot 1 is 0/);
  });
});

test("the inverse of a Cholesky factor undoes it", () => {
  const size = 11;
  const factor = choleskyFactor(drawnCovariance(40, size, 8));
  const inverse = invertLowerTriangle(factor, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let product = 0;
      for (let k = 0; k < size; k++) product += inverse[i * size + k] * factor[k * size + j];
      expect(product).toBeCloseTo(i === j ? 1 : 0, 10);
      if (j > i) expect(inverse[i * size + j]).toBe(0);
    }
  }
});

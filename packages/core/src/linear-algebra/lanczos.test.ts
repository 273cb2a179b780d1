import { expect, test } from "vitest";
import { random } from "../random.ts";
import { largestEigenpairs, type SymmetricOperator } from "./lanczos.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

const settings = { seed: 1, tolerance: 1e-9, maxRestarts: 200 };

/** An operator by its product with one vector. */
function operatorOf(
  size: number,
  multiplyOne: (vector: Float64Array, product: Float64Array) => void,
): SymmetricOperator {
  return {
    size,
    multiply(vectors, products) {
      for (const [c, vector] of vectors.entries()) multiplyOne(vector, products[c]!);
    },
  };
}

function denseOperator(size: number, data: Float64Array): SymmetricOperator {
  return operatorOf(size, (vector, product) => {
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += data[i * size + j]! * vector[j]!;
      product[i] = sum;
    }
  });
}

function randomSymmetric(size: number, seed: number): Float64Array {
  const chance = random(seed);
  const data = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) data[i * size + j] = data[j * size + i] = chance.uniform() - 0.5;
  }
  return data;
}

test("agrees with the dense decomposition: values, and vectors that are orthonormal with small residuals", async () => {
  for (const [size, count] of [
    [1, 1],
    [2, 1],
    [7, 7],
    [40, 3],
    [150, 12],
    [150, 100],
  ] as const) {
    const data = randomSymmetric(size, size + count);
    const operator = denseOperator(size, data);
    const { values, vectors } = await largestEigenpairs(operator, count, settings);
    const dense = symmetricEigen({ size, data });
    const image = new Float64Array(size);
    for (let t = 0; t < count; t++) {
      expect(values[t]).toBeCloseTo(dense.values[t]!, 9);
      const vector = vectors.subarray(t * size, (t + 1) * size);
      operator.multiply([vector], [image]);
      for (let i = 0; i < size; i++) expect(image[i]! - values[t]! * vector[i]!).toBeCloseTo(0, 7);
      for (let other = 0; other <= t; other++) {
        let product = 0;
        for (let i = 0; i < size; i++) product += vector[i]! * vectors[other * size + i]!;
        expect(product).toBeCloseTo(other === t ? 1 : 0, 9);
      }
    }
  }
});

test("repeated eigenvalues are found as often as they occur", async () => {
  const size = 200;
  const diagonal = Float64Array.from({ length: size }, (_, i) => (i < 3 ? 5 : i < 10 ? 4 : i / size));
  const operator = operatorOf(size, (vector, product) => {
    for (let i = 0; i < size; i++) product[i] = diagonal[i]! * vector[i]!;
  });
  const { values } = await largestEigenpairs(operator, 10, settings);
  for (const [t, value] of values.entries()) expect(value).toBeCloseTo(t < 3 ? 5 : 4, 9);
});

test("an operator of rank nothing has eigenvalues 0; same seed, same bytes", async () => {
  const nothing = operatorOf(60, (_, product) => void product.fill(0));
  expect([...(await largestEigenpairs(nothing, 4, settings)).values]).toEqual([0, 0, 0, 0]);
  const operator = denseOperator(90, randomSymmetric(90, 5));
  expect(await largestEigenpairs(operator, 5, settings)).toEqual(
    await largestEigenpairs(operator, 5, settings),
  );
});

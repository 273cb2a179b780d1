import { expect, test } from "vitest";
import { normalVectors } from "../cluster/clustering.contract.ts";
import { openWasmKernels } from "../compute/wasm/wasm-kernels.ts";
import { row, squaredDistance } from "../matrix.ts";
import { dimensionsForDistortion, randomProjection } from "./random-projection.ts";
import { truncatedSvd } from "./truncated-svd.ts";

const context = { seed: 1, kernels: openWasmKernels() };

test("scikit-learn's bound of Johnson and Lindenstrauss", () => {
  // johnson_lindenstrauss_min_dim of scikit-learn's documentation.
  expect(dimensionsForDistortion(1e6, 0.5)).toBe(663);
  expect(dimensionsForDistortion(1e6, 0.1)).toBe(11_841);
  expect(dimensionsForDistortion(1e4, 0.1)).toBe(7894);
});

test.each(["gaussian", "sparse"])(
  "%s directions keep squared distances within the distortion",
  async (directions) => {
    const vectors = normalVectors(40, 2000, 2);
    const { coordinates } = await randomProjection.reduce(vectors, { directions, distortion: 0.3 }, context);
    expect(coordinates.columns).toBe(dimensionsForDistortion(40, 0.3));
    let sum = 0;
    for (let i = 1; i < 40; i++) {
      const before = squaredDistance(row(vectors, i), row(vectors, i - 1));
      const ratio = squaredDistance(row(coordinates, i), row(coordinates, i - 1)) / before;
      expect(Math.abs(ratio - 1)).toBeLessThan(0.3);
      sum += ratio / 39;
    }
    expect(Math.abs(sum - 1)).toBeLessThan(0.05);
  },
);

test("truncated SVD finds the strengths that a matrix was made of", async () => {
  // Hadamard columns are orthogonal: A = Σ σ u vᵀ with known σ.
  const strengths = [9, 5, 2];
  const sign = (a: number, b: number) => ((a & b).toString(2).replace(/0/g, "").length % 2 ? -1 : 1);
  const vectors = normalVectors(64, 32, 1);
  for (let i = 0; i < 64; i++) {
    for (let j = 0; j < 32; j++) {
      vectors.data[32 * i + j] = strengths.reduce(
        (sum, strength, s) => sum + (strength * sign(i, s + 3) * sign(j, s + 5)) / Math.sqrt(64 * 32),
        0,
      );
    }
  }
  const { singularValues, map, coordinates } = await truncatedSvd.reduce(vectors, { dimensions: 3 }, context);
  for (const [s, strength] of strengths.entries()) expect(singularValues![s]).toBeCloseTo(strength, 4);
  expect([...map.mean].every((value) => value === 0)).toBe(true);
  let rebuilt = 0;
  for (let d = 0; d < 3; d++) rebuilt += coordinates.data[d]! * map.axes[d * 32 + 7]!;
  expect(rebuilt).toBeCloseTo(vectors.data[7]!, 4);
});

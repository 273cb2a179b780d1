import { describe, expect, test } from "vitest";
import { digits, expected, iris, standardisedWine } from "../../../../fixtures/reference/reference.ts";
import { normalVectors } from "../cluster/clustering.contract.ts";
import { plainKernels } from "../compute/plain.ts";
import { openWasmKernels } from "../compute/wasm/wasm-kernels.ts";
import { matrix } from "../matrix.ts";
import { fitPca } from "./pca.ts";
import { principalComponents } from "./principal-components.ts";

const pca = principalComponents;

describe.each([
  ["iris", iris(), expected.internal.iris],
  ["wine", standardisedWine(), expected.internal.wine_std],
])("scikit-learn's axes of %s", (_, { vectors }, wanted) => {
  test.each(["exact", "randomised"])("%s: shares of variance and singular values", async (solver) => {
    const options = { dimensions: wanted.pca_evr.length, solver };
    const found = await pca.reduce(vectors, options, { seed: 1 });
    for (const [d, share] of wanted.pca_evr.entries()) {
      expect(found.varianceShares![d]).toBeCloseTo(share, 6);
      expect(found.singularValues![d]).toBeCloseTo(wanted.pca_sv[d], 4);
    }
  });
});

test("95 % of the variance of digits takes as many axes as in scikit-learn", async () => {
  const { map } = await pca.reduce(digits().vectors, { varianceKept: 0.95 }, { seed: 1 });
  expect(map.dimensions).toBe(expected.digits.pca95);
  expect(map.dimensions).toBe(29);
});

test("exact and randomised axes agree with the synchronous fit, signs included", async () => {
  const { vectors } = digits();
  const { axes, variances } = fitPca(vectors, { dimensions: 5 });
  for (const solver of ["exact", "randomised"]) {
    const found = await pca.reduce(vectors, { dimensions: 5, solver }, { seed: 3 });
    for (const [i, value] of found.map.axes.entries()) expect(value).toBeCloseTo(axes[i]!, 4);
    for (const [d, variance] of found.variances!.entries()) expect(variance).toBeCloseTo(variances[d]!, 5);
  }
});

test.each(["exact", "randomised"])(
  "whitened coordinates are uncorrelated with variance 1 (%s)",
  async (solver) => {
    const { coordinates } = await pca.reduce(
      digits().vectors,
      { dimensions: 8, whitens: true, solver },
      { seed: 1 },
    );
    for (let a = 0; a < 8; a++) {
      for (let b = 0; b <= a; b++) {
        let moment = 0;
        for (let i = 0; i < 1797; i++) moment += coordinates.data[8 * i + a]! * coordinates.data[8 * i + b]!;
        expect(moment / 1796).toBeCloseTo(a === b ? 1 : 0, 3);
      }
    }
  },
);

test("wider than tall: no more axes than vectors, found without a covariance", async () => {
  const wide = normalVectors(12, 3000, 5);
  const { variances, coordinates } = await pca.reduce(wide, { dimensions: 11 }, { seed: 1 });
  const total = variances!.reduce((sum, variance) => sum + variance, 0);
  let squares = 0;
  for (const value of coordinates.data) squares += value * value;
  // Eleven axes hold all that twelve vectors can vary.
  expect(squares / 11).toBeCloseTo(total, 0);
  expect((await pca.reduce(wide, {}, { seed: 1 })).coordinates.columns).toBe(12);
  await expect(pca.reduce(wide, { dimensions: 13 }, { seed: 1 })).rejects.toThrow(/from 1 to 12/);
  await expect(pca.reduce(wide, { varianceKept: 0.9 }, { seed: 1 })).rejects.toThrow(/all axes of 3000/);
});

test("far from the origin, coordinates are those of the same vectors around it", async () => {
  const around = normalVectors(500, 40, 9);
  const far = matrix(
    500,
    40,
    around.data.map((value) => value + 1000),
  );
  // What float32 keeps of the differences, moved back exactly.
  const kept = matrix(
    500,
    40,
    far.data.map((value) => value - 1000),
  );
  for (const kernels of [plainKernels, openWasmKernels()]) {
    const context = { seed: 1, kernels };
    const expected = await pca.reduce(kept, { dimensions: 3 }, context);
    const found = await pca.reduce(far, { dimensions: 3 }, context);
    for (const [at, value] of found.coordinates.data.entries()) {
      expect(Math.abs(value - expected.coordinates.data[at]!)).toBeLessThan(1e-4);
    }
  }
});

test("constant vectors have no variance and no NaN", async () => {
  const flat = matrix(5, 3, new Float32Array(15).fill(2));
  for (const solver of ["exact", "randomised"]) {
    const { coordinates, varianceShares } = await pca.reduce(
      flat,
      { dimensions: 2, whitens: true, solver },
      { seed: 1 },
    );
    expect([...coordinates.data, ...varianceShares!].every((value) => value === 0)).toBe(true);
  }
});

test("one vector, and two sizes at once, are refused", async () => {
  await expect(pca.reduce(matrix(1, 3), {}, { seed: 1 })).rejects.toThrow(/1 vectors/);
  const both = pca.reduce(normalVectors(9, 3, 1), { dimensions: 2, varianceKept: 0.5 }, { seed: 1 });
  await expect(both).rejects.toThrow(/exclude each other/);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Kernels } from "../../compute/kernels.ts";
import { plainKernels } from "../../compute/plain.ts";
import { openWasmKernels } from "../../compute/wasm/wasm-kernels.ts";
import { type Matrix, matrix } from "../../matrix.ts";
import { kernelDoubt } from "../../method/metric-scale.ts";
import { random } from "../../random.ts";
import { blobs, coarseMatrices, normalVectors } from "../clustering.contract.ts";
import { NearestCentres } from "./nearest-centres.ts";

const between = async () => {};

/** The centres after a walk that slows down, as those of k-means do. */
function* walk(start: Matrix, seed: number, firstStep: number): Generator<Matrix> {
  const chance = random(seed);
  let centres = start;
  for (let step = firstStep; step > firstStep / 1000; step /= 2) {
    yield centres;
    centres = matrix(
      centres.rows,
      centres.columns,
      centres.data.map((value) => value + step * chance.normal()),
    );
  }
  yield centres;
}

async function expectThoseOfComparingAll(vectors: Matrix, walked: Iterable<Matrix>, kernels: Kernels) {
  const nearest = new NearestCentres(vectors, {
    kernels,
    between,
    doubt: kernelDoubt(await kernels.squaredNorms(vectors)),
  });
  for (const centres of walked) {
    expect(await nearest.assign(centres)).toEqual((await kernels.nearest(vectors, centres)).indices);
  }
}

test.each([plainKernels, openWasmKernels()])(
  "comparing few gives what comparing all gives, $name",
  async (kernels) => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(0.01, 1, 20), async (seed, step) => {
        const { vectors } = blobs(6, 20, 5, 4, seed);
        await expectThoseOfComparingAll(vectors, walk(normalVectors(7, 5, seed + 1), seed, step), kernels);
      }),
      { numRuns: 30 },
    );
  },
);

test("also on grids, where many centres are equally near, and for one centre", async () => {
  await fc.assert(
    fc.asyncProperty(coarseMatrices(), fc.integer(), async (vectors, seed) => {
      const start = matrix(Math.min(3, vectors.rows), vectors.columns);
      start.data.set(vectors.data.subarray(0, start.data.length));
      const steps = [...walk(start, seed, 4)].map(({ rows, columns, data }) =>
        matrix(rows, columns, data.map(Math.round)),
      );
      await expectThoseOfComparingAll(vectors, steps, plainKernels);
    }),
  );
  await expectThoseOfComparingAll(normalVectors(9, 2, 1), walk(normalVectors(1, 2, 2), 3, 1), plainKernels);
});

test("vectors that lie clearly by their centre are not compared again", async () => {
  const { vectors, labels } = blobs(4, 50, 8, 20, 3);
  let compared = 0;
  const counting: Kernels = {
    ...plainKernels,
    nearest(some, centres) {
      compared += some.rows;
      return plainKernels.nearest(some, centres);
    },
  };
  const { sums, counts } = await plainKernels.sumByLabel(vectors, Int32Array.from(labels), 4);
  const means = matrix(
    4,
    8,
    Float32Array.from(sums, (sum, j) => sum / counts[Math.floor(j / 8)]!),
  );
  const steps = [...walk(means, 1, 0.01)];
  await expectThoseOfComparingAll(vectors, steps, counting);
  // Each step compares all for the expectation; only the first one does for the answer.
  expect(compared).toBe((steps.length + 1) * vectors.rows);
});

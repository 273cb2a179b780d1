import { matrix, plainKernels, random, reductionMethod } from "@imantics/core";
import { describe, expect, test } from "vitest";
// The contract lives beside the interface; test suites are no part of what core publishes.
import { kernelsContract } from "../../../core/src/compute/kernels.contract.ts";
import { openOnnxKernels } from "./onnx-kernels.ts";

describe("kernels on ONNX Runtime", () =>
  kernelsContract(async () => {
    const kernels = await openOnnxKernels();
    return { kernels, close: () => kernels.close() };
  }));

test("one thread and two give the same bytes", async () => {
  const chance = random(9);
  const vectors = matrix(
    1500,
    96,
    Float32Array.from({ length: 1500 * 96 }, () => chance.normal()),
  );
  const [one, two] = await Promise.all([openOnnxKernels({ threads: 1 }), openOnnxKernels({ threads: 2 })]);
  for (const [left, right] of [
    [
      (await one.topProducts(vectors, vectors, 5)).products,
      (await two.topProducts(vectors, vectors, 5)).products,
    ],
    [(await one.nearest(vectors, vectors)).indices, (await two.nearest(vectors, vectors)).indices],
    [
      (await one.squaredDistances(vectors, vectors)).data,
      (await two.squaredDistances(vectors, vectors)).data,
    ],
    [
      (await one.gram(vectors, new Float32Array(96))).data,
      (await two.gram(vectors, new Float32Array(96))).data,
    ],
    [
      (await one.gram(vectors, new Float32Array(96))).sums,
      (await two.gram(vectors, new Float32Array(96))).sums,
    ],
  ] as const) {
    expect(Buffer.from(left.buffer).equals(Buffer.from(right.buffer))).toBe(true);
  }
  await Promise.all([one.close(), two.close()]);
});

test("a Gram matrix of more rows than are added up at once, its last block narrower", async () => {
  const chance = random(4);
  const [rows, columns] = [34_000, 33];
  const vectors = matrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => chance.normal()),
  );
  const origin = Float32Array.from({ length: columns }, (_, j) => j / columns);
  const kernels = await openOnnxKernels({ threads: 2 });
  const [found, exact] = [await kernels.gram(vectors, origin), await plainKernels.gram(vectors, origin)];
  await kernels.close();
  for (const [at, value] of exact.data.entries()) {
    expect(Math.abs(found.data[at]! - value)).toBeLessThan(1e-5 * rows);
  }
  for (const [j, value] of exact.sums.entries()) {
    expect(Math.abs(found.sums[j]! - value)).toBeLessThan(1e-5 * rows);
  }
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])(
  "a reduction names the row that holds %f",
  async (broken) => {
    const vectors = matrix(
      60,
      40,
      Float32Array.from({ length: 2400 }, (_, at) => Math.sin(at)),
    );
    vectors.data[40 * 7 + 3] = broken;
    const kernels = await openOnnxKernels();
    const reduced = reductionMethod("pca").reduce(vectors, { dimensions: 5 }, { seed: 1, kernels });
    await expect(reduced).rejects.toThrow(/row 7 holds .* at column 3/);
    await kernels.close();
  },
);

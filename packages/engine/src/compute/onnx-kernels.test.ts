import { matrix, random } from "@imantics/core";
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

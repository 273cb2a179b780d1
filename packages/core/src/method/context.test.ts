import { expect, test } from "vitest";
import { matrix } from "../matrix.ts";
import { methodRun } from "./context.ts";
import { requireFiniteVectors } from "./finite-vectors.ts";

test("work without end is stopped by a timer: steps give way to it", async () => {
  const controller = new AbortController();
  const run = methodRun({ seed: 1, signal: controller.signal });
  setTimeout(() => controller.abort(new Error("enough")), 1);
  const endless = async () => {
    for (let done = 0; ; done++) await run.step({ stage: "work", done, total: Infinity });
  };
  await expect(endless()).rejects.toThrow("enough");
});

test("works side by side take turns, and each goes on", async () => {
  const turns: string[] = [];
  const work = async (name: string) => {
    const run = methodRun({ seed: 1 });
    for (let done = 0; done < 3; done++) {
      turns.push(name);
      await run.step({ stage: "work", done, total: 3 });
    }
  };
  await Promise.all([work("a"), work("b")]);
  expect(turns).toEqual(["a", "b", "a", "b", "a", "b"]);
});

test("without a choice the fastest portable kernels compute", () => {
  expect(methodRun({ seed: 1 }).kernels.name).toBe("wasm-simd");
});

test("one number that is not finite is found, also where infinities cancel; the largest are finite", () => {
  const vectors = matrix(2, 3, Float32Array.of(0, Infinity, 1, 2, -Infinity, Number.NaN));
  expect(() => requireFiniteVectors(vectors)).toThrow(/row 0 holds Infinity at column 1/);
  const largest = 3.4028234663852886e38;
  expect(() => requireFiniteVectors(matrix(1, 2, Float32Array.of(largest, largest)))).not.toThrow();
});

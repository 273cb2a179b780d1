/** The kernels that are checked in are those that the compiler makes of their sources, byte for byte. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as polynomials from "../tools/wasm/assembly/polynomials.ts";
import { compileKernel, KERNELS } from "../tools/wasm/compile.ts";
import { moduleFile, moduleText } from "../tools/wasm/module-file.ts";

// Starting the compiler takes seconds where other tests run beside this one.
const TIMEOUT_MS = 120_000;

test.each(KERNELS)("%s is what its source compiles to", { timeout: TIMEOUT_MS }, async (kernel) => {
  const text = moduleText(kernel, await compileKernel(kernel));
  // Where this fails: npm run kernels.
  expect(readFileSync(moduleFile(kernel), "utf8")).toBe(text);
});

const constants: Readonly<Record<string, number>> = polynomials;

test.each([
  ["LOGARITHM", Math.SQRT1_2 - 1, Math.SQRT2 - 1, (x: number) => Math.log1p(x) / x / Math.LN2],
  ["EXPONENTIAL", -0.5, 0.5, (x: number) => 2 ** x],
] as const)("%s goes through its function at the five Chebyshev nodes", (name, low, high, f) => {
  const coefficients = [0, 1, 2, 3, 4].map((power) => constants[`${name}_${power}`] ?? Number.NaN);
  for (let i = 0; i < 5; i++) {
    const x = (low + high) / 2 + ((high - low) / 2) * Math.cos((Math.PI * (2 * i + 1)) / 10);
    expect(coefficients.reduce((sum, c, power) => sum + c * x ** power, 0)).toBeCloseTo(f(x), 12);
  }
});

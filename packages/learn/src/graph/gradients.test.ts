/** Every gradient against central differences in float64: the step is 1e-5, so their own error is near 1e-10. */
import { describe, expect, test } from "vitest";
import { cases } from "../run/cases.fixture.ts";
import { plainRunner } from "../run/plain-runner.ts";
import { gradients } from "./gradients.ts";
import { exp, input, multiply, reshape, stopGradient, sum } from "./operations.ts";

const runner = plainRunner({ precision: "float64" });
const width = 1e-5;

describe("gradients are finite differences", () => {
  for (const { name, inputs, indices, loss } of cases) {
    test(name, async () => {
      const entries = Object.entries(inputs);
      const found = gradients(
        loss,
        entries.map(([, each]) => each.tensor),
      );
      const feeds = { ...Object.fromEntries(entries.map(([key, each]) => [key, each.values])), ...indices };
      const value = await runner.compile({ loss });
      const gradient = await (
        await runner.compile(Object.fromEntries(found.map((tensor, i) => [`g${i}`, tensor])))
      ).run(feeds);
      for (const [i, [key, { values }]] of entries.entries()) {
        for (let j = 0; j < values.length; j++) {
          const at = async (by: number) => {
            const moved = await value.run({ ...feeds, [key]: values.with(j, values[j] + by) });
            return moved.loss[0];
          };
          const difference = ((await at(width)) - (await at(-width))) / (2 * width);
          const scale = Math.max(1, Math.abs(difference));
          expect(Math.abs(gradient[`g${i}`][j] - difference) / scale, `${key}[${j}]`).toBeLessThan(1e-7);
        }
      }
    });
  }
});

test("what is stopped has no gradient, and a parameter that is not used has zeros", async () => {
  const [x, y, z] = ["x", "y", "z"].map((name) => input(name, [2]));
  const loss = sum(multiply(stopGradient(exp(x)), y));
  const [forX, forY, forZ] = gradients(loss, [x, y, z]);
  const compiled = await runner.compile({ forX, forY, forZ });
  const feeds = { x: Float64Array.of(0, Math.log(3)), y: Float64Array.of(1, 1), z: Float64Array.of(1, 1) };
  const got = await compiled.run(feeds);
  expect([...got.forX, ...got.forZ]).toEqual([0, 0, 0, 0]);
  expect(got.forY[0]).toBeCloseTo(1);
  expect(got.forY[1]).toBeCloseTo(3);
});

test("largest entries that tie share their gradient", async () => {
  const { max } = await import("./operations.ts");
  const x = input("x", [3]);
  const [gradient] = gradients(max(x), [x]);
  const got = await (await runner.compile({ gradient })).run({ x: Float64Array.of(2, 2, 1) });
  expect([...got.gradient]).toEqual([0.5, 0.5, 0]);
});

test("only a single number has a gradient", () => {
  const x = input("x", [2]);
  expect(() => gradients(reshape(x, [2]), [x])).toThrow("single number");
});

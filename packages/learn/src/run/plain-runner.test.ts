import { plainKernels, portableKernels } from "@imantics/core";
import { describe, expect, test } from "vitest";
import { add, input } from "../graph/operations.ts";
import { errorFunction } from "./error-function.ts";
import { plainRunner } from "./plain-runner.ts";
import { runnerContract } from "./runner.contract.ts";

describe("plain float32", () => runnerContract(plainRunner()));
describe("on the kernels of core", () => runnerContract(plainRunner({ kernels: portableKernels() })));
describe("on plain kernels", () => runnerContract(plainRunner({ kernels: plainKernels })));

test("the error function has the values of Abramowitz & Stegun, table 7.1", () => {
  expect(errorFunction(0.5)).toBeCloseTo(0.5204998778, 10);
  expect(errorFunction(1)).toBeCloseTo(0.8427007929, 10);
  expect(errorFunction(-2)).toBeCloseTo(-0.995322265, 9);
  expect(errorFunction(2.6)).toBeCloseTo(0.9997639656, 10);
  expect([errorFunction(0), errorFunction(9), errorFunction(-Infinity)]).toEqual([0, 1, -1]);
});

test("an input that is missing or has another size is named", async () => {
  const compiled = await plainRunner().compile({ sum: add(input("left", [2]), input("right", [2])) });
  await expect(compiled.run({ left: Float32Array.of(1, 2) })).rejects.toThrow(
    'Input "right" needs 2 numbers',
  );
  await expect(compiled.run({ left: Float32Array.of(1), right: Float32Array.of(1, 2) })).rejects.toThrow(
    'Input "left" needs 2 numbers, got 1',
  );
});

test("two inputs of one name are refused", async () => {
  await expect(plainRunner().compile({ sum: add(input("x", [2]), input("x", [2])) })).rejects.toThrow(
    'Two inputs are called "x"',
  );
});

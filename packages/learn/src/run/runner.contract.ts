/**
 * What every runner must do: each operation and each loss, forward and backward, against float64 on the
 * plain runner, whose gradients are themselves checked against finite differences (`gradients.test.ts`).
 */
import { expect, test } from "vitest";
import { gradients } from "../graph/gradients.ts";
import { cases } from "./cases.fixture.ts";
import { plainRunner } from "./plain-runner.ts";
import type { GraphRunner } from "./runner.ts";

export function runnerContract(runner: GraphRunner): void {
  for (const { name, inputs, indices, loss } of cases) {
    test(`${name}: value and gradients as in float64`, async () => {
      const parameters = Object.values(inputs).map((each) => each.tensor);
      const outputs = Object.fromEntries(
        [loss, ...gradients(loss, parameters)].map((tensor, i) => [i === 0 ? "loss" : `g${i}`, tensor]),
      );
      const feeds = {
        ...Object.fromEntries(
          Object.entries(inputs).map(([key, each]) => [key, Float32Array.from(each.values)]),
        ),
        ...indices,
      };
      const expected = await (await plainRunner({ precision: "float64" }).compile(outputs)).run(feeds);
      const compiled = await runner.compile(outputs);
      const got = await compiled.run(feeds);
      const again = await compiled.run(feeds);
      await compiled.close();
      for (const key of Object.keys(outputs)) {
        const scale = Math.max(1, ...expected[key].map(Math.abs));
        expect(got[key].length).toBe(expected[key].length);
        for (let i = 0; i < got[key].length; i++) {
          expect(Math.abs(got[key][i] - expected[key][i]) / scale).toBeLessThan(2e-5);
        }
        expect(again[key]).toEqual(got[key]);
      }
    });
  }
}

import { describe, expect, test } from "vitest";
import {
  clippingFactor,
  freshSlots,
  type OptimiserSettings,
  updateAverage,
  updateParameter,
} from "./optimisers.ts";
import type { Parameter } from "./parameters.ts";

const parameter: Parameter = { name: "w", shape: [3, 1], initial: Float32Array.of(1, -2, 0.5) };

function run(settings: OptimiserSettings, steps: number, changes: Partial<Parameter> = {}): number[] {
  const trained = { ...parameter, ...changes };
  const values = trained.initial.slice();
  const slots = freshSlots(settings, [trained]);
  for (let step = 0; step < steps; step++) {
    const slope = values.map((value) => value ** 3 - Math.cos(step));
    updateParameter(settings, trained, values, slope, slots, 0.05, step);
  }
  return [...values];
}

/** torch 2.2.2 in float64: five steps at rate 0.05 on w⁴/4 − cos(step) w with weight decay 0.1. */
const torch: readonly (readonly [OptimiserSettings, readonly number[]])[] = [
  [{ kind: "sgd", weightDecay: 0.1 }, [0.47924753, 0.5670671, 0.46693396]],
  [{ kind: "sgd", nesterov: true, weightDecay: 0.1 }, [0.34488144, 0.35387423, 0.37326934]],
  [{ kind: "adam", weightDecay: 0.1 }, [0.77558318, -1.75575418, 0.55865711]],
  [{ kind: "adamw", weightDecay: 0.1 }, [0.8116987, -1.70981819, 0.55560894]],
];

describe("five steps end where torch ends", () => {
  for (const [settings, expected] of torch) {
    test(JSON.stringify(settings), () => {
      run(settings, 5).forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i], 5);
      });
    });
  }
});

test("LARS makes the first step as long as trust and norms say", () => {
  const settings = { kind: "lars", trust: 0.01, weightDecay: 0.1 } as const;
  const [w, g] = [
    [1, -2, 0.5],
    [0, -9, -0.875],
  ];
  const norm = (values: number[]) => Math.hypot(...values);
  const ratio = (0.01 * norm(w)) / (norm(g) + 0.1 * norm(w));
  run(settings, 1).forEach((value, i) => {
    expect(value).toBeCloseTo(w[i] - 0.05 * ratio * (g[i] + 0.1 * w[i]), 6);
  });
});

test("biases do not decay unless told, and a parameter's own rate scales its step", () => {
  const settings = { kind: "sgd", momentum: 0, weightDecay: 0.1 } as const;
  const plain = { kind: "sgd", momentum: 0 } as const;
  expect(run(settings, 1, { shape: [3] })).toEqual(run(plain, 1));
  expect(run(settings, 1, { shape: [3], decays: true })).toEqual(run(settings, 1));
  expect(run(plain, 1, { rateScale: 0 })).toEqual([...parameter.initial]);
});

test("clipping brings all gradients together to the length", () => {
  expect(clippingFactor([[3], [0, 4]], 10)).toBe(1);
  expect(clippingFactor([[3], [0, 4]], 1)).toBeCloseTo(0.2);
});

test("an average moves by what its momentum leaves", () => {
  const average = Float32Array.of(1, 0);
  updateAverage(average, [0, 1], 0.75);
  expect([...average]).toEqual([0.75, 0.25]);
});

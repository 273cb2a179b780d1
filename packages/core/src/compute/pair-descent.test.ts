import { describe, expect, test, vi } from "vitest";
import { matrix } from "../matrix.ts";
import { random } from "../random.ts";
import {
  attraction,
  openPlainPairDescent,
  type PairDescentOptions,
  repulsion,
  WHOLE_TURN,
} from "./pair-descent.ts";
import { openPairDescent } from "./wasm/simd-pair-descent.ts";

const curve = { a: 1.577, b: 0.895 };
const options: PairDescentOptions = { curve, seed: 3 };

/** Points far from each other, where rounding does not grow at once; each in a pair with three others. */
function scattered(points: number, dimensions: number) {
  const chance = random(1);
  const start = matrix(points, dimensions);
  for (let p = 0; p < start.data.length; p++) start.data[p] = 20 * chance.normal();
  const heads = Int32Array.from({ length: 3 * points }, (_, p) => p % points);
  return {
    start,
    pairs: {
      heads,
      tails: heads.map((head) => (head + 1 + chance.integer(points - 1)) % points),
      weights: heads.map(() => chance.integer(WHOLE_TURN + 1)),
    },
  };
}

test("pulls and pushes are the slopes of the log of closeness and of its opposite", () => {
  const closeness = (x: number) => 1 / (1 + curve.a * x ** (2 * curve.b));
  const slope = (f: (x: number) => number, x: number) => (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;
  for (const x of [1, 2.5, 40]) {
    expect(attraction(curve, x * x) * x).toBeCloseTo(
      slope((at) => Math.log(closeness(at)), x),
      4,
    );
    expect(repulsion(curve, x * x) * x).toBeCloseTo(
      slope((at) => Math.log(1 - closeness(at)), x),
      2,
    );
  }
});

test.each([2, 3])("WebAssembly and plain loops move places alike, in %i dimensions", (dimensions) => {
  const { start, pairs } = scattered(200, dimensions);
  const [fast, plain] = [openPairDescent(start, pairs, options), openPlainPairDescent(start, pairs, options)];
  for (let round = 0; round < 2; round++) {
    fast.round(1);
    plain.round(1);
  }
  const [found, expected] = [fast.places(), plain.places()];
  const moved = expected.data.filter((value, p) => Math.abs(value - start.data[p]!) > 0.05);
  expect(moved.length).toBeGreaterThan(0.5 * start.data.length);
  for (let p = 0; p < start.data.length; p++) {
    expect(Math.abs(found.data[p]! - expected.data[p]!)).toBeLessThan(1e-3);
  }
});

describe.each([
  ["WebAssembly", openPairDescent],
  ["plain loops", openPlainPairDescent],
])("%s", (_, open) => {
  test("a pair of half the weight takes every second turn", () => {
    const start = matrix(2, 2, Float32Array.of(0, 0, 3, 4));
    const weights = Int32Array.of(WHOLE_TURN / 2);
    const descent = open(start, { heads: Int32Array.of(0), tails: Int32Array.of(1), weights }, options);
    descent.round(1);
    expect(descent.places()).toEqual(start);
    descent.round(1);
    const once = descent.places();
    expect(once).not.toEqual(start);
    descent.round(1);
    expect(descent.places()).toEqual(once);
  });

  test("places that coincide or lie very far apart stay finite", () => {
    const { pairs } = scattered(50, 2);
    const start = matrix(50, 2);
    for (let i = 40; i < 50; i++) start.data.fill(1e15, 2 * i, 2 * i + 2);
    const descent = open(start, pairs, { ...options, curve: { a: 0.3, b: 3 } });
    for (let round = 0; round < 5; round++) descent.round(1);
    expect(descent.places().data.every(Number.isFinite)).toBe(true);
  });
});

test("where WebAssembly is missing, plain loops serve", async () => {
  const { start, pairs } = scattered(30, 2);
  const plain = openPlainPairDescent(start, pairs, options);
  plain.round(1);
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  const fresh = await import("./wasm/simd-pair-descent.ts");
  const descent = fresh.openPairDescent(start, pairs, options);
  vi.unstubAllGlobals();
  descent.round(1);
  expect(descent.places()).toEqual(plain.places());
});

import { describe, expect, test, vi } from "vitest";
import { random } from "../random.ts";
import { FourierPlan, fourierLength, twiddleSize } from "./fourier-plan.ts";
import { LANES, type Lanes, plainLanes, ROW } from "./lanes.ts";
import { portableLanes, simdLanes } from "./wasm/simd-lanes.ts";

function filled(lanes: Lanes): Lanes {
  const chance = random(lanes.numbers.length);
  for (let p = 0; p < lanes.numbers.length; p++) lanes.numbers[p] = chance.normal();
  return lanes;
}

describe.each([
  ["plain", plainLanes],
  ["in SIMD", simdLanes],
] as const)("transforms %s", (_, openLanes) => {
  test.each([2, 3, 4, 6, 8, 12, 32, 96, 192])("of length %i are the sums they stand for", (length) => {
    const strip = length * ROW;
    const lanes = filled(openLanes(2 * strip + twiddleSize(length)));
    const plan = new FourierPlan(lanes, length, 2 * strip);
    const before = lanes.numbers.slice(0, strip);
    const done = plan.transform(0, strip);
    for (const lane of [0, 5, LANES - 1]) {
      for (let k = 0; k < length; k++) {
        let [re, im] = [0, 0];
        for (let j = 0; j < length; j++) {
          const angle = (-2 * Math.PI * j * k) / length;
          const [a, b] = [before[j * ROW + lane]!, before[j * ROW + LANES + lane]!];
          re += a * Math.cos(angle) - b * Math.sin(angle);
          im += a * Math.sin(angle) + b * Math.cos(angle);
        }
        expect(Math.abs(lanes.numbers[done + k * ROW + lane]! - re)).toBeLessThan(2e-5);
        expect(Math.abs(lanes.numbers[done + k * ROW + LANES + lane]! - im)).toBeLessThan(2e-5);
      }
    }
  });
});

test("lengths between powers of two have their plan, others are refused", () => {
  expect([1, 32, 33, 65, 97, 129, 200, 385].map((least) => fourierLength(least, 32))).toEqual([
    32, 32, 64, 96, 128, 192, 256, 512,
  ]);
  expect(() => new FourierPlan(plainLanes(1000), 40, 0)).toThrow(/no Fourier plan for length 40/);
});

test("every step in SIMD gives what the plain one gives", () => {
  const strip = LANES * ROW;
  const size = 6 * strip;
  const [a, b, c, d, factors] = [0, 1, 2, 3, 4].map((s) => s * strip) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const steps: ((lanes: Lanes) => unknown)[] = [
    (lanes) => lanes.turn(a, b, factors, LANES),
    (lanes) => lanes.addTurned(a, b, factors, LANES),
    (lanes) => lanes.weighConjugate(a, b, factors, LANES),
    (lanes) => lanes.copyParts(a + LANES, ROW, c, 3 * LANES, 10),
    (lanes) => lanes.part(a, b + (LANES - 1) * ROW, c, d),
    (lanes) => lanes.join(a, b, c, d + (LANES - 1) * ROW),
    (lanes) => lanes.weightedPower(a, factors, LANES),
  ];
  for (const step of steps) {
    const plain = filled(plainLanes(size));
    const simd = filled(simdLanes(size));
    const before = plain.numbers.slice();
    const expected = step(plain);
    const given = step(simd);
    if (typeof expected === "number") expect(Number(given) / expected).toBeCloseTo(1, 5);
    else expect(plain.numbers).not.toEqual(before);
    let worst = 0;
    for (let p = 0; p < size; p++) worst = Math.max(worst, Math.abs(plain.numbers[p]! - simd.numbers[p]!));
    expect(worst).toBeLessThan(2e-6);
  }
});

test("where WebAssembly knows no SIMD, the plain lanes serve", async () => {
  vi.resetModules();
  const refusing = vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
  const fresh = await import("./wasm/simd-lanes.ts");
  expect(fresh.portableLanes(32).numbers.buffer).toBeInstanceOf(ArrayBuffer);
  expect(fresh.portableLanes(32).numbers.buffer.byteLength).toBe(4 * 32);
  refusing.mockRestore();
  expect(portableLanes(32).numbers.buffer.byteLength).toBeGreaterThan(4 * 32);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainLanes } from "../compute/lanes.ts";
import { simdLanes } from "../compute/wasm/simd-lanes.ts";
import { random } from "../random.ts";
import { interpolatedRepulsion } from "./interpolated-repulsion.ts";
import { exactRepulsion, type Repulsion } from "./repulsion.ts";

/** Points in a few groups, as maps have them. */
function places(points: number, width: number, seed: number): Float64Array {
  const chance = random(seed);
  const groups = Array.from({ length: 10 }, () => chance.uniform() * width);
  return Float64Array.from(
    { length: 2 * points },
    (_, p) => groups[((p >> 1) + 5 * (p % 2)) % 10]! + 0.1 * width * chance.normal(),
  );
}

/** Errors of forces and of their total, as shares. */
function errors(repulsion: Repulsion, coordinates: Float64Array) {
  const exact = new Float64Array(coordinates.length);
  const near = new Float64Array(coordinates.length).fill(9);
  const total = exactRepulsion(2).compute(coordinates, exact);
  const nearTotal = repulsion.compute(coordinates, near);
  let miss = 0;
  let all = 0;
  for (let p = 0; p < exact.length; p++) {
    miss += (exact[p]! - near[p]!) ** 2;
    all += exact[p]! ** 2;
  }
  return { forces: Math.sqrt(miss / all), total: Math.abs(nearTotal / total - 1) };
}

describe.each([
  ["plain loops", plainLanes],
  ["SIMD", simdLanes],
] as const)("by %s", (_, openLanes) => {
  test("forces are exact within half a per cent on maps of any width, their total within a thousandth", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 500 }),
        fc.double({ min: -3, max: 1.8, noNaN: true }),
        fc.integer(),
        (points, magnitude, seed) => {
          const coordinates = places(points, 10 ** magnitude, seed);
          const { forces, total } = errors(interpolatedRepulsion(points, openLanes), coordinates);
          expect(forces).toBeLessThan(0.005);
          expect(total).toBeLessThan(0.001);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("a map that grows and shrinks finds its grid again", () => {
    const repulsion = interpolatedRepulsion(300, openLanes);
    for (const width of [1e-3, 2, 2.5, 30, 80, 60, 10, 0.5, 70]) {
      const { forces, total } = errors(repulsion, places(300, width, 3));
      expect(forces).toBeLessThan(0.005);
      expect(total).toBeLessThan(0.001);
    }
  });

  test("points on one spot do not push, two push each other apart", () => {
    const spot = new Float64Array(200).fill(-3);
    const forces = new Float64Array(200).fill(9);
    expect(interpolatedRepulsion(100, openLanes).compute(spot, forces) / (100 * 99)).toBeCloseTo(1, 4);
    expect(forces.every((force) => Math.abs(force) < 1e-3)).toBe(true);

    const two = Float64Array.of(5, 5, 6, 5);
    const pushes = new Float64Array(4);
    expect(interpolatedRepulsion(2, openLanes).compute(two, pushes)).toBeCloseTo(1, 3);
    expect(pushes[0]).toBeCloseTo(-0.25, 3);
    expect(pushes[2]).toBeCloseTo(0.25, 3);
    expect(Math.abs(pushes[1]!) + Math.abs(pushes[3]!)).toBeLessThan(1e-3);

    const one = new Float64Array(2).fill(9);
    expect(Math.abs(interpolatedRepulsion(1, openLanes).compute(Float64Array.of(1, 2), one))).toBeLessThan(
      1e-4,
    );
    expect(Math.abs(one[0]!) + Math.abs(one[1]!)).toBeLessThan(1e-5);
  });

  test("same places, same bytes", () => {
    const coordinates = places(400, 40, 8);
    const [once, again] = [0, 1].map(() => {
      const forces = new Float64Array(800);
      const total = interpolatedRepulsion(400, openLanes).compute(coordinates, forces);
      return { total, forces };
    });
    expect(again).toEqual(once);
  });
});

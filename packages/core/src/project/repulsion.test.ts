import { describe, expect, test } from "vitest";
import { plainAttraction } from "../compute/attraction.ts";
import { random } from "../random.ts";
import { exactRepulsion, treeRepulsion } from "./repulsion.ts";
import { divergence } from "./tsne-descent.ts";

function places(points: number, dimensions: number, spread: number): Float64Array {
  const chance = random(points);
  return Float64Array.from({ length: points * dimensions }, () => spread * chance.normal());
}

describe.each([2, 3] as const)("in %i dimensions", (dimensions) => {
  test.each([1e-4, 1, 30])("the tree gives the exact forces within a hundredth, spread %f", (spread) => {
    const coordinates = places(3000, dimensions, spread);
    const exact = new Float64Array(coordinates.length);
    const near = new Float64Array(coordinates.length);
    const total = exactRepulsion(dimensions).compute(coordinates, exact);
    expect(treeRepulsion(3000, dimensions).compute(coordinates, near) / total).toBeCloseTo(1, 2);
    let miss = 0;
    let all = 0;
    for (let p = 0; p < exact.length; p++) {
      miss += (exact[p]! - near[p]!) ** 2;
      all += exact[p]! ** 2;
    }
    expect(Math.sqrt(miss / all)).toBeLessThan(0.01);
  });

  test("points on one spot do not push and do not break the tree", () => {
    const coordinates = new Float64Array(100 * dimensions).fill(2);
    const forces = new Float64Array(coordinates.length).fill(9);
    expect(treeRepulsion(100, dimensions).compute(coordinates, forces)).toBeCloseTo(100 * 99, 6);
    expect(forces.every((force) => Math.abs(force) < 1e-9)).toBe(true);
  });

  test("attraction less repulsion is the slope of the divergence", () => {
    const coordinates = places(12, dimensions, 1);
    const pairs = 66;
    const affinities = {
      starts: Int32Array.from({ length: 13 }, (_, i) => i * 11 - (i * (i - 1)) / 2),
      others: Int32Array.from(
        Array.from({ length: 12 }, (_, i) => Array.from({ length: 11 - i }, (_, k) => i + 1 + k)).flat(),
      ),
      weights: Float64Array.from({ length: pairs }, (_, p) => (p + 1) / ((pairs * (pairs + 1)) / 2)),
    };
    const forces = new Float64Array(coordinates.length);
    const repulsion = exactRepulsion(dimensions);
    const objective = (at: Float64Array) =>
      divergence(at, affinities, dimensions, repulsion.compute(at, new Float64Array(at.length)));
    const total = repulsion.compute(coordinates, forces);
    const attracting = new Float64Array(coordinates.length);
    plainAttraction(affinities, dimensions).compute(coordinates, attracting);
    for (let p = 0; p < coordinates.length; p++) {
      const step = 1e-6;
      const up = coordinates.slice();
      const down = coordinates.slice();
      up[p]! += step;
      down[p]! -= step;
      const slope = (objective(up) - objective(down)) / (2 * step);
      expect(Math.abs(2 * attracting[p]! - (4 * forces[p]!) / total - slope)).toBeLessThan(1e-5);
    }
  });
});

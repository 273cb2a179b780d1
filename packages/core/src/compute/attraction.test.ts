import { expect, test } from "vitest";
import { random } from "../random.ts";
import { plainAttraction } from "./attraction.ts";
import { openAttraction } from "./wasm/simd-attraction.ts";

/** Points with none up to eleven pairs each. */
function somePairs(points: number) {
  const chance = random(points);
  const starts = Int32Array.from({ length: points + 1 });
  const others: number[] = [];
  for (let i = 0; i < points; i++) {
    for (let j = i + 1; j < Math.min(points, i + 1 + (i % 12)); j++) others.push(j);
    starts[i + 1] = others.length;
  }
  const weights = Float64Array.from(others, () => chance.uniform() / others.length);
  return { starts, others: Int32Array.from(others), weights };
}

test.each([2, 3] as const)("four pairs at a time pull as one by one does, in %i dimensions", (dimensions) => {
  for (const points of [1, 2, 3, 50, 301]) {
    const pairs = somePairs(points);
    const chance = random(7);
    const attraction = openAttraction(pairs, dimensions);
    for (const spread of [1e-4, 1, 50]) {
      const coordinates = Float64Array.from({ length: points * dimensions }, () => spread * chance.normal());
      const exact = new Float64Array(coordinates.length);
      const forces = new Float64Array(coordinates.length).fill(9);
      plainAttraction(pairs, dimensions).compute(coordinates, exact);
      attraction.compute(coordinates, forces);
      const largest = exact.reduce((most, force) => Math.max(most, Math.abs(force)), 0);
      for (let p = 0; p < forces.length; p++) {
        expect(Math.abs(forces[p]! - exact[p]!)).toBeLessThanOrEqual(1e-5 * largest);
      }
    }
  }
});

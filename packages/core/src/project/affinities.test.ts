import { expect, test } from "vitest";
import { normalVectors } from "../cluster/clustering.contract.ts";
import { plainKernels } from "../compute/plain.ts";
import { matrix } from "../matrix.ts";
import { nearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import { conditionalAffinities, jointAffinities } from "./affinities.ts";

const settings = { metric: "euclidean", kernels: plainKernels } as const;

test("every vector attends to as many neighbours as asked for", async () => {
  const all = await nearestNeighbours(normalVectors(50, 5, 1), 49, settings);
  const affinities = conditionalAffinities(all, 25);
  const perplexities = Array.from({ length: 50 }, (_, i) => {
    const own = affinities.subarray(49 * i, 49 * i + 49);
    expect(own.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    return Math.exp(-own.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0));
  });
  const mean = perplexities.reduce((sum, perplexity) => sum + perplexity, 0) / 50;
  expect(Math.abs(mean - 25)).toBeLessThan(0.001);
});

test("pairs hold both directions once, ordered, and sum to 1", async () => {
  const vectors = normalVectors(40, 3, 2);
  const neighbours = await nearestNeighbours(vectors, 9, settings);
  const conditional = conditionalAffinities(neighbours, 3);
  const dense = new Float64Array(40 * 40);
  for (const [p, other] of neighbours.indices.entries())
    dense[40 * Math.floor(p / 9) + other] = conditional[p]!;
  const { starts, others, weights } = jointAffinities(neighbours, conditional);
  const seen = new Set<string>();
  for (let i = 0; i < 40; i++) {
    for (let p = starts[i]!; p < starts[i + 1]!; p++) {
      const j = others[p]!;
      expect(j).toBeGreaterThan(i);
      expect(weights[p]).toBeCloseTo((dense[40 * i + j]! + dense[40 * j + i]!) / 40, 12);
      seen.add(`${i} ${j}`);
    }
  }
  expect(seen.size).toBe(others.length);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
});

test("copies share attention equally", async () => {
  const copies = await nearestNeighbours(matrix(5, 2), 4, settings);
  expect([...conditionalAffinities(copies, 2)]).toEqual(Array(20).fill(0.25));
});

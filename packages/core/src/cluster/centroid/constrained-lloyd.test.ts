import { expect, test } from "vitest";
import { matrix } from "../../matrix.ts";
import { kmeans, kmeansFrom } from "./kmeans.ts";

const line = matrix(6, 1, Float32Array.from([0, 1, 2, 10, 11, 12]));
const run = (constraints: object, options = {}) =>
  kmeans.cluster(line, { clusterCount: 2, ...options }, { seed: 1, constraints });

test("constraints that agree with the clusters change nothing", async () => {
  const free = await run({});
  const bound = await run({
    mustLink: [
      [0, 2],
      [3, 5],
    ],
    cannotLink: [[2, 3]],
  });
  expect(bound.assignment).toEqual(free.assignment);
  expect(bound.inertia).toBeCloseTo(free.inertia ?? -1, 6);
});

test("a must-link outweighs the distance, a cannot-link the nearness", async () => {
  const linked = await run({ mustLink: [[0, 3]] });
  expect(linked.assignment[0]).toBe(linked.assignment[3]);
  const parted = await run({ cannotLink: [[0, 1]] });
  expect(parted.assignment[0]).not.toBe(parted.assignment[1]);
});

test("equal rows may be kept apart", async () => {
  const constraints = {
    cannotLink: [
      [0, 1],
      [1, 2],
      [0, 2],
    ],
  } as const;
  const { clusterCount } = await kmeans.cluster(matrix(5, 2), { clusterCount: 3 }, { seed: 1, constraints });
  expect(clusterCount).toBe(3);
});

test("what cannot be kept is refused with the reason", async () => {
  const triangle = [
    [0, 1],
    [1, 2],
    [0, 2],
  ];
  await expect(run({ cannotLink: triangle })).rejects.toThrow(/Row \d finds none of 2 clusters/);
  const contradiction = {
    mustLink: [
      [0, 4],
      [4, 2],
      [2, 5],
      [0, 2],
    ],
    cannotLink: [[0, 5]],
  };
  await expect(run(contradiction)).rejects.toThrow(
    "Rows 0 and 5 may not be linked (cannotLink), but mustLink joins them: 0 – 2 – 5",
  );
  await expect(run({ mustLink: [[0, 6]] })).rejects.toThrow(
    "The pair 0, 6 in mustLink must name two different rows from 0 to 5",
  );
  await expect(run({ mustLink: [[0, 1]] }, { setOutliersApart: true })).rejects.toThrow("setOutliersApart");
});

test("iterations from given centres keep to constraints as well", async () => {
  const centres = matrix(2, 1, Float32Array.from([1, 11]));
  const constraints = { mustLink: [[0, 3]], cannotLink: [[4, 5]] } as const;
  const { assignment } = await kmeansFrom(line, centres, {}, { seed: 1, constraints });
  expect(assignment[0]).toBe(assignment[3]);
  expect(assignment[4]).not.toBe(assignment[5]);
});

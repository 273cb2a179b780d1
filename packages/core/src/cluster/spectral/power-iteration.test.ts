import { expect, test } from "vitest";
import { digits } from "../../../../../fixtures/reference/reference.ts";
import { agreement } from "../../evaluate/agreement.ts";
import { connectedComponents } from "../../linear-algebra/sparse.ts";
import { matrix } from "../../matrix.ts";
import { methodRun } from "../../method/context.ts";
import { blobs, sameness } from "../clustering.contract.ts";
import { neighbourGraph } from "../neighbour-graph.ts";
import { powerIteration } from "./power-iteration.ts";
import { averagedChance } from "./walk.ts";

const { vectors, labels } = digits();
const accuracy = async (options: Record<string, unknown>, seed: number) => {
  const { assignment } = await powerIteration.cluster(vectors, { clusterCount: 10, ...options }, { seed });
  return agreement(labels, assignment).hungarianAccuracy;
};

test("digits: ten starts reach .80 with every seed and .865 with the best; one start does not", async () => {
  const ten = [await accuracy({}, 1), await accuracy({}, 2), await accuracy({}, 3)];
  expect(Math.min(...ten)).toBeGreaterThan(0.8);
  expect(Math.max(...ten)).toBeGreaterThan(0.865);
  expect(await accuracy({ starts: 1 }, 1)).toBeLessThan(0.7);
});

test("peaks find many small, pure clusters", async () => {
  const options = { partition: "peaks", neighbours: 6, sigma: 0.2 };
  const { assignment, clusterCount } = await powerIteration.cluster(vectors, options, { seed: 1 });
  expect(agreement(labels, assignment).purity).toBeGreaterThan(0.96);
  expect(clusterCount).toBeGreaterThan(50);
  expect(clusterCount).toBeLessThan(200);
  await expect(powerIteration.cluster(vectors, { ...options, k: 10 }, { seed: 1 })).rejects.toThrow(
    /clusterCount is 10, but partition "peaks" finds/,
  );
});

test("copies climb to one peak together, and no peak spans two parts of the graph", async () => {
  const copies = matrix(9, 1, Float32Array.of(1, 1, 1, 5, 5, 5, 9, 9, 9));
  const options = { partition: "peaks", neighbours: 3 };
  const { assignment } = await powerIteration.cluster(copies, options, { seed: 1 });
  expect(sameness(assignment, [0, 0, 0, 1, 1, 1, 2, 2, 2])).toBe(1);
  const run = methodRun({ seed: 1 });
  const graph = await neighbourGraph(vectors, { neighbours: 3, metric: "euclidean", weight: 0.5 }, run);
  const found = await powerIteration.cluster(
    vectors,
    { partition: "peaks", neighbours: 3, sigma: 0.5 },
    { seed: 1 },
  );
  const { component } = connectedComponents(graph);
  const partOf = new Map<number, number>();
  for (const [i, cluster] of found.assignment.entries()) {
    expect(partOf.get(cluster) ?? component[i]).toBe(component[i]);
    partOf.set(cluster, component[i]!);
  }
});

test("averaging makes numbers equal within parts and keeps their spread", async () => {
  const data = blobs(3, 40, 4, 30, 1);
  const run = methodRun({ seed: 2 });
  const graph = await neighbourGraph(
    data.vectors,
    { neighbours: 8, metric: "euclidean", weight: "equal" },
    run,
  );
  const { component, count } = connectedComponents(graph);
  const { data: numbers } = await averagedChance(graph, { starts: 1, steps: 3000 }, run);
  const firstOf = new Map<number, number>();
  for (const [i, part] of component.entries()) {
    if (!firstOf.has(part)) firstOf.set(part, numbers[i]!);
    expect(numbers[i]).toBeCloseTo(firstOf.get(part)!, 4);
  }
  expect(new Set([...firstOf.values()].map((value) => value.toFixed(3))).size).toBe(count);
});

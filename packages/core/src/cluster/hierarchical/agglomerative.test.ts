import { describe, expect, test } from "vitest";
import { digits, expected, iris, standardisedWine } from "../../../../../fixtures/reference/reference.ts";
import { contingency } from "../../evaluate/contingency.ts";
import { normalisedMutualInformation } from "../../evaluate/information.ts";
import { matrix, normaliseRows, row, squaredDistance } from "../../matrix.ts";
import { methodRun } from "../../method/context.ts";
import { blobs, normalVectors, sameness, sizesOf } from "../clustering.contract.ts";
import { agglomerative } from "./agglomerative.ts";
import { cutByCount } from "./dendrogram.ts";
import { graphWard } from "./graph-ward.ts";
import { hierarchy } from "./hierarchy.ts";

describe.each([
  ["iris", iris(), expected.internal.iris],
  ["wine", standardisedWine(), expected.internal.wine_std],
])("scikit-learn's trees of %s", (_, { vectors, labels }, wanted) => {
  test.each(["ward", "average", "complete", "single"])("three clusters, %s", async (linkage) => {
    const { assignment } = await agglomerative.cluster(vectors, { clusterCount: 3, linkage }, { seed: 0 });
    expect(sizesOf(assignment)).toEqual(wanted[`agglo3_${linkage}`].sizes);
    expect(sameness(labels, assignment)).toBeCloseTo(wanted[`agglo3_${linkage}`].ari, 9);
  });

  test("the last ten ward heights", async () => {
    const { dendrogram } = await agglomerative.cluster(vectors, {}, { seed: 0 });
    const last = [...dendrogram!.height.slice(-10)];
    for (const [i, height] of wanted.ward_last10_heights.entries()) expect(last[i]).toBeCloseTo(height, 5);
  });
});

test("ten digits by ward", async () => {
  const { vectors, labels } = digits();
  const { assignment } = await agglomerative.cluster(vectors, { clusterCount: 10 }, { seed: 0 });
  expect(normalisedMutualInformation(contingency(labels, assignment))).toBeCloseTo(
    expected.digits.ward10.nmi_arith,
    9,
  );
  expect(sameness(labels, assignment)).toBeCloseTo(expected.digits.ward10.ari, 9);
});

describe("against the definition: merge the closest two, measured from their members", () => {
  const vectors = normalVectors(40, 3, 8);
  const unit = normaliseRows(vectors);
  const distance = {
    euclidean: (i: number, j: number) => Math.sqrt(squaredDistance(row(vectors, i), row(vectors, j))),
    cosine: (i: number, j: number) => squaredDistance(row(unit, i), row(unit, j)) / 2,
  };
  const mean = (group: number[]) =>
    [0, 1, 2].map((j) => group.reduce((sum, i) => sum + row(vectors, i)[j]!, 0) / group.length);
  const pairs = (a: number[], b: number[], metric: "euclidean" | "cosine") =>
    a.flatMap((i) => b.map((j) => distance[metric](i, j)));
  const between = {
    ward: (a: number[], b: number[]) =>
      Math.sqrt(((2 * a.length * b.length) / (a.length + b.length)) * squaredDistance(mean(a), mean(b))),
    average: (a: number[], b: number[], metric: "euclidean" | "cosine") =>
      pairs(a, b, metric).reduce((sum, d) => sum + d, 0) / (a.length * b.length),
    complete: (a: number[], b: number[], metric: "euclidean" | "cosine") => Math.max(...pairs(a, b, metric)),
    single: (a: number[], b: number[], metric: "euclidean" | "cosine") => Math.min(...pairs(a, b, metric)),
    centroid: (a: number[], b: number[]) => Math.sqrt(squaredDistance(mean(a), mean(b))),
  };

  test.each([
    ["ward", "euclidean"],
    ["average", "euclidean"],
    ["complete", "euclidean"],
    ["single", "euclidean"],
    ["centroid", "euclidean"],
    ["average", "cosine"],
    ["complete", "cosine"],
    ["single", "cosine"],
  ] as const)("%s, %s", async (linkage, metric) => {
    const tree = await hierarchy(vectors, { linkage, metric }, methodRun({ seed: 0 }));
    const groups = Array.from({ length: 40 }, (_, i) => [i]);
    for (let merge = 0; merge < 39; merge++) {
      let best = { height: Infinity, a: 0, b: 0 };
      for (let a = 0; a < groups.length; a++) {
        for (let b = a + 1; b < groups.length; b++) {
          const height = between[linkage](groups[a]!, groups[b]!, metric);
          if (height < best.height) best = { height, a, b };
        }
      }
      groups[best.a]!.push(...groups.splice(best.b, 1)[0]!);
      expect(tree.height[merge]).toBeCloseTo(best.height, 5);
      const labels = new Int32Array(40);
      for (const [g, members] of groups.entries()) for (const i of members) labels[i] = g;
      if (groups.length > 1) expect(sameness(labels, cutByCount(tree, groups.length))).toBe(1);
    }
  });
});

test("median linkage measures from the middle of the two last parts", async () => {
  const points = matrix(4, 1, Float32Array.of(0, 1, 5, 20));
  const { height } = await hierarchy(
    points,
    { linkage: "median", metric: "euclidean" },
    methodRun({ seed: 0 }),
  );
  for (const [t, wanted] of [1, 4.5, 20 - 2.75].entries()) expect(height[t]).toBeCloseTo(wanted, 5);
});

test("an inversion is kept as it happened, and every count can still be cut", async () => {
  const triangle = matrix(3, 2, Float32Array.of(0, 0, 1, 0, 0.5, 0.9));
  for (const linkage of ["centroid", "median"]) {
    const { dendrogram } = await agglomerative.cluster(triangle, { linkage, clusterCount: 2 }, { seed: 0 });
    expect(dendrogram!.height[0]).toBeCloseTo(1, 5);
    expect(dendrogram!.height[1]).toBeCloseTo(0.9, 5);
    expect(sizesOf(cutByCount(dendrogram!, 2))).toEqual([1, 2]);
    const apart = await agglomerative.cluster(triangle, { linkage, distanceThreshold: 0.95 }, { seed: 0 });
    expect(apart.clusterCount).toBe(3);
  }
});

describe("ward along a graph of neighbours", () => {
  const run = methodRun({ seed: 0 });
  const ward = { linkage: "ward", metric: "euclidean" } as const;

  test("is plain ward when everyone is a neighbour", async () => {
    const { vectors } = iris();
    const plain = await hierarchy(normalVectors(80, 3, 2), ward, run);
    const graph = await graphWard(normalVectors(80, 3, 2), 79, run);
    for (const [t, height] of plain.height.entries()) expect(graph.height[t]).toBeCloseTo(height, 5);
    for (let k = 1; k <= 80; k += 7) expect(sameness(cutByCount(plain, k), cutByCount(graph, k))).toBe(1);
    expect(sizesOf(cutByCount(await graphWard(vectors, 149, run), 3))).toEqual([36, 50, 64]);
  });

  test("finds groups that no edge connects, and merges them last", async () => {
    const { vectors, labels } = blobs(4, 25, 5, 12, 3);
    const tree = await graphWard(vectors, 3, run);
    expect(tree.height.length).toBe(99);
    expect([...tree.height]).toEqual([...tree.height].sort((a, b) => a - b));
    expect(sameness(labels, cutByCount(tree, 4))).toBe(1);
  });

  test("never merges across a gap that the graph does not span", async () => {
    // Two rows of points: ward alone would cut each row in half, along a graph the rows stay whole.
    const points = matrix(80, 2);
    for (let i = 0; i < 80; i++) row(points, i).set([(i % 40) * 0.2, i < 40 ? 0 : 1.5]);
    const rows = Int32Array.from({ length: 80 }, (_, i) => (i < 40 ? 0 : 1));
    const options = { clusterCount: 2 };
    const alone = await agglomerative.cluster(points, options, { seed: 0 });
    const along = await agglomerative.cluster(points, { ...options, neighbours: 2 }, { seed: 0 });
    expect(sameness(rows, alone.assignment)).toBeLessThan(0.1);
    expect(sameness(rows, along.assignment)).toBe(1);
  });
});

test("a row with weight w stands for w equal rows", async () => {
  const points = normalVectors(12, 2, 4);
  const weights = Array.from({ length: 12 }, (_, i) => 1 + (i % 3));
  const repeated = weights.flatMap((weight, i) => Array.from({ length: weight }, () => i));
  const copies = matrix(repeated.length, 2);
  for (const [at, i] of repeated.entries()) row(copies, at).set(row(points, i));
  const options = { linkage: "ward", metric: "euclidean" } as const;
  const weighted = await hierarchy(points, { ...options, weights }, methodRun({ seed: 0 }));
  const plain = await hierarchy(copies, options, methodRun({ seed: 0 }));
  const last = plain.height.slice(-11);
  for (const [i, height] of weighted.height.entries()) expect(height).toBeCloseTo(last[i]!, 5);
});

test("a threshold is a cut of the same tree, heights ascend, and equal heights allow every count", async () => {
  const { vectors } = blobs(5, 12, 4, 6, 2);
  const whole = await agglomerative.cluster(vectors, { clusterCount: 1 }, { seed: 0 });
  const { height } = whole.dendrogram!;
  expect([...height]).toEqual([...height].sort((a, b) => a - b));
  const cut = await agglomerative.cluster(vectors, { distanceThreshold: height[54]! }, { seed: 0 });
  const counted = await agglomerative.cluster(vectors, { clusterCount: 60 - 54 }, { seed: 0 });
  expect(cut.assignment).toEqual(counted.assignment);
  const alike = matrix(9, 9);
  for (let i = 0; i < 9; i++) row(alike, i)[i] = 1;
  for (let clusterCount = 1; clusterCount <= 9; clusterCount++) {
    expect((await agglomerative.cluster(alike, { clusterCount }, { seed: 0 })).clusterCount).toBe(
      clusterCount,
    );
  }
});

test("impossible requests are refused with the reason", async () => {
  const vectors = normalVectors(5, 2, 1);
  const cluster = (options: Record<string, unknown>) => agglomerative.cluster(vectors, options, { seed: 0 });
  await expect(cluster({ metric: "cosine" })).rejects.toThrow(/ward linkage is defined by Euclidean means/);
  await expect(cluster({ clusterCount: 2, distanceThreshold: 1 })).rejects.toThrow(/exclude each other/);
  await expect(cluster({ linkage: "centroid", metric: "cosine" })).rejects.toThrow(
    /centroid linkage is defined/,
  );
  await expect(cluster({ linkage: "single", neighbours: 3 })).rejects.toThrow(/neighbours is 3, .* single/);
  await expect(agglomerative.cluster(matrix(25_001, 1), { linkage: "average" }, { seed: 0 })).rejects.toThrow(
    /takes up to 25000/,
  );
});

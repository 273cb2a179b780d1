import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainKernels } from "../../compute/plain.ts";
import { contingency } from "../../evaluate/contingency.ts";
import { adjustedMutualInformation } from "../../evaluate/information.ts";
import { hungarianAccuracy } from "../../evaluate/matching.ts";
import { adjustedRandIndex } from "../../evaluate/pairs.ts";
import { nearestNeighbours } from "../../neighbours/nearest-neighbours.ts";
import { random } from "../../random.ts";
import { blobs, normalVectors, sameness } from "../clustering.contract.ts";
import { consensus } from "./consensus.ts";

const replay = new URL("../../../../../../shared/data/imantics/eval-labels.json", import.meta.url);

describe.skipIf(!existsSync(replay))("eleven recorded clusterings of 5,000 photos", () => {
  const recorded = existsSync(replay)
    ? JSON.parse(readFileSync(replay, "utf8"))
    : { labels: [], methods: {} };
  const scores = async (pattern: RegExp, clusterCount: number) => {
    const chosen: number[][] = Object.keys(recorded.methods)
      .filter((name) => pattern.test(name))
      .map((name) => recorded.methods[name]);
    const found = await consensus(chosen, { clusterCount });
    expect(found.clusterCount).toBe(clusterCount);
    const table = contingency(recorded.labels, found.assignment);
    return [adjustedMutualInformation(table), adjustedRandIndex(table), hungarianAccuracy(table)];
  };

  test("ward and k-means together: better than the best of them, AMI .541", async () => {
    const [ami, ari, accuracy] = await scores(/agglo|kmeans/, 1196);
    expect(ami).toBeCloseTo(0.559, 3);
    expect(ari).toBeCloseTo(0.456, 3);
    expect(accuracy).toBeCloseTo(0.589, 3);
  });

  test("all eleven, half of them mostly noise", async () => {
    const [ami, ari, accuracy] = await scores(/./, 998);
    expect(ami).toBeCloseTo(0.559, 3);
    expect(ari).toBeCloseTo(0.41, 3);
    expect(accuracy).toBeCloseTo(0.559, 3);
  });
});

const labellings = fc
  .tuple(fc.integer({ min: 2, max: 14 }), fc.integer({ min: 1, max: 5 }))
  .chain(([size, count]) =>
    fc.array(fc.array(fc.integer({ min: -1, max: 3 }), { minLength: size, maxLength: size }), {
      minLength: count,
      maxLength: count,
    }),
  );

describe("evidence", () => {
  test("names of clusters do not matter, nor the order of members; any count is reached in spite of ties", async () => {
    await fc.assert(
      fc.asyncProperty(labellings, async (clusterings) => {
        const size = clusterings[0]!.length;
        const renamed = clusterings.map((labels) => labels.map((label) => (label < 0 ? -7 : 90 - 3 * label)));
        for (let clusterCount = 1; clusterCount <= size; clusterCount += 3) {
          const { assignment } = await consensus(clusterings, { clusterCount });
          expect((await consensus(renamed, { clusterCount })).assignment).toEqual(assignment);
          const isNoise = (i: number) => clusterings.every((labels) => labels[i]! < 0);
          for (const [i, cluster] of assignment.entries()) expect(cluster < 0).toBe(isNoise(i));
          if (!assignment.includes(-1)) expect(new Set(assignment).size).toBe(clusterCount);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("heights are 1 minus the mean share of members that join; noise joins nothing", async () => {
    const { dendrogram } = await consensus([
      [0, 0, 1, 1],
      [0, 0, 0, -1],
      [0, 0, -1, -1],
      [5, 6, 7, 7],
    ]);
    // 0-1: joined by three of four; 2-3: by two of four; between: one of four for 0-2 and 1-2, none for 3.
    expect([...dendrogram.height].map((height) => height.toFixed(6))).toEqual([
      "0.250000",
      "0.500000",
      (1 - 0.125).toFixed(6),
    ]);
  });

  test("one member, or many that agree, come back as they are", async () => {
    const labels = [3, 1, 1, 0, 3, 3, -1, 0];
    for (const clusterings of [[labels], [labels, labels, labels]]) {
      expect(sameness((await consensus(clusterings, { voting: "majority" })).assignment, labels)).toBe(1);
    }
  });

  test("majority follows two of three; a weight of 0 silences a member", async () => {
    const right = [0, 0, 0, 1, 1, 1];
    const wrong = [0, 1, 0, 1, 0, 1];
    const majority = await consensus([right, wrong, right], { voting: "majority" });
    expect(sameness(majority.assignment, right)).toBe(1);
    const overruled = await consensus([right, wrong, right], { clusterCount: 2, weights: [0, 1, 0] });
    expect(sameness(overruled.assignment, wrong)).toBe(1);
  });

  test("by agreement, members of pure chance count little", async () => {
    const { labels } = blobs(5, 40, 2, 8, 1);
    const chance = random(4);
    const noisy = (share: number) =>
      labels.map((label) => (chance.uniform() < share ? chance.integer(5) : label));
    const members = [noisy(0.1), noisy(0.1), noisy(0.1), noisy(1), noisy(1), noisy(1)];
    const { weights, assignment } = await consensus(members, { clusterCount: 5, weights: "agreement" });
    for (let m = 3; m < 6; m++) expect(weights[m]).toBeLessThan(0.1 * weights[0]!);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(sameness(assignment, labels)).toBeGreaterThan(0.9);
  });

  test("with all pairs as neighbours the sparse way is the dense way", async () => {
    const vectors = normalVectors(40, 2, 6);
    const chance = random(2);
    const members = Array.from({ length: 9 }, () => Array.from({ length: 40 }, () => chance.integer(4)));
    // Uneven weights: no ties, so the tree is unique.
    const weights = members.map(() => chance.uniform());
    const kernels = plainKernels;
    const neighbours = await nearestNeighbours(vectors, 39, { metric: "euclidean", kernels });
    const sparse = await consensus(members, { weights, neighbours });
    const dense = await consensus(members, { weights });
    for (const [t, height] of dense.dendrogram.height.entries()) {
      expect(sparse.dendrogram.height[t]).toBeCloseTo(height, 5);
    }
    expect(sameness(sparse.assignment, dense.assignment)).toBe(1);
  });

  test("what cannot be combined is a named error", async () => {
    await expect(consensus([])).rejects.toThrow(/0 clusterings/);
    await expect(consensus([[], []])).rejects.toThrow(/0 vectors/);
    await expect(consensus([[0, 1], [0]])).rejects.toThrow(/Clustering 1 has 1 labels, clustering 0 has 2/);
    await expect(consensus([[0, 1]], { weights: [1, 2] })).rejects.toThrow(/2 weights for 1 clusterings/);
    await expect(consensus([[0, 1]], { weights: [0] })).rejects.toThrow(/All weights are 0/);
    await expect(consensus([[0, 1]], { weights: [-1] })).rejects.toThrow(/Weight 0 is -1/);
    await expect(consensus([[0, 1]], { clusterCount: 3 })).rejects.toThrow(/from 1 to 2/);
    await expect(consensus([[0, 1]], { clusterCount: 1, voting: "majority" })).rejects.toThrow(/majority/);
    await expect(consensus([new Int32Array(20_001)])).rejects.toThrow(/give neighbours/);
  });
});

test("many vectors are joined through their neighbours alone", async () => {
  const { vectors, labels } = blobs(6, 200, 4, 14, 8);
  const members: Int32Array[] = [];
  for (let seed = 0; seed < 12; seed++) {
    const chance = random(seed);
    // Every group cut at random into three, one vector in ten anywhere.
    members.push(
      labels.map((label) => (chance.uniform() < 0.1 ? chance.integer(18) : 3 * label + chance.integer(3))),
    );
  }
  const neighbours = await nearestNeighbours(vectors, 12, { metric: "euclidean", kernels: plainKernels });
  const { assignment } = await consensus(members, { clusterCount: 6, neighbours });
  expect(sameness(labels, assignment)).toBeGreaterThan(0.95);
});

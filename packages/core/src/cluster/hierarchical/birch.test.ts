import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digits, iris } from "../../../../../fixtures/reference/reference.ts";
import { matrix, row } from "../../matrix.ts";
import { blobs, normalVectors, sameness } from "../clustering.contract.ts";
import { agglomerative } from "./agglomerative.ts";
import { birch } from "./birch.ts";
import { ClusteringFeatureTree } from "./clustering-feature-tree.ts";

describe("the tree", () => {
  const treeOf = (
    vectors: ReturnType<typeof matrix>,
    options: ConstructorParameters<typeof ClusteringFeatureTree>[0],
  ) => {
    const tree = new ClusteringFeatureTree(options);
    for (let i = 0; i < vectors.rows; i++) tree.add(row(vectors, i));
    return tree.subclusters();
  };

  test("keeps every vector's weight and the mean of all, within the limits", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 2, max: 40 }),
        fc.integer(),
        (rows, branchingFactor, maxSubclusters, seed) => {
          const vectors = normalVectors(rows, 3, seed);
          const { means, sizes } = treeOf(vectors, { radius: 0, branchingFactor, maxSubclusters });
          expect(means.rows).toBeLessThanOrEqual(Math.min(rows, maxSubclusters));
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(rows);
          for (let j = 0; j < 3; j++) {
            let all = 0;
            for (let i = 0; i < rows; i++) all += row(vectors, i)[j]!;
            let kept = 0;
            for (let s = 0; s < means.rows; s++) kept += sizes[s]! * row(means, s)[j]!;
            expect(kept).toBeCloseTo(all, 3);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test("a tree of single entries still shrinks, down to two sub-clusters", () => {
    for (let seed = 0; seed < 200; seed++) {
      const vectors = normalVectors(60, 2, seed);
      const { means } = treeOf(vectors, { radius: 0, branchingFactor: 2, maxSubclusters: 2 });
      expect(means.rows).toBeLessThanOrEqual(2);
    }
  });

  test("radius 0 never joins different vectors", () => {
    const vectors = matrix(
      90,
      1,
      Float32Array.from({ length: 90 }, (_, i) => 1000 + (i % 30) / 16),
    );
    const { means } = treeOf(vectors, { radius: 0, branchingFactor: 4, maxSubclusters: 100 });
    expect(new Set(means.data)).toEqual(new Set(vectors.data));
  });

  // Recorded with Birch(threshold, branching_factor, n_clusters=None) of scikit-learn 1.9.1.
  test.each([
    ["iris", iris().vectors, 0.3, 5, 45, 674.7690384615],
    ["iris", iris().vectors, 0.3, 50, 37, 543.7973202615],
    ["iris", iris().vectors, 0.5, 5, 13, 195.6592436975],
    ["iris", iris().vectors, 0.8, 50, 4, 57.7738353236],
    ["digits", digits().vectors, 0.8, 50, 774, 15128.2556597222],
    ["digits", digits().vectors, 1.2, 5, 286, 5637.8201364976],
    ["digits", digits().vectors, 1.2, 50, 236, 4573.5092228652],
  ])(
    "scikit-learn's sub-clusters of %s, radius %d, %i entries a node",
    (_, vectors, radius, branchingFactor, count, sum) => {
      const { means } = treeOf(vectors, { radius, branchingFactor, maxSubclusters: 10_000 });
      expect(means.rows).toBe(count);
      expect(means.data.reduce((total, value) => total + Math.abs(value), 0) / sum).toBeCloseTo(1, 6);
    },
  );

  test("vectors closer than the radius melt: a line of points a tenth apart", () => {
    const vectors = matrix(
      100,
      1,
      Float32Array.from({ length: 100 }, (_, i) => i / 10),
    );
    const { means, sizes, radius } = treeOf(vectors, {
      radius: 0.5,
      branchingFactor: 50,
      maxSubclusters: 100,
    });
    expect(radius).toBe(0.5);
    // A uniform stretch of length l has radius l / √12, so sub-clusters are at most √3 long.
    expect(Math.max(...sizes)).toBeLessThanOrEqual(Math.floor(10 * Math.sqrt(3)) + 1);
    expect(means.rows).toBeGreaterThanOrEqual(6);
    expect(means.rows).toBeLessThan(20);
  });
});

test("few vectors and no radius are clustered as by ward", async () => {
  const { vectors } = iris();
  for (const clusterCount of [2, 3, 7]) {
    const ours = await birch.cluster(vectors, { clusterCount }, { seed: 1 });
    const ward = await agglomerative.cluster(vectors, { clusterCount }, { seed: 1 });
    expect(sameness(ours.assignment, ward.assignment)).toBe(1);
  }
});

test("the digits in three hundred sub-clusters are still grouped nearly as well as by ward", async () => {
  const { vectors, labels } = digits();
  const options = { clusterCount: 10, maxSubclusters: 300 };
  const { assignment } = await birch.cluster(vectors, options, { seed: 1 });
  expect(sameness(labels, assignment)).toBeGreaterThan(0.6);
});

test("tight sub-clusters lose nothing of separate groups", async () => {
  const { vectors, labels } = blobs(6, 200, 4, 10, 5);
  const { assignment } = await birch.cluster(vectors, { clusterCount: 6, radius: 0.6 }, { seed: 1 });
  expect(sameness(labels, assignment)).toBeGreaterThan(0.95);
});

test("a radius that swallows everything gives one cluster", async () => {
  const { vectors } = blobs(3, 20, 4, 6, 5);
  const { clusterCount } = await birch.cluster(vectors, { clusterCount: 3, radius: 1e6 }, { seed: 1 });
  expect(clusterCount).toBe(1);
});

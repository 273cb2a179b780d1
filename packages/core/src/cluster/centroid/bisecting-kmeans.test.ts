import { expect, test } from "vitest";
import { digits, expected } from "../../../../../fixtures/reference/reference.ts";
import { matrix } from "../../matrix.ts";
import { blobs, sizesOf } from "../clustering.contract.ts";
import { bisectingKmeans } from "./bisecting-kmeans.ts";

test.each(["largest-inertia", "largest-cluster"])(
  "one more cluster divides exactly one (%s)",
  async (divides) => {
    const { vectors } = blobs(12, 15, 5, 4, 9);
    const options = { divides };
    let before = (await bisectingKmeans.cluster(vectors, { ...options, clusterCount: 1 }, { seed: 4 }))
      .assignment;
    for (let clusterCount = 2; clusterCount <= 12; clusterCount++) {
      const { assignment } = await bisectingKmeans.cluster(
        vectors,
        { ...options, clusterCount },
        { seed: 4 },
      );
      const pairs = new Set(assignment.map((cluster, i) => cluster * 1000 + before[i]!));
      expect(pairs.size).toBe(clusterCount);
      before = assignment;
    }
  },
);

test("the digits: a little above the best k-means, and even", async () => {
  const { vectors } = digits();
  const { inertia } = await bisectingKmeans.cluster(vectors, { clusterCount: 10, restarts: 3 }, { seed: 1 });
  const ratio = inertia! / expected.digits.kmeans10_best;
  expect(ratio).toBeGreaterThan(1);
  expect(ratio).toBeLessThan(1.1);
});

test("dividing the largest cluster gives clusters of even size", async () => {
  const { vectors } = blobs(1, 512, 3, 0, 2);
  const options = { divides: "largest-cluster", clusterCount: 8 };
  const { assignment } = await bisectingKmeans.cluster(vectors, options, { seed: 2 });
  const sizes = sizesOf(assignment);
  expect(sizes.at(-1)! / sizes[0]!).toBeLessThan(3);
});

test("equal vectors are never divided; random seeds that coincide still divide what differs", async () => {
  const vectors = matrix(
    30,
    1,
    Float32Array.from({ length: 30 }, (_, i) => (i < 28 ? 0 : i)),
  );
  for (let seed = 0; seed < 10; seed++) {
    const options = { clusterCount: 6, seeding: "random" };
    const { assignment } = await bisectingKmeans.cluster(vectors, options, { seed });
    expect(sizesOf(assignment)).toEqual([1, 1, 28]);
  }
});

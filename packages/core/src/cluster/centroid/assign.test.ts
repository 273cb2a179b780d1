import { expect, test } from "vitest";
import { matrix, rowRange } from "../../matrix.ts";
import { blobs, normalVectors } from "../clustering.contract.ts";
import { assignToCentres } from "./assign.ts";
import { kmeans } from "./kmeans.ts";
import { miniBatchKmeans } from "./mini-batch-kmeans.ts";
import { sphericalKmeans } from "./spherical-kmeans.ts";

const { vectors } = blobs(5, 40, 8, 8, 21);

test.each([kmeans, sphericalKmeans, miniBatchKmeans].map((method) => [method.id, method] as const))(
  "the centres of %s take its own vectors back in",
  async (id, method) => {
    const { assignment, centres } = await method.cluster(vectors, { clusterCount: 5 }, { seed: 1 });
    const metric = id === "spherical-kmeans" ? "cosine" : "euclidean";
    expect((await assignToCentres(vectors, centres, { metric })).indices).toEqual(assignment);
  },
);

test("under the cosine metric length means nothing", async () => {
  const centres = matrix(2, 2, Float32Array.of(1, 0, 0, 1));
  const { indices, squaredDistances } = await assignToCentres(
    matrix(4, 2, Float32Array.of(100, 1, 0.1, 0.2, 0, 7, 0, 0)),
    centres,
    { metric: "cosine" },
  );
  expect([...indices]).toEqual([0, 1, 1, 0]);
  expect(squaredDistances[1]).toBeCloseTo(2 - 2 * (0.2 / Math.hypot(0.1, 0.2)), 6);
  expect(squaredDistances[2]).toBe(0);
});

test("many blocks give what one gives, and stop between blocks when told", async () => {
  const many = normalVectors(70_000, 2, 3);
  const centres = normalVectors(3, 2, 4);
  const { indices } = await assignToCentres(many, centres);
  const tail = await assignToCentres(rowRange(many, 65_000, 70_000), centres);
  expect(indices.subarray(65_000)).toEqual(tail.indices);
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(assignToCentres(many, centres, { signal })).rejects.toThrow("enough");
});

test("no centres and other widths are named errors", async () => {
  await expect(assignToCentres(vectors, matrix(0, 8))).rejects.toThrow(/0 centres/);
  await expect(assignToCentres(vectors, matrix(2, 3))).rejects.toThrow(/of 8 and of 3/);
});

import { expect, test } from "vitest";
import { digits, expected } from "../../../../../fixtures/reference/reference.ts";
import { matrix } from "../../matrix.ts";
import { blobs, sizesOf } from "../clustering.contract.ts";
import { kmeans } from "./kmeans.ts";
import { miniBatchKmeans } from "./mini-batch-kmeans.ts";

test("comes within six per cent of the best known k-means of the digits", async () => {
  const { vectors } = digits();
  for (const seed of [1, 2, 3]) {
    const { inertia } = await miniBatchKmeans.cluster(
      vectors,
      { clusterCount: 10, batchSize: 256 },
      { seed },
    );
    expect(inertia! / expected.digits.kmeans10_best).toBeLessThan(1.06);
    expect(inertia! / expected.digits.kmeans10_best).toBeGreaterThan(1 - 1e-6);
  }
});

test("looks at far fewer vectors than k-means, and ends by itself", async () => {
  const { vectors } = blobs(10, 2000, 4, 1, 7);
  const counted = async (run: (onStep: () => void) => Promise<unknown>) => {
    let steps = 0;
    await run(() => steps++);
    return steps;
  };
  const options = { clusterCount: 10 };
  const onProgress = (onStep: () => void) => (event: { stage: string }) => {
    if (event.stage === "iterate") onStep();
  };
  const full = await counted((onStep) =>
    kmeans.cluster(vectors, { ...options, restarts: 1 }, { seed: 1, onProgress: onProgress(onStep) }),
  );
  const batches = await counted((onStep) =>
    miniBatchKmeans.cluster(
      vectors,
      { ...options, batchSize: 256 },
      { seed: 1, onProgress: onProgress(onStep) },
    ),
  );
  expect(batches * 256).toBeLessThan(0.5 * full * vectors.rows);
});

test("a batch larger than the collection is the collection; duplicates end it at once", async () => {
  const vectors = matrix(
    20,
    2,
    Float32Array.from({ length: 40 }, (_, p) => (p < 30 ? 1 : 2)),
  );
  const found = await miniBatchKmeans.cluster(vectors, { clusterCount: 2 }, { seed: 3 });
  expect(sizesOf(found.assignment)).toEqual([5, 15]);
  expect([found.inertia, found.iterations]).toEqual([0, 1]);
});

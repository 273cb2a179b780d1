import { expect, test } from "vitest";
import { digits } from "../../../../../fixtures/reference/reference.ts";
import { agreement } from "../../evaluate/agreement.ts";
import { gramOf, rowSums, transposeSparse } from "../../linear-algebra/sparse.ts";
import { row, squaredDistance } from "../../matrix.ts";
import { methodRun } from "../../method/context.ts";
import { blobs, normalVectors, sameness } from "../clustering.contract.ts";
import { landmarkSpectral } from "./landmark-spectral.ts";
import { chooseLandmarks, mixtures } from "./landmarks.ts";
import { spectralEmbedding } from "./spectral-embedding.ts";

const run = methodRun({ seed: 1 });

test("digits: no worse than the cut of the whole graph, for every seed", async () => {
  const { vectors, labels } = digits();
  for (const seed of [1, 2]) {
    const { assignment } = await landmarkSpectral.cluster(vectors, { clusterCount: 10 }, { seed });
    const { hungarianAccuracy, normalisedMutualInformation } = agreement(labels, assignment);
    expect(hungarianAccuracy).toBeGreaterThan(0.8);
    expect(normalisedMutualInformation).toBeGreaterThan(0.84);
  }
});

test("6,000 vectors in twenty groups through 200 landmarks", async () => {
  const { vectors, labels } = blobs(20, 300, 8, 16, 4);
  const options = { clusterCount: 20, landmarks: 200 };
  const { assignment } = await landmarkSpectral.cluster(vectors, options, { seed: 2 });
  expect(sameness(labels, assignment)).toBeGreaterThan(0.99);
});

test("shares are of the nearest landmarks, fade with distance and sum to 1", async () => {
  const vectors = normalVectors(120, 3, 7);
  const landmarks = await chooseLandmarks(vectors, 20, run);
  const shares = await mixtures(vectors, landmarks, 4, run);
  for (const sum of rowSums(shares)) expect(sum).toBeCloseTo(1, 12);
  for (let i = 0; i < vectors.rows; i++) {
    for (let p = 4 * i + 1; p < 4 * i + 4; p++) {
      expect(shares.values[p]).toBeLessThanOrEqual(shares.values[p - 1]!);
    }
  }
  // With one landmark each, the share names the nearest.
  const alone = await mixtures(vectors, landmarks, 1, run);
  const columnOf = new Map<number, number>();
  for (let i = 0; i < vectors.rows; i++) {
    const distances = Array.from({ length: 20 }, (_, l) =>
      squaredDistance(row(vectors, i), row(landmarks, l)),
    );
    const nearest = distances.indexOf(Math.min(...distances));
    const column = columnOf.get(nearest) ?? columnOf.size;
    columnOf.set(nearest, column);
    expect(alone.indices[i]).toBe(column);
  }
});

test("the eigenvalues between landmarks are those of the whole graph Z D⁻¹ Zᵀ", async () => {
  const vectors = normalVectors(60, 2, 9);
  const shares = await mixtures(vectors, await chooseLandmarks(vectors, 15, run), 3, run);
  const small = await spectralEmbedding(gramOf(shares), 5, run, 1e-10);
  const inverseRoots = rowSums(transposeSparse(shares)).map((degree) => 1 / Math.sqrt(degree));
  const scaled = { ...shares, values: shares.values.map((v, p) => v * inverseRoots[shares.indices[p]!]!) };
  const whole = await spectralEmbedding(gramOf(transposeSparse(scaled)), 5, run, 1e-10);
  for (const [t, value] of small.eigenvalues.entries()) {
    expect(whole.eigenvalues[t]).toBeCloseTo(value, 8);
  }
});

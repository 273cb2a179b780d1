import { describe, expect, test } from "vitest";
import { expected, iris, standardisedWine } from "../../../../../fixtures/reference/reference.ts";
import { solvePositiveDefinite } from "../../linear-algebra/cholesky.ts";
import { dot, matrix, row } from "../../matrix.ts";
import { blobs, normalVectors, sameness } from "../clustering.contract.ts";
import { gaussianMixture } from "./gaussian-mixture.ts";
import { assignToMixture } from "./mixture-model.ts";

const shapes = ["full", "tied", "diagonal", "spherical"] as const;

describe("scikit-learn's mixtures", () => {
  // Wine has many local optima; the recorded one is reached from one start in about a hundred.
  test.each([
    ["iris", iris(), { restarts: 20 }, 1, expected.internal.iris.gmm3_full],
    ["wine", standardisedWine(), {}, 73, expected.internal.wine_std.gmm3_full],
  ])(
    "%s, full covariance: bound, criteria and groups",
    async (_, { vectors, labels }, more, seed, wanted) => {
      const options = { clusterCount: 3, covariance: "full", ...more };
      const { mixture, assignment } = await gaussianMixture.cluster(vectors, options, { seed });
      expect(mixture!.lowerBound).toBeCloseTo(wanted.lower_bound, 6);
      expect(mixture!.bic).toBeCloseTo(wanted.bic, 3);
      expect(mixture!.aic).toBeCloseTo(wanted.aic, 3);
      expect(sameness(labels, assignment)).toBeCloseTo(wanted.ari, 9);
    },
  );

  // Recorded with GaussianMixture(3, n_init=20, random_state=0) of scikit-learn 1.9.1.
  test.each([
    ["tied", [-1.7122008401, 633.8252882658, 561.5700412075]],
    ["diagonal", [-2.0478699222, 744.6332089584, 666.3566913119]],
    ["spherical", [-2.5620993865, 853.8093405029, 802.6285405033]],
  ] as const)("iris, %s covariance", async (covariance, [lowerBound, bic, aic]) => {
    const options = { clusterCount: 3, covariance, restarts: 20 };
    const { mixture } = await gaussianMixture.cluster(iris().vectors, options, { seed: 1 });
    expect(mixture!.lowerBound).toBeCloseTo(lowerBound, 5);
    expect(mixture!.bic).toBeCloseTo(bic, 2);
    expect(mixture!.aic).toBeCloseTo(aic, 2);
  });
});

describe.each(shapes)("%s covariance", (covariance) => {
  const { vectors, labels } = blobs(3, 60, 5, 10, 17);

  test("the likelihood never falls between iterations", async () => {
    const objectives: number[] = [];
    await gaussianMixture.cluster(
      normalVectors(200, 4, 5),
      { clusterCount: 4, covariance, tolerance: 0, maxIterations: 40 },
      {
        seed: 1,
        onProgress: ({ objective, total }) => {
          if (objective !== undefined && total === 40) objectives.push(objective);
        },
      },
    );
    expect(objectives.length).toBe(40);
    for (let i = 1; i < objectives.length; i++) {
      expect(objectives[i]! - objectives[i - 1]!).toBeLessThan(1e-3);
    }
  });

  test("densities are those of the textbook formula", async () => {
    const { mixture } = await gaussianMixture.cluster(vectors, { clusterCount: 3, covariance }, { seed: 2 });
    const points = normalVectors(20, 5, 3, 2);
    const { indices, probabilities, logLikelihoods } = await assignToMixture(points, mixture!);
    for (let i = 0; i < points.rows; i++) {
      const densities = [0, 1, 2].map((k) => {
        const ellipsoid = matrixOf(covariance, mixture!.covariances, k);
        const away = Float64Array.from(row(points, i), (value, j) => value - mixture!.means[5 * k + j]!);
        const { solution, determinant } = solved(ellipsoid, away);
        const normaliser = Math.sqrt((2 * Math.PI) ** 5 * determinant);
        return (mixture!.weights[k]! * Math.exp(-0.5 * dot(away, solution))) / normaliser;
      });
      const all = densities[0]! + densities[1]! + densities[2]!;
      expect(logLikelihoods[i]).toBeCloseTo(Math.log(all), 4);
      expect(probabilities[i]).toBeCloseTo(densities[indices[i]!]! / all, 4);
    }
  });

  test("the result places its own vectors where they are, with the strength they have", async () => {
    const found = await gaussianMixture.cluster(vectors, { clusterCount: 3, covariance }, { seed: 3 });
    const { indices, probabilities, logLikelihoods } = await assignToMixture(vectors, found.mixture!);
    expect(sameness(labels, found.assignment)).toBeGreaterThan(0.9);
    expect(indices).toEqual(found.assignment);
    expect(probabilities).toEqual(found.strength);
    expect(logLikelihoods.reduce((sum, value) => sum + value, 0)).toBeCloseTo(
      found.mixture!.logLikelihood,
      6,
    );
    expect(found.mixture!.weights.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  });

  test("an offset far larger than the groups changes nothing", async () => {
    const options = { clusterCount: 3, covariance };
    const near = await gaussianMixture.cluster(vectors, options, { seed: 4 });
    // Powers of two, so that float32 keeps the differences between vectors.
    const rounded = vectors.data.map((value) => Math.round(value * 2 ** 12) / 2 ** 12);
    const far = await gaussianMixture.cluster(
      matrix(
        vectors.rows,
        5,
        rounded.map((value) => value + 512),
      ),
      options,
      { seed: 4 },
    );
    expect(far.mixture!.lowerBound).toBeCloseTo(near.mixture!.lowerBound, 2);
    expect(sameness(near.assignment, far.assignment)).toBeGreaterThan(0.97);
  });
});

test("the criterion of Schwarz finds the number of groups", async () => {
  const { vectors } = blobs(5, 80, 3, 8, 12);
  const criteria: number[] = [];
  for (let clusterCount = 2; clusterCount <= 8; clusterCount++) {
    const options = { clusterCount, covariance: "spherical", restarts: 3 };
    criteria.push((await gaussianMixture.cluster(vectors, options, { seed: 1 })).mixture!.bic);
  }
  expect(criteria.indexOf(Math.min(...criteria)) + 2).toBe(5);
});

test("a group without extent and no regularisation is a named error", async () => {
  const flat = matrix(
    40,
    2,
    Float32Array.from({ length: 80 }, (_, p) => (p % 2 === 0 ? p : 1)),
  );
  for (const covariance of ["full", "tied", "diagonal"]) {
    const options = { clusterCount: 2, covariance, regularisation: 0 };
    await expect(gaussianMixture.cluster(flat, options, { seed: 1 })).rejects.toThrow(
      /no extent in some direction with option regularisation 0/,
    );
  }
});

test("vectors of another width cannot be placed", async () => {
  const { mixture } = await gaussianMixture.cluster(
    normalVectors(20, 3, 1),
    { clusterCount: 2 },
    { seed: 1 },
  );
  await expect(assignToMixture(normalVectors(2, 4, 1), mixture!)).rejects.toThrow(/of 4 and of 3/);
});

/** The covariance of component `k` written out. */
function matrixOf(covariance: (typeof shapes)[number], values: Float64Array, k: number) {
  if (covariance === "full") return { size: 5, data: values.slice(25 * k, 25 * k + 25) };
  if (covariance === "tied") return { size: 5, data: values };
  const data = new Float64Array(25);
  for (let j = 0; j < 5; j++) data[6 * j] = covariance === "diagonal" ? values[5 * k + j]! : values[k]!;
  return { size: 5, data };
}

/** Σ⁻¹ x, and |Σ| as the product of pivots that Gaussian elimination meets. */
function solved(ellipsoid: { size: number; data: Float64Array }, right: Float64Array) {
  const solution = solvePositiveDefinite(ellipsoid, right, 1);
  const rest = ellipsoid.data.slice();
  let determinant = 1;
  for (let p = 0; p < 5; p++) {
    determinant *= rest[6 * p]!;
    for (let i = p + 1; i < 5; i++) {
      const scale = rest[5 * i + p]! / rest[6 * p]!;
      for (let j = p; j < 5; j++) rest[5 * i + j]! -= scale * rest[5 * p + j]!;
    }
  }
  return { solution, determinant };
}

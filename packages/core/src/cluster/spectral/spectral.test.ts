import { describe, expect, test } from "vitest";
import { digits, expected, iris, standardisedWine } from "../../../../../fixtures/reference/reference.ts";
import { agreement } from "../../evaluate/agreement.ts";
import { type Matrix, matrix } from "../../matrix.ts";
import { methodRun } from "../../method/context.ts";
import { random } from "../../random.ts";
import { sameness, sizesOf } from "../clustering.contract.ts";
import { neighbourGraph } from "../neighbour-graph.ts";
import { spectral } from "./spectral.ts";
import { spectralEmbedding } from "./spectral-embedding.ts";

const run = methodRun({ seed: 1 });

async function eigenvalues(vectors: Matrix): Promise<number[]> {
  const graph = await neighbourGraph(vectors, { neighbours: 10, metric: "euclidean", weight: "equal" }, run);
  return [...(await spectralEmbedding(graph, 8, run, 1e-9)).eigenvalues];
}

describe("eigenvalues of the normalised Laplacian over ten neighbours, as scikit-learn has them", () => {
  test("wine", async () => {
    const wanted = expected.internal.wine_std.sym_lap_knn10_eig8;
    for (const [t, value] of (await eigenvalues(standardisedWine().vectors)).entries()) {
      expect(value).toBeCloseTo(wanted[t], 6);
    }
  });

  test("iris: two components; where 39 flowers have ties at their tenth neighbour, near the reference", async () => {
    const { vectors } = iris();
    // Whole numbers, so that equal distances are equal and ties go to the lower index.
    const whole = matrix(
      vectors.rows,
      4,
      vectors.data.map((value) => Math.round(10 * value)),
    );
    const found = await eigenvalues(whole);
    const wanted = expected.internal.iris.sym_lap_knn10_eig8;
    expect(found[1]).toBeCloseTo(0, 9);
    expect(found[2]).toBeCloseTo(wanted[2], 5);
    for (const [t, value] of found.entries()) expect(Math.abs(value - wanted[t])).toBeLessThan(0.005);
  });
});

test("digits: as good as scikit-learn", async () => {
  const { vectors, labels } = digits();
  const plain = await spectral.cluster(vectors, { clusterCount: 10 }, { seed: 1 });
  const found = agreement(labels, plain.assignment);
  expect(found.hungarianAccuracy).toBeGreaterThan(0.807);
  expect(found.normalisedMutualInformation).toBeGreaterThan(0.853);
  expect(found.adjustedRandIndex).toBeGreaterThan(0.756);
});

test("the discrete solution of weighted digits is no worse", async () => {
  const { vectors, labels } = digits();
  const options = { clusterCount: 10, affinity: "gaussian", partition: "discretise" };
  const { assignment } = await spectral.cluster(vectors, options, { seed: 1 });
  expect(agreement(labels, assignment).hungarianAccuracy).toBeGreaterThan(0.805);
});

test("rings inside each other, which no method of centres can part", async () => {
  const chance = random(3);
  const labels = Int32Array.from({ length: 300 }, (_, i) => i % 3);
  const vectors = matrix(
    300,
    2,
    Float32Array.from({ length: 600 }, () => 0.05 * chance.normal()),
  );
  for (let i = 0; i < 300; i++) {
    const angle = (2 * Math.PI * i) / 300;
    vectors.data[2 * i] += (1 + labels[i]!) * Math.cos(angle);
    vectors.data[2 * i + 1] += (1 + labels[i]!) * Math.sin(angle);
  }
  for (const partition of ["k-means", "discretise"]) {
    const options = { clusterCount: 3, neighbours: 6, affinity: "gaussian", partition };
    expect(sameness(labels, (await spectral.cluster(vectors, options, { seed: 1 })).assignment)).toBe(1);
  }
});

test("more parts than clusters: nearest parts stay together", async () => {
  // Four far groups of copies on a line: at 0, 1, 100 and 101.
  const places = [0, 1, 100, 101];
  const vectors = matrix(
    80,
    1,
    Float32Array.from({ length: 80 }, (_, i) => places[i % 4]! + 0.001 * i),
  );
  const { assignment } = await spectral.cluster(vectors, { clusterCount: 2 }, { seed: 1 });
  expect(sizesOf(assignment)).toEqual([40, 40]);
  expect(
    sameness(
      assignment,
      Int32Array.from({ length: 80 }, (_, i) => (i % 4 < 2 ? 0 : 1)),
    ),
  ).toBe(1);
});

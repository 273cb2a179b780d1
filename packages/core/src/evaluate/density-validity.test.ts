import { describe, expect, test } from "vitest";
import { expected, matrixOf } from "../../../../fixtures/reference/reference.ts";
import { blobs } from "../cluster/clustering.contract.ts";
import { plainKernels } from "../compute/plain.ts";
import { matrix, normaliseRows, selectRows } from "../matrix.ts";
import { random, shuffle } from "../random.ts";
import { densityValidity } from "./density-validity.ts";
import { dunnIndex } from "./dunn.ts";
import { silhouette } from "./silhouette.ts";

const how = { metric: "euclidean", kernels: plainKernels } as const;

test("two chains on a line, by hand", async () => {
  // Distances in a chain are 1, 1, 2: the reach of its ends and of its middle follow from the mean of 1/d.
  const vectors = matrixOf([[0], [1], [2], [10], [11], [12]]);
  const labels = Int32Array.of(0, 0, 0, 1, 1, 1);
  // Ends: 1 / ((1 + ½) / 2) = 4/3; middle: 1. The only inner vertex is the middle, so all links count: 4/3.
  // Between the middles: 10.
  const { value, perCluster } = await densityValidity(vectors, labels, how);
  for (const each of perCluster) expect(each).toBeCloseTo((10 - 4 / 3) / 10, 6);
  expect(value).toBeCloseTo((10 - 4 / 3) / 10, 6);
  expect(await dunnIndex(vectors, labels, how)).toBeCloseTo(8 / 2, 6);
});

test("on the reference blobs the true groups reach what the hdbscan package asks for", async () => {
  const { X, y } = expected.hdbscan_blobs200;
  expect((await densityValidity(matrixOf(X), Int32Array.from(y), how)).value).toBeGreaterThan(0.6);
});

describe("a ring around a disc", () => {
  const chance = random(3);
  const rows = Array.from({ length: 240 }, (_, i) => {
    const angle = 2 * Math.PI * chance.uniform();
    const radius = i % 3 === 0 ? chance.uniform() : 5 + 0.3 * chance.uniform();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  const vectors = matrixOf(rows);
  const ring = Int32Array.from(rows, (_, i) => (i % 3 === 0 ? 1 : 0));
  const halves = Int32Array.from(rows, ([x]) => (x! < 0 ? 1 : 0));
  test("density knows the ring is one cluster, the silhouette prefers halves", async () => {
    const ofRing = (await densityValidity(vectors, ring, how)).value;
    expect(ofRing).toBeGreaterThan(0.3);
    expect(ofRing).toBeGreaterThan((await densityValidity(vectors, halves, how)).value + 0.5);
    expect((await silhouette(vectors, halves, how)).mean).toBeGreaterThan(
      (await silhouette(vectors, ring, how)).mean,
    );
  });
});

describe("whatever the data", () => {
  const { vectors, labels } = blobs(3, 20, 64, 6, 2);
  test("the order of vectors and the names of clusters do not matter", async () => {
    const before = await densityValidity(vectors, labels, how);
    const order = shuffle(labels.keys(), random(1));
    const after = await densityValidity(
      selectRows(vectors, order),
      Int32Array.from(order, (i) => 2 - labels[i]!),
      how,
    );
    expect(after.value).toBeCloseTo(before.value, 9);
    expect(after.perCluster[2]).toBeCloseTo(before.perCluster[0]!, 9);
  });

  test("scale does not matter, nor length under the cosine metric", async () => {
    const scaled = matrix(
      vectors.rows,
      vectors.columns,
      vectors.data.map((value) => 4 * value),
    );
    const { value } = await densityValidity(vectors, labels, how);
    expect((await densityValidity(scaled, labels, how)).value).toBeCloseTo(value, 6);
    expect(await dunnIndex(scaled, labels, how)).toBeCloseTo(await dunnIndex(vectors, labels, how), 6);
    const cosine = { ...how, metric: "cosine" } as const;
    expect((await densityValidity(vectors, labels, cosine)).value).toBeCloseTo(
      (await densityValidity(normaliseRows(vectors), labels, cosine)).value,
      5,
    );
  });

  test("noise and lone vectors cost their share and nothing else", async () => {
    const outside = labels.map((label, i) => (i < 30 ? label : -1));
    const { value, perCluster } = await densityValidity(vectors, outside, how);
    expect(value).toBeCloseTo(
      perCluster.reduce((sum, each) => sum + each / 6, 0),
      9,
    );
    const lone = outside.map((label, i) => (i === 59 ? 3 : label));
    expect((await densityValidity(vectors, lone, how)).perCluster[3]).toBe(0);
    expect((await densityValidity(vectors, lone, how)).value).toBeCloseTo(value, 12);
  });

  test("copies give numbers", async () => {
    const copies = matrix(6, 2, Float32Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1));
    const halves = Int32Array.of(0, 0, 0, 1, 1, 1);
    expect((await densityValidity(copies, halves, how)).value).toBe(1);
    expect(await dunnIndex(copies, halves, how)).toBe(Infinity);
    expect((await densityValidity(matrix(6, 2), halves, how)).value).toBe(0);
    expect(await dunnIndex(matrix(6, 2), halves, how)).toBe(0);
  });

  test("one cluster cannot be judged", async () => {
    await expect(densityValidity(vectors, new Int32Array(60), how)).rejects.toThrow(
      /1 clusters of at least two/,
    );
    await expect(dunnIndex(vectors, new Int32Array(60), how)).rejects.toThrow(/needs 2 to 59 clusters/);
  });
});

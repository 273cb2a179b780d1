/** What every fitted model promises, whatever method learned it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blobs, coarseMatrices, normalVectors } from "../cluster/clustering.contract.ts";
import { assign, type FittedClustering } from "../cluster/fitted-clustering.ts";
import { clusterMethod, clusterMethods } from "../cluster/registry.ts";
import { plainKernels } from "../compute/plain.ts";
import { type Matrix, matrix, rowRange } from "../matrix.ts";
import { fromBytes, toBytes } from "../method/byte-layout.ts";
import { placePacmap } from "../project/place-pacmap.ts";
import { placeTsne } from "../project/place-tsne.ts";
import { placeUmap } from "../project/place-umap.ts";
import { projectionMethod, projectionMethods } from "../project/registry.ts";
import { applyLinearMap } from "../reduce/linear-map.ts";
import { reductionMethods } from "../reduce/registry.ts";
import { type FittedMap, fittedToBytes, isFittedClustering, place, readFitted } from "./registry.ts";

/** What finds the groups of the test data, about 1 wide and 6 apart; other methods are told how many. */
const optionsOf: Record<string, Record<string, unknown>> = {
  dbscan: { eps: 1.4, minSamples: 4 },
  hdbscan: { minClusterSize: 5 },
  optics: { extraction: "dbscan", eps: 1.4, minSamples: 4 },
  "mean-shift": { bandwidth: 2.5 },
};
/** Least share of the vectors of a fit that get the same cluster again; 1 where nothing is said. */
const leastAgreement: Record<string, number> = { dbscan: 0.98, optics: 0.98, hdbscan: 0.98 };

const data = blobs(4, 60, 12, 8, 11);
const first = rowRange(data.vectors, 0, 120);
const second = rowRange(data.vectors, 120, 240);

function readClustering(bytes: ArrayBuffer): FittedClustering {
  const model = readFitted(bytes);
  if (!isFittedClustering(model)) throw new Error(`${model.kind} gives no clusters`);
  return model;
}

function readMap(bytes: ArrayBuffer): FittedMap {
  const model = readFitted(bytes);
  if (isFittedClustering(model)) throw new Error(`${model.kind} gives no places`);
  return model;
}

const agreement = (a: Int32Array, b: Int32Array) =>
  a.reduce((same, label, i) => same + (label === b[i] ? 1 : 0), 0) / a.length;

describe.each(clusterMethods.map((method) => [method.id, method] as const))("%s", (id, method) => {
  const options = optionsOf[id] ?? { clusterCount: 4 };
  const cluster = (vectors: Matrix, more: Record<string, unknown> = {}) =>
    method.cluster(vectors, { ...options, ...more }, { seed: 1 });
  const has = (name: string) => method.options.some((option) => option.name === name);
  const variants: Record<string, unknown>[] = [
    {},
    ...(has("metric") && id !== "agglomerative" && !("eps" in options) ? [{ metric: "cosine" }] : []),
    ...(id === "agglomerative" ? [{ linkage: "average", metric: "cosine" }] : []),
    ...(has("setOutliersApart") ? [{ setOutliersApart: true }] : []),
    ...(id === "mean-shift" ? [{ placeAll: false, bandwidth: 0.9 }] : []),
    ...(id === "optics" ? [{ extraction: "xi", eps: null }] : []),
    ...(id === "gaussian-mixture" ? [{ covariance: "full" }, { covariance: "tied" }] : []),
  ];

  test.each(variants)("the vectors of the fit keep their clusters: %o", async (more) => {
    const strays = withStrays(data.vectors);
    const { assignment, strength, clusterCount, fitted } = await cluster(strays, more);
    const again = await assign(fitted, strays);
    expect(fitted.clusterCount).toBe(clusterCount);
    const least = leastAgreement[id] ?? 1;
    expect(agreement(assignment, again.assignment)).toBeGreaterThanOrEqual(least);
    // HDBSCAN's own answer for a vector that left its cluster with others is a little later than they left.
    const tolerance = id === "hdbscan" ? 0.1 : 1e-4;
    for (const [i, label] of again.assignment.entries()) {
      if (label !== assignment[i]) continue;
      expect(Math.abs((again.strength[i] ?? 0) - (strength[i] ?? 1))).toBeLessThanOrEqual(tolerance);
    }
  });

  test("new vectors join the groups of their kin, in the order and number in which they come", async () => {
    const { fitted, assignment } = await cluster(first);
    const { assignment: placed, strength } = await assign(fitted, second);
    const groupOf = new Map([...assignment].map((label, i) => [label, data.labels[i]]));
    const right = [...placed].filter((label, i) => groupOf.get(label) === data.labels[120 + i]).length;
    expect(right / 120).toBeGreaterThan(id === "hdbscan" || id === "dbscan" || id === "optics" ? 0.85 : 0.97);
    const alone = await assign(fitted, rowRange(second, 7, 8));
    expect([alone.assignment[0], alone.strength[0]]).toEqual([placed[7], strength[7]]);
  });

  test.each(variants)("written and read, it gives the same bytes of answers: %o", async (more) => {
    const { fitted } = await cluster(withStrays(data.vectors), more);
    const copy = readClustering(fittedToBytes(fitted));
    const vectors = normalVectors(50, 12, 3, 2);
    expect(await assign(copy, vectors)).toEqual(await assign(fitted, vectors));
    expect(fittedToBytes(copy)).toEqual(fittedToBytes(fitted));
  });

  test("any vectors, duplicates and ties, can be fitted, written, read and assigned", async () => {
    await fc.assert(
      fc.asyncProperty(coarseMatrices(), fc.integer({ min: 0, max: 9 }), async (vectors, seed) => {
        const small = id in optionsOf ? options : { clusterCount: Math.min(3, vectors.rows) };
        const { fitted, clusterCount } = await method.cluster(vectors, small, { seed });
        const copy = readClustering(fittedToBytes(fitted));
        const { assignment, strength } = await assign(copy, vectors);
        expect(assignment.every((label) => label >= -1 && label < clusterCount)).toBe(true);
        expect(
          strength.every((value, i) => (assignment[i]! < 0 ? value === 0 : value >= 0 && value <= 1)),
        ).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test("vectors of another width and broken numbers are named errors; told to stop, it stops", async () => {
    const { fitted } = await cluster(first);
    await expect(assign(fitted, matrix(2, 5))).rejects.toThrow(RangeError);
    const broken = normalVectors(3, 12, 1);
    broken.data[14] = Number.NaN;
    await expect(assign(fitted, broken)).rejects.toThrow(/row 1 holds NaN at column 2/);
    expect((await assign(fitted, matrix(0, 12))).assignment.length).toBe(0);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(assign(fitted, second, { signal })).rejects.toThrow("enough");
  });
});

test("k-means gives any vectors of the fit exactly what they had, strengths too", async () => {
  const kmeans = clusterMethod("kmeans");
  await fc.assert(
    fc.asyncProperty(coarseMatrices(), fc.constantFrom("euclidean", "cosine"), async (vectors, metric) => {
      const wanted = { clusterCount: Math.min(3, vectors.rows), metric };
      const { assignment, strength, fitted } = await kmeans.cluster(vectors, wanted, { seed: 4 });
      expect(await assign(fitted, vectors)).toEqual({ assignment, strength });
    }),
    { numRuns: 60 },
  );
});

test("the nearest centre by the definition, one by one", async () => {
  const { fitted, centres } = await clusterMethod("kmeans").cluster(first, { clusterCount: 4 }, { seed: 1 });
  const { assignment } = await assign(fitted, second);
  const { indices } = await plainKernels.nearest(second, centres);
  expect(assignment).toEqual(indices);
});

test("what is far from everything is noise where outliers were set apart, and only there", async () => {
  const far = matrix(1, 12, new Float32Array(12).fill(40));
  for (const id of ["kmeans", "agglomerative", "bisecting-kmeans"]) {
    for (const setOutliersApart of [true, false]) {
      const options = { clusterCount: 4, setOutliersApart };
      const { fitted } = await clusterMethod(id).cluster(first, options, { seed: 1 });
      expect((await assign(fitted, far)).assignment[0] === -1).toBe(setOutliersApart);
    }
  }
});

test("a model moves to another thread and answers the same there", async () => {
  const { fitted } = await clusterMethod("hdbscan").cluster(first, {}, { seed: 1 });
  const before = await assign(fitted, second);
  expect(await assign(structuredClone(fitted), second)).toEqual(before);
  const bytes = fittedToBytes(fitted);
  const { port1, port2 } = new MessageChannel();
  const arrived = new Promise<ArrayBuffer>((resolve) => {
    port2.onmessage = ({ data: moved }: MessageEvent<ArrayBuffer>) => resolve(moved);
  });
  port1.postMessage(bytes, [bytes]);
  const model = readClustering(await arrived);
  port1.close();
  expect(bytes.byteLength).toBe(0);
  expect(await assign(model, second)).toEqual(before);
});

test("a model of the vectors holds on to them, not to a copy, and outliers do not double its bytes", async () => {
  const agglomerative = clusterMethod("agglomerative");
  const { fitted } = await agglomerative.cluster(first, { setOutliersApart: true }, { seed: 1 });
  if (fitted.kind !== "prototypes") throw new Error(`It is ${fitted.kind}`);
  expect(fitted.prototypes).toBe(first);
  expect(fitted.noise?.vectors).toBe(first);
  expect(fittedToBytes(fitted).byteLength).toBeLessThan(1.5 * first.data.byteLength);
});

test("models of unknown kind and models that lack a part are named errors", async () => {
  const { fitted } = await clusterMethod("kmeans").cluster(first, { clusterCount: 4 }, { seed: 1 });
  const sections = fromBytes(fittedToBytes(fitted));
  const readAs = (changed: Partial<typeof sections>) => () =>
    readFitted(toBytes({ ...sections, ...changed }));
  expect(readAs({ kind: "oracle" })).toThrow(/kind "oracle"; this program knows prototypes/);
  for (const name of Object.keys(sections.arrays)) {
    const { [name]: _, ...arrays } = sections.arrays;
    expect(readAs({ arrays })).toThrow(RangeError);
  }
  for (const name of Object.keys(sections.scalars).filter((each) => each !== "reach")) {
    expect(readAs({ scalars: { ...sections.scalars, [name]: "?" } })).toThrow(RangeError);
  }
  expect(readAs({ arrays: { ...sections.arrays, labels: Int32Array.of(0, 1, 2, 9) } })).toThrow(
    /"labels" holds 9/,
  );
});

test("trees that lead in circles are refused, so that no walk is endless", async () => {
  const changed = async (id: string, name: string, change: (numbers: Int32Array) => void) => {
    const { fitted } = await clusterMethod(id).cluster(first, optionsOf[id] ?? {}, { seed: 1 });
    const sections = fromBytes(fittedToBytes(fitted).slice(0));
    const numbers = sections.arrays[name];
    if (!(numbers instanceof Int32Array)) throw new Error(`${name} is no list of integers`);
    change(numbers);
    return () => readFitted(toBytes(sections));
  };
  expect(await changed("hdbscan", "parent", (parent) => parent.fill(2, 2, 3))).toThrow(/no tree/);
  expect(await changed("bisecting-kmeans", "leads", (leads) => leads.fill(1, 0, 1))).toThrow(/no tree/);
});

describe.each(reductionMethods.map((method) => [method.id, method] as const))("%s", (_, method) => {
  test("coordinates of new vectors, before and after the bytes", async () => {
    const { fitted, map, coordinates } = await method.reduce(first, { dimensions: 3 }, { seed: 1 });
    expect(await place(fitted, first)).toEqual(coordinates);
    const run = { kernels: plainKernels, step: async () => {} };
    const expected = await applyLinearMap(map, second, run);
    expect(await place(readMap(fittedToBytes(fitted)), second, { kernels: plainKernels })).toEqual(expected);
  });
});

describe.each(projectionMethods.map((method) => [method.id, method] as const))("map by %s", (id, method) => {
  const brief: Record<string, unknown> =
    id === "umap" ? { epochs: 50 } : id === "pca" ? {} : { iterations: 250 };

  test.each(["euclidean", "cosine"] as const)(
    "new vectors come to lie among their kin (%s)",
    async (metric) => {
      const options = id === "pca" ? {} : { ...brief, metric };
      const { fitted, coordinates } = await method.layOut(first, options, { seed: 2 });
      const placed = await place(fitted, second);
      const { indices } = await plainKernels.nearest(placed, coordinates);
      const strangers = [...indices].filter((near, i) => data.labels[near] !== data.labels[120 + i]);
      expect(strangers.length).toBeLessThan(id === "pca" ? 30 : 8);
      expect(await place(readMap(fittedToBytes(fitted)), second)).toEqual(placed);
    },
  );

  test("one vector, two columns less than dimensions, and no new vectors", async () => {
    for (const vectors of [normalVectors(1, 4, 1), normalVectors(2, 1, 1), normalVectors(9, 1, 1)]) {
      const { fitted, coordinates } = await method.layOut(vectors, { ...brief, dimensions: 3 }, { seed: 1 });
      const placed = await place(readMap(fittedToBytes(fitted)), vectors);
      expect([placed.rows, placed.columns]).toEqual([vectors.rows, 3]);
      expect(placed.data.every(Number.isFinite)).toBe(true);
      if (id === "pca" && vectors.rows > 1) expect(placed).toEqual(coordinates);
    }
  });
});

test("places are those of the placing functions", async () => {
  const context = { seed: 3 };
  const kernels = plainKernels;
  const umapOptions = { epochs: 20, neighbourCount: 9, minDistance: 0.3, spread: 1.5, metric: "cosine" };
  const umap = await projectionMethod("umap").layOut(first, umapOptions, context);
  expect(await place(umap.fitted, second, { kernels })).toEqual(
    await placeUmap(
      second,
      { vectors: first, coordinates: umap.coordinates },
      { metric: "cosine", kernels, seed: 3, neighbourCount: 9, minDistance: 0.3, spread: 1.5 },
    ),
  );
  const tsne = await projectionMethod("tsne").layOut(first, { iterations: 250 }, context);
  expect(await place(tsne.fitted, second, { kernels })).toEqual(
    await placeTsne(
      second,
      { vectors: first, coordinates: tsne.coordinates },
      { metric: "euclidean", kernels },
    ),
  );
});

test("a PaCMAP place costs no more than any near it: it is where the near pairs are at rest", async () => {
  const { coordinates } = await projectionMethod("pacmap").layOut(first, { iterations: 250 }, { seed: 3 });
  const map = { vectors: first, coordinates };
  const options = { metric: "euclidean", kernels: plainKernels, neighbourCount: 10 } as const;
  const placed = await placePacmap(rowRange(second, 0, 20), map, options);
  for (let i = 0; i < 20; i++) {
    const distances = await plainKernels.squaredDistances(rowRange(second, i, i + 1), first);
    const near = [...distances.data.keys()]
      .sort((a, b) => distances.data[a]! - distances.data[b]!)
      .slice(0, 10);
    const cost = (x: number, y: number) =>
      near.reduce((sum, j) => {
        const delta = 1 + (x - coordinates.data[2 * j]!) ** 2 + (y - coordinates.data[2 * j + 1]!) ** 2;
        return sum + delta / (10 + delta);
      }, 0);
    const [x, y] = [placed.data[2 * i]!, placed.data[2 * i + 1]!];
    for (const [dx, dy] of [
      [0.05, 0],
      [-0.05, 0],
      [0, 0.05],
      [0, -0.05],
    ] as const) {
      expect(cost(x, y)).toBeLessThanOrEqual(cost(x + dx, y + dy) + 1e-6);
    }
  }
});

/** The vectors and three that belong nowhere. */
function withStrays(vectors: Matrix): Matrix {
  const strays = matrix(vectors.rows + 3, vectors.columns);
  strays.data.set(vectors.data);
  for (let s = 0; s < 3; s++) strays.data[(vectors.rows + s) * vectors.columns + s] = 30 + 5 * s;
  return strays;
}

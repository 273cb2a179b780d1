import { afterEach, describe, expect, test, vi } from "vitest";
import { blobs, normalVectors } from "../cluster/clustering.contract.ts";
import { openWasmKernels } from "../compute/wasm/wasm-kernels.ts";
import { type Matrix, matrix, normaliseRows, row, squaredDistance } from "../matrix.ts";
import { nearestNeighbours } from "./nearest-neighbours.ts";
import { neighbourGraph } from "./neighbour-graph.ts";
import { approximateNeighbours } from "./nn-descent.ts";

const kernels = openWasmKernels();
const always = { exactUpTo: 0 };

/** Share of the exact neighbours that were found. */
async function recall(vectors: Matrix, found: { count: number; indices: Int32Array }): Promise<number> {
  const { count, indices } = await nearestNeighbours(vectors, found.count, { metric: "euclidean", kernels });
  let hits = 0;
  for (let i = 0; i < vectors.rows; i++) {
    const exact = new Set(indices.subarray(i * count, (i + 1) * count));
    for (const index of found.indices.subarray(i * count, (i + 1) * count)) if (exact.has(index)) hits++;
  }
  return hits / (vectors.rows * count);
}

describe("the approximate graph", () => {
  test.each([
    ["groups", normaliseRows(blobs(40, 100, 48, 6, 3).vectors)],
    ["noise", normaliseRows(normalVectors(4000, 24, 4))],
    ["noise in many dimensions", normaliseRows(normalVectors(3000, 128, 5))],
  ])("%s: 95 in 100 exact neighbours of unit vectors are found", async (_, vectors) => {
    const found = await approximateNeighbours(vectors, 10, { metric: "euclidean", seed: 7 });
    const measured = await recall(vectors, found);
    expect(measured).toBeGreaterThan(0.95);
    expect(Math.abs(found.recall - measured)).toBeLessThan(0.03);
  });

  test("every entry is a neighbour at its float64 distance, nearest first, nobody twice or its own", async () => {
    const vectors = normalVectors(1500, 20, 8, 5);
    const { count, indices, distances } = await neighbourGraph(vectors, 12, { seed: 1 }, always);
    expect(count).toBe(12);
    for (let i = 0; i < 1500; i++) {
      const mine = indices.subarray(12 * i, 12 * i + 12);
      expect(new Set([...mine, i]).size).toBe(13);
      for (let k = 0; k < 12; k++) {
        const apart = Math.sqrt(squaredDistance(row(vectors, i), row(vectors, mine[k]!)));
        expect(distances[12 * i + k]).toBe(apart);
        if (k > 0) expect(apart).toBeGreaterThanOrEqual(distances[12 * i + k - 1]!);
      }
    }
  });

  test("same seed, same bytes; the metric only changes the measure of unit vectors", async () => {
    const vectors = normaliseRows(normalVectors(1200, 16, 9));
    const first = await neighbourGraph(vectors, 8, { seed: 5 }, always);
    expect(await neighbourGraph(vectors, 8, { seed: 5 }, always)).toEqual(first);
    const cosine = await neighbourGraph(vectors, 8, { seed: 5 }, { ...always, metric: "cosine" });
    expect(cosine.distances[3]).toBeCloseTo(first.distances[3]! ** 2 / 2, 6);
  });

  test("few vectors, and nothing but copies", async () => {
    for (const rows of [1, 2, 3, 40]) {
      const found = await neighbourGraph(normalVectors(rows, 3, rows), 50, { seed: 1 }, always);
      expect([found.count, found.recall]).toEqual([rows - 1, 1]);
    }
    const copies = await neighbourGraph(matrix(500, 4), 5, { seed: 1 }, always);
    expect(copies.distances.every((distance) => distance === 0)).toBe(true);
    for (let i = 0; i < 500; i++) {
      expect(new Set([i, ...copies.indices.subarray(5 * i, 5 * i + 5)]).size).toBe(6);
    }
  });

  test("stops when told", async () => {
    const controller = new AbortController();
    const stages = new Set<string>();
    const running = neighbourGraph(
      normalVectors(3000, 8, 1),
      10,
      {
        seed: 1,
        signal: controller.signal,
        onProgress: ({ stage }) => {
          stages.add(stage);
          if (stage === "improve neighbours") controller.abort(new Error("enough"));
        },
      },
      always,
    );
    await expect(running).rejects.toThrow("enough");
    expect([...stages]).toEqual(["grow trees", "improve neighbours"]);
  });
});

describe("without WebAssembly", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });
  test("plain loops find the neighbours as well", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    vi.resetModules();
    const { approximateNeighbours: plainly } = await import("./nn-descent.ts");
    const vectors = normaliseRows(normalVectors(600, 10, 2));
    const found = await plainly(vectors, 5, { metric: "euclidean", seed: 3 });
    vi.unstubAllGlobals();
    expect(await recall(vectors, found)).toBeGreaterThan(0.95);
  });
});

describe("by size", () => {
  test("few vectors are compared exactly, many are not", async () => {
    const vectors = normalVectors(300, 6, 2);
    const exact = await neighbourGraph(vectors, 4, { seed: 1, kernels });
    expect(exact).toEqual({
      ...(await nearestNeighbours(vectors, 4, { metric: "euclidean", kernels })),
      recall: 1,
    });
    expect(await recall(vectors, await neighbourGraph(vectors, 4, { seed: 1 }, always))).toBeGreaterThan(
      0.95,
    );
  });

  test("what has no graph is refused", async () => {
    await expect(neighbourGraph(matrix(0, 3), 2, { seed: 1 })).rejects.toThrow(/0 vectors/);
    await expect(neighbourGraph(matrix(3, 3), 0, { seed: 1 })).rejects.toThrow(/0 neighbours/);
    const broken = matrix(3, 3);
    broken.data[4] = Number.NaN;
    await expect(neighbourGraph(broken, 2, { seed: 1 })).rejects.toThrow(/row 1 holds NaN at column 1/);
  });
});

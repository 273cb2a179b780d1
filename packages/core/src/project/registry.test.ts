/** What every registered projection promises, whatever it computes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blobs, coarseMatrices, normalVectors } from "../cluster/clustering.contract.ts";
import { plainKernels } from "../compute/plain.ts";
import { matrix, row, squaredDistance } from "../matrix.ts";
import { nearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import { projectionMethod, projectionMethods } from "./registry.ts";

test("ids are unique and found; unknown ones are refused with the list", () => {
  expect(new Set(projectionMethods.map(({ id }) => id)).size).toBe(projectionMethods.length);
  for (const method of projectionMethods) expect(projectionMethod(method.id)).toBe(method);
  expect(() => projectionMethod("u-map")).toThrow(/no projection method "u-map"; .*umap/);
});

test("descriptions survive JSON", () => {
  for (const { project: _, layOut: __, ...description } of projectionMethods) {
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  }
});

test("one graph serves all", async () => {
  const { vectors } = blobs(3, 50, 6, 8, 2);
  const neighbours = await nearestNeighbours(vectors, 91, { metric: "euclidean", kernels: plainKernels });
  const stages: string[] = [];
  for (const method of projectionMethods) {
    const { quality } = await method.project(
      vectors,
      {},
      { seed: 1, neighbours, onProgress: ({ stage }) => stages.push(stage) },
    );
    expect(quality.trustworthiness).toBeGreaterThan(0.75);
  }
  expect(stages).not.toContain("neighbours");
});

describe.each(projectionMethods.map((method) => [method.id, method] as const))("%s", (id, method) => {
  // Few rounds where the fact does not depend on their number.
  const brief: Record<string, number> =
    id === "umap"
      ? { epochs: 20 }
      : id === "tsne"
        ? { iterations: 250 }
        : id === "pacmap"
          ? { iterations: 200 }
          : {};
  const data = blobs(4, 30, 12, 10, 11);

  test.each([2, 3])("draws each of four groups together, in %i dimensions", async (dimensions) => {
    const { coordinates, quality } = await method.project(data.vectors, { dimensions }, { seed: 1 });
    expect([coordinates.rows, coordinates.columns]).toEqual([120, dimensions]);
    expect(quality.sampleSize).toBe(120);
    const { indices } = await nearestNeighbours(coordinates, 1, {
      metric: "euclidean",
      kernels: plainKernels,
    });
    const strangers = [...indices].filter((other, i) => data.labels[other] !== data.labels[i]);
    expect(strangers.length).toBeLessThan(id === "pca" ? 30 : 5);
  });

  test("same seed, same bytes, judged or not", async () => {
    const { quality, ...layout } = await method.project(data.vectors, brief, { seed: 5 });
    expect(await method.layOut(data.vectors, brief, { seed: 5 })).toEqual(layout);
    expect(quality.sampleSize).toBe(120);
  });

  test("any vectors get finite places: duplicates, ties, one or two, a single column", async () => {
    await fc.assert(
      fc.asyncProperty(coarseMatrices(), fc.constantFrom(2, 3), async (vectors, dimensions) => {
        const { coordinates, quality } = await method.project(vectors, { ...brief, dimensions }, { seed: 1 });
        expect([coordinates.rows, coordinates.columns]).toEqual([vectors.rows, dimensions]);
        expect(coordinates.data.every(Number.isFinite)).toBe(true);
        for (const value of Object.values(quality)) expect(Number.isFinite(value)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test("few different vectors get different places, whatever the number of neighbours", async () => {
    for (let rows = 2; rows <= 14; rows++) {
      const { coordinates } = await method.layOut(normalVectors(rows, 5, 3), {}, { seed: 1 });
      const places = Array.from({ length: rows }, (_, i) => row(coordinates, i));
      const apart = places.flatMap((one, i) =>
        places.slice(i + 1).map((other) => squaredDistance(one, other)),
      );
      expect(Math.min(...apart)).toBeGreaterThan(1e-6 * Math.max(...apart));
    }
  });

  test("one, two, three, fifty vectors by default", async () => {
    for (const rows of [1, 2, 3, 50]) {
      const { coordinates } = await method.project(normalVectors(rows, 4, 5), brief, { seed: 1 });
      expect(coordinates.rows).toBe(rows);
      expect(coordinates.data.every(Number.isFinite)).toBe(true);
    }
  });

  test("the vectors are left as they were", async () => {
    const before = data.vectors.data.slice();
    await method.project(data.vectors, brief, { seed: 1 });
    expect(data.vectors.data).toEqual(before);
  });

  test("nothing to draw, broken numbers and wrong options are named errors", async () => {
    const run = (vectors = data.vectors, options: Record<string, unknown> = {}) =>
      method.project(vectors, options, { seed: 1 });
    await expect(run(matrix(0, 4))).rejects.toThrow(/0 vectors of 4 numbers; a map/);
    const broken = normalVectors(5, 4, 1);
    broken.data[14] = Number.NaN;
    await expect(run(broken)).rejects.toThrow(/row 3 holds NaN at column 2/);
    await expect(run(data.vectors, { colour: 1 })).rejects.toThrow(/no option "colour"; the options are/);
    await expect(run(data.vectors, { dimensions: 4 })).rejects.toThrow(/dimensions is 4; .* from 2 to 3/);
    for (const option of method.options) {
      await expect(run(data.vectors, { [option.name]: "x" })).rejects.toThrow(
        new RegExp(`Option ${option.name} is "x"; it must be`),
      );
    }
  });

  test("reports progress and stops when told", async () => {
    const controller = new AbortController();
    const stages: string[] = [];
    const running = method.project(data.vectors, brief, {
      seed: 1,
      signal: controller.signal,
      onProgress: ({ stage, done, total }) => {
        stages.push(stage);
        expect(done).toBeLessThanOrEqual(total);
        controller.abort(new Error("enough"));
      },
    });
    await expect(running).rejects.toThrow("enough");
    expect(stages.length).toBe(1);
  });
});

import { describe, expect, test } from "vitest";
import { digits, iris, standardisedWine } from "../../../../fixtures/reference/reference.ts";
import { blobs, normalVectors } from "../cluster/clustering.contract.ts";
import { plainKernels } from "../compute/plain.ts";
import { matrix, row, rowRange, selectRows, squaredDistance } from "../matrix.ts";
import { nearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import { edgeChances, fuzzyGraph } from "./fuzzy-graph.ts";
import { placeUmap } from "./place-umap.ts";
import { spectralStart } from "./spectral-start.ts";
import { umap, umapForClustering } from "./umap.ts";
import { fitCurve } from "./umap-curve.ts";

const settings = { metric: "euclidean", kernels: plainKernels } as const;

describe("the pieces", () => {
  test.each([
    [0.1, 1, 1.577, 0.895],
    [0, 1, 1.932, 0.79],
    [0.5, 1, 0.583, 1.334],
  ])("the curve for %f and %f is umap-learn's", (minDistance, spread, a, b) => {
    const curve = fitCurve(minDistance, spread);
    expect(Math.abs(curve.a - a)).toBeLessThan(0.005);
    expect(Math.abs(curve.b - b)).toBeLessThan(0.005);
  });

  test("the nearest neighbour is certain, all chances sum to log2 of their number and one, pairs unite", async () => {
    const neighbours = await nearestNeighbours(normalVectors(80, 4, 1), 8, settings);
    const chances = edgeChances(neighbours);
    const dense = new Float64Array(80 * 80);
    for (let i = 0; i < 80; i++) {
      const own = chances.subarray(8 * i, 8 * i + 8);
      expect(own[0]).toBe(1);
      expect(own.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(Math.log2(9), 4);
      for (let k = 0; k < 8; k++) dense[80 * i + neighbours.indices[8 * i + k]!] = own[k]!;
    }
    const { starts, others, weights } = fuzzyGraph(neighbours);
    for (let i = 0; i < 80; i++) {
      for (let p = starts[i]!; p < starts[i + 1]!; p++) {
        const [there, back] = [dense[80 * i + others[p]!]!, dense[80 * others[p]! + i]!];
        expect(weights[p]).toBeCloseTo(there + back - there * back, 12);
      }
    }
  });

  test("the smoothest coordinates of a path run along it", () => {
    const points = 40;
    const path = {
      starts: Int32Array.from({ length: points + 1 }, (_, i) => Math.min(i, points - 1)),
      others: Int32Array.from({ length: points - 1 }, (_, i) => i + 1),
      weights: new Float64Array(points - 1).fill(1),
    };
    const start = spectralStart(path, normalVectors(points, 2, 3), 1);
    const along = Array.from({ length: points }, (_, i) => start.data[2 * i]!);
    const sign = Math.sign(along.at(-1)! - along[0]!);
    for (let i = 2; i < points - 1; i++) expect(sign * (along[i]! - along[i - 1]!)).toBeGreaterThan(0);
  });
});

describe("maps as trustworthy as umap-learn's", () => {
  // Measured with umap-learn 0.5.12: 0.9801, 0.9476 and 0.9888; seeds differ by some thousandths.
  test.each([
    ["iris", iris(), 0.975],
    ["wine", standardisedWine(), 0.943],
    ["digits", { vectors: rowRange(digits().vectors, 0, 800) }, 0.984],
  ])("%s", async (_, { vectors }, trust) => {
    const { quality } = await umap.project(vectors, {}, { seed: 1 });
    expect(quality.trustworthiness).toBeGreaterThan(trust);
  });
});

test("a room keeps more than a flat map, and packing for clusters makes it tighter", async () => {
  const few = rowRange(digits().vectors, 0, 400);
  const flat = await umap.project(few, {}, { seed: 1 });
  const room = await umap.project(few, { dimensions: 3 }, { seed: 1 });
  expect(room.coordinates.columns).toBe(3);
  expect(room.quality.neighbourPreservation).toBeGreaterThan(flat.quality.neighbourPreservation);
  const packed = await umap.project(few, umapForClustering, { seed: 1 });
  const touching = await umap.project(few, { minDistance: 0 }, { seed: 1 });
  const nearest = async (coordinates: typeof flat.coordinates) =>
    [...(await nearestNeighbours(coordinates, 1, settings)).distances].sort((a, b) => a - b)[200]!;
  expect(await nearest(touching.coordinates)).toBeLessThan(0.7 * (await nearest(flat.coordinates)));
  expect(await nearest(packed.coordinates)).toBeLessThan(0.75 * (await nearest(flat.coordinates)));
});

test.each(["spectral", "random"])("separate groups stay apart from a %s start", async (start) => {
  const { vectors, labels } = blobs(4, 40, 10, 8, 3);
  const { coordinates } = await umap.project(vectors, { start, n_neighbors: 10 }, { seed: 1 });
  const { indices } = await nearestNeighbours(coordinates, 1, settings);
  const strangers = [...indices].filter((other, i) => labels[other] !== labels[i]);
  expect(strangers.length).toBe(0);
});

test("new vectors come to lie amid their kind, alone or together, and the map stays", async () => {
  const { vectors, labels } = blobs(4, 40, 10, 8, 3);
  const known = [...labels.keys()].filter((i) => i % 10 !== 0);
  const fresh = [...labels.keys()].filter((i) => i % 10 === 0);
  const map = {
    vectors: selectRows(vectors, known),
    coordinates: (await umap.project(selectRows(vectors, known), {}, { seed: 1 })).coordinates,
  };
  const before = map.coordinates.data.slice();
  const options = { ...settings, seed: 1 };
  const placed = await placeUmap(selectRows(vectors, fresh), map, options);
  expect(map.coordinates.data).toEqual(before);
  for (const [i, index] of fresh.entries()) {
    const nearest = known
      .map((other, k) => ({ other, apart: squaredDistance(row(placed, i), row(map.coordinates, k)) }))
      .sort((a, b) => a.apart - b.apart)[0]!;
    expect(labels[nearest.other]).toBe(labels[index]);
  }
  const alone = await placeUmap(selectRows(vectors, fresh.slice(2, 3)), map, options);
  expect([...alone.data]).toEqual([...row(placed, 2)]);
  const lacking = { ...map, coordinates: matrix(3, 2) };
  await expect(placeUmap(vectors, lacking, options)).rejects.toThrow(/3 places for 144 vectors/);
});

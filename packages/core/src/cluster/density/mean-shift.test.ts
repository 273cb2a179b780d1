import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { iris } from "../../../../../fixtures/reference/reference.ts";
import { matrix, row, squaredDistance } from "../../matrix.ts";
import { methodRun } from "../../method/context.ts";
import { blobs, coarseMatrices, normalVectors, sameness, sizesOf } from "../clustering.contract.ts";
import { estimateBandwidth } from "./bandwidth.ts";
import { meanShift } from "./mean-shift.ts";
import { findModes } from "./mean-shift-modes.ts";

const run = methodRun({ seed: 0 });
const cluster = (options: Record<string, unknown>) => meanShift.cluster(iris().vectors, options, { seed: 0 });

describe("scikit-learn's figures for iris", () => {
  test.each([
    [0.3, 1.2020768127998687],
    [0.2, 0.9094802961128475],
    [0.1, 0.6419940467251892],
  ])("bandwidth of quantile %f", async (quantile, wanted) => {
    expect(await estimateBandwidth(iris().vectors, quantile, run)).toBeCloseTo(wanted, 6);
  });

  test.each([
    [{}, [51, 99]],
    [{ bandwidth: 0.8 }, [10, 37, 50, 53]],
    [{ bandwidth: 0.8, binSeeding: true }, [10, 37, 50, 53]],
    [{ bandwidth: 0.8, bin_seeding: true, min_bin_freq: 3 }, [47, 50, 53]],
    [{ bandwidth: 0.5, placeAll: false }, [1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 5, 12, 14, 15, 18, 34]],
  ])("clusters with %j", async (options, sizes) => {
    expect(sizesOf((await cluster(options)).assignment)).toEqual(sizes);
  });

  test("the densest mode", async () => {
    const { vectors } = iris();
    const { centres } = await findModes(vectors, vectors, { bandwidth: 0.8, maxIterations: 300 }, run);
    const wanted = [6.07333, 2.84444, 4.59333, 1.49556];
    for (const [j, value] of row(centres, 0).entries()) expect(value).toBeCloseTo(wanted[j]!, 4);
  });
});

test("a mode is the mean of its window, and no two are within the bandwidth", async () => {
  await fc.assert(
    fc.asyncProperty(coarseMatrices(), fc.constantFrom(0.5, 1.2, 2.9), async (vectors, bandwidth) => {
      const { centres, windowSizes } = await findModes(
        vectors,
        vectors,
        { bandwidth, maxIterations: 300 },
        run,
      );
      const distances = (centre: Float32Array) =>
        Array.from({ length: vectors.rows }, (_, i) => squaredDistance(row(vectors, i), centre));
      for (let c = 0; c < centres.rows; c++) {
        const centre = row(centres, c);
        const within = distances(centre).flatMap((squared, i) => (squared <= bandwidth ** 2 ? [i] : []));
        const mean = Float32Array.from(
          centre,
          (_, j) => within.reduce((sum, i) => sum + row(vectors, i)[j]!, 0) / within.length,
        );
        // The last step may still have been one thousandth of the bandwidth long, or met a tie at its edge.
        if (within.length === windowSizes[c]) {
          expect(Math.sqrt(squaredDistance(mean, centre))).toBeLessThan(2e-3 * bandwidth);
        }
        for (let other = 0; other < c; other++) {
          expect(squaredDistance(row(centres, other), centre)).toBeGreaterThan(bandwidth ** 2);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("duplicates alone: bandwidth 0, every different vector a cluster", async () => {
  const vectors = matrix(6, 1, Float32Array.of(1, 1, 1, 4, 4, 9));
  const { assignment } = await meanShift.cluster(vectors, { bandwidth: 0 }, { seed: 0 });
  expect([...assignment]).toEqual([0, 0, 0, 1, 1, 2]);
});

test("the estimated bandwidth tells separate groups apart", async () => {
  const { vectors, labels } = blobs(5, 40, 6, 9, 4);
  const { assignment } = await meanShift.cluster(vectors, { quantile: 0.15 }, { seed: 0 });
  expect(sameness(labels, assignment)).toBe(1);
});

test("cells that hold too few leave nowhere to start, and it says so", async () => {
  const options = { bandwidth: 0.01, binSeeding: true, minBinSize: 3 };
  await expect(meanShift.cluster(normalVectors(20, 2, 1), options, { seed: 0 })).rejects.toThrow(
    /No cell of width 0.01 holds 3 vectors/,
  );
});

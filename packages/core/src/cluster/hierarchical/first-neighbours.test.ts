import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digits } from "../../../../../fixtures/reference/reference.ts";
import { plainKernels } from "../../compute/plain.ts";
import { contingency } from "../../evaluate/contingency.ts";
import { purity } from "../../evaluate/matching.ts";
import { silhouette } from "../../evaluate/silhouette.ts";
import { type Matrix, row, squaredDistance } from "../../matrix.ts";
import { blobs, coarseMatrices, normalVectors, sameness } from "../clustering.contract.ts";
import { firstNeighbourHierarchy, firstNeighbours } from "./first-neighbours.ts";

/** The paper's adjacency, taken literally: i and j are linked if one is the other's first neighbour, or both have the same. */
function byAdjacency(vectors: Matrix): Int32Array {
  const first = Array.from({ length: vectors.rows }, (_, i) => {
    let best = -1;
    for (let j = 0; j < vectors.rows; j++) {
      if (j === i) continue;
      const isNearer =
        best < 0 ||
        squaredDistance(row(vectors, i), row(vectors, j)) <
          squaredDistance(row(vectors, i), row(vectors, best));
      if (isNearer) best = j;
    }
    return best;
  });
  const labels = Int32Array.from(first, (_, i) => i);
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (let i = 0; i < labels.length; i++) {
      for (let j = 0; j < labels.length; j++) {
        const isLinked = first[i] === j || first[j] === i || first[i] === first[j];
        if (isLinked && labels[j]! < labels[i]!) {
          labels[i] = labels[j]!;
          isMoving = true;
        }
      }
    }
  }
  return labels;
}

describe("levels", () => {
  test("the first is what the paper's adjacency matrix connects", async () => {
    for (const seed of [1, 2, 3]) {
      const vectors = normalVectors(80, 3, seed);
      const [finest] = await firstNeighbourHierarchy(vectors);
      expect(sameness(byAdjacency(vectors), finest!.assignment)).toBe(1);
    }
  });

  test("each lies within the next, has at most half as many clusters, and the last is one", async () => {
    await fc.assert(
      fc.asyncProperty(coarseMatrices(), async (vectors) => {
        const levels = await firstNeighbourHierarchy(vectors);
        expect(levels.at(-1)!.clusterCount).toBe(1);
        for (let l = 1; l < levels.length; l++) {
          const [fine, coarse] = [levels[l - 1]!, levels[l]!];
          expect(coarse.clusterCount).toBeLessThanOrEqual(fine.clusterCount / 2);
          expect(purity(contingency(coarse.assignment, fine.assignment))).toBe(1);
        }
      }),
      { numRuns: 50 },
    );
  });
});

test("unset: the level whose clusters are best apart; a given count is reached from the next finer one", async () => {
  const { vectors, labels } = blobs(9, 40, 6, 25, 5);
  const levels = await firstNeighbourHierarchy(vectors);
  const scores = await Promise.all(
    levels
      .filter(({ clusterCount }) => clusterCount > 1)
      .map(({ assignment }) =>
        silhouette(vectors, assignment, { metric: "euclidean", kernels: plainKernels }),
      ),
  );
  const best = scores.reduce((at, { mean }, l) => (mean > scores[at]!.mean ? l : at), 0);
  const unset = await firstNeighbours.cluster(vectors, {}, { seed: 1 });
  expect(unset.assignment).toEqual(levels[best]!.assignment);
  const nine = await firstNeighbours.cluster(vectors, { clusterCount: 9 }, { seed: 1 });
  expect(sameness(labels, nine.assignment)).toBe(1);
});

test("digits: pure fine levels, and ten clusters on demand", async () => {
  const { vectors, labels } = digits();
  const finest = await firstNeighbours.cluster(vectors, { level: 1 }, { seed: 1 });
  expect(purity(contingency(labels, finest.assignment))).toBeGreaterThan(0.97);
  const ten = await firstNeighbours.cluster(vectors, { clusterCount: 10 }, { seed: 1 });
  expect(ten.clusterCount).toBe(10);
  expect(purity(contingency(labels, ten.assignment))).toBeGreaterThan(0.8);
});

test("any count up to the number of vectors can be had; count and level exclude each other", async () => {
  const vectors = normalVectors(30, 4, 3);
  for (const clusterCount of [1, 2, 3, 7, 12, 29, 30]) {
    expect((await firstNeighbours.cluster(vectors, { clusterCount }, { seed: 1 })).clusterCount).toBe(
      clusterCount,
    );
  }
  await expect(firstNeighbours.cluster(vectors, { k: 31 }, { seed: 1 })).rejects.toThrow(/only 30 vectors/);
  await expect(firstNeighbours.cluster(vectors, { k: 3, level: 1 }, { seed: 1 })).rejects.toThrow(/exclude/);
  const coarsest = await firstNeighbours.cluster(vectors, { level: 60 }, { seed: 1 });
  expect(coarsest.clusterCount).toBe(1);
});

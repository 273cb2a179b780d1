import { beforeAll, describe, expect, test } from "vitest";
import { digits } from "../../../../../fixtures/reference/reference.ts";
import { type Matrix, matrix } from "../../matrix.ts";
import { methodRun } from "../../method/context.ts";
import { random } from "../../random.ts";
import { blobs } from "../clustering.contract.ts";
import { countCriteria } from "./count-criteria.ts";
import { type CountStudy, countLadder, kmeansAtCounts, studyCounts, wardAtCounts } from "./count-study.ts";
import type { Curve } from "./curve.ts";

const run = methodRun({ seed: 1 });

async function curveOf(id: string, study: CountStudy): Promise<Curve> {
  const criterion = countCriteria.find((candidate) => candidate.id === id);
  if (!criterion) throw new Error(`No criterion ${id}`);
  return criterion.curve(study, run);
}

describe("five separate groups", () => {
  let study: CountStudy;
  beforeAll(async () => {
    const { vectors } = blobs(5, 40, 6, 12, 3);
    study = await studyCounts(vectors, [2, 3, 4, 5, 6, 7, 8, 10, 12], wardAtCounts(run), run);
  });

  test.each(countCriteria.map(({ id }) => [id]))("%s speaks for five", async (id) => {
    const { chosen, positions, values, reason } = await curveOf(id, study);
    expect(chosen).toBe(5);
    expect(values.length).toBe(positions.length);
    expect(reason).toMatch(/5/);
  });

  test("k-means and ward agree", async () => {
    const other = await studyCounts(study.vectors, [4, 5, 6], kmeansAtCounts(run), run);
    expect((await curveOf("silhouette", other)).chosen).toBe(5);
  });
});

describe("evenly spread vectors", () => {
  const chance = random(4);
  const cube: Matrix = matrix(
    300,
    3,
    Float32Array.from({ length: 900 }, () => chance.uniform()),
  );
  test("gap says one cluster, stability finds nothing; the elbow has its knee nevertheless", async () => {
    const study = await studyCounts(cube, [2, 3, 4, 5, 6, 8, 10, 12], wardAtCounts(run), run);
    expect((await curveOf("gap", study)).chosen).toBe(1);
    expect((await curveOf("stability", study)).chosen).toBeNull();
    expect((await curveOf("sse", study)).chosen).not.toBeNull();
  });
});

describe("ten kinds of digits", () => {
  const counts = [2, 6, 8, 9, 10, 12, 16, 20];
  let study: CountStudy;
  beforeAll(async () => {
    study = await studyCounts(digits().vectors, counts, kmeansAtCounts(run, 8), run);
  });

  test("the sum of squares falls as scikit-learn's does, without an elbow", async () => {
    const wanted = [7479, 5488, 4941, 4696, 4552, 4310, 3904, 3660];
    const { values } = await curveOf("sse", study);
    for (const [i, value] of values.entries()) {
      expect(Math.abs(value / wanted[i]! - 1), `${counts[i]} clusters`).toBeLessThan(0.015);
    }
    expect([...values]).toEqual([...values].sort((a, b) => b - a));
  });

  test("the silhouette is scikit-learn's, and chooses nine of ten", async () => {
    const wanted = [0.118, 0.152, 0.179, 0.189, 0.183, 0.185, 0.19, 0.179];
    const { values, chosen } = await curveOf("silhouette", study);
    for (const [i, value] of values.entries()) {
      // With many clusters, sums of squares .3 % apart have silhouettes .016 apart.
      const allowed = counts[i]! > 12 ? 0.02 : 0.006;
      expect(Math.abs(value - wanted[i]!), `${counts[i]} clusters`).toBeLessThan(allowed);
    }
    expect(chosen).toBe(9);
  });
});

test("the ladder of counts ascends to a quarter of the vectors", () => {
  expect(countLadder(7)).toEqual([]);
  expect(countLadder(24)).toEqual([2, 3, 4, 5, 6]);
  const long = countLadder(100_000);
  expect(long.at(-1)).toBeLessThanOrEqual(150);
  expect(long.every((count, i) => i === 0 || count > long[i - 1]!)).toBe(true);
});

test("counts that cannot be are refused", async () => {
  const { vectors } = blobs(2, 5, 2, 5, 1);
  for (const counts of [[1], [10], [3, 3], [2.5]]) {
    await expect(studyCounts(vectors, counts, wardAtCounts(run), run)).rejects.toThrow(/from 2 to 9/);
  }
});

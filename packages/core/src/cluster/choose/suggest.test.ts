import { describe, expect, test } from "vitest";
import { digits, iris, standardisedWine } from "../../../../../fixtures/reference/reference.ts";
import { plainKernels } from "../../compute/plain.ts";
import { type Matrix, matrix, normaliseRows } from "../../matrix.ts";
import { random } from "../../random.ts";
import { blobs, normalVectors, sameness } from "../clustering.contract.ts";
import { clusterMethod } from "../registry.ts";
import { suggest } from "./suggest.ts";
import { clusterTendency } from "./tendency.ts";

function uniformVectors(rows: number, columns: number, seed: number): Matrix {
  const chance = random(seed);
  return matrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => chance.uniform()),
  );
}

describe("no clusters where there are none", () => {
  const clouds: [string, Matrix][] = [2, 3, 8, 64, 512].flatMap((columns): [string, Matrix][] => [
    [`a uniform cube of ${columns} dimensions`, uniformVectors(400, columns, columns)],
    [`a normal cloud of ${columns} dimensions`, normalVectors(400, columns, columns)],
    [`a sphere of ${columns} dimensions`, normaliseRows(normalVectors(400, columns, columns + 1))],
  ]);
  test.each(clouds)("%s", async (_, vectors) => {
    const suggested = await suggest(vectors, { seed: 1 });
    expect(suggested.structure).toBe("none");
    expect(suggested.options.clusterCount).toBe(1);
    expect(suggested.reasons[0]).toMatch(/No cluster structure/);
  });

  test("a long thin normal cloud", async () => {
    const thin = normalVectors(400, 10, 3);
    for (let i = 0; i < 400; i++) thin.data[10 * i] *= 20;
    expect((await clusterTendency(thin, { seed: 1, kernels: plainKernels })).hasStructure).toBe(false);
  });
});

describe("the number that stands out", () => {
  test.each([3, 4, 8, 20])("%i separate groups of unit vectors", async (count) => {
    const { vectors, labels } = blobs(count, 30, 32, 5, count);
    const unit = normaliseRows(vectors);
    const suggested = await suggest(unit, { seed: 1 });
    expect(suggested.structure).toBe("clear");
    const { assignment } = await clusterMethod(suggested.method).cluster(unit, suggested.options, {
      seed: 1,
    });
    expect(sameness(labels, assignment)).toBeGreaterThan(0.95);
  });

  test("three growers of wine; iris, whose two kinds touch, as two", async () => {
    expect((await suggest(standardisedWine().vectors, { seed: 1 })).options.clusterCount).toBe(3);
    expect((await suggest(iris().vectors, { seed: 1 })).options.clusterCount).toBe(2);
  });
});

test("where every count is a choice it says so", async () => {
  const suggested = await suggest(digits().vectors, { seed: 1 });
  expect(suggested.structure).toBe("continuum");
  expect(suggested.options.clusterCount).toBe(30);
  expect(suggested.reasons[0]).toMatch(/this is a choice: 30 groups of about 60/);
});

test("every suggestion can be carried out, whatever the size", async () => {
  for (const rows of [1, 2, 5, 19, 20, 60, 10_001]) {
    const { vectors } = blobs(4, Math.ceil(rows / 4), 3, 9, rows);
    const part = matrix(rows, 3, vectors.data.subarray(0, 3 * rows));
    const { method, options, reasons } = await suggest(part, { seed: 2 });
    expect(reasons.length).toBeGreaterThan(0);
    const { assignment } = await clusterMethod(method).cluster(part, options, { seed: 2 });
    expect(assignment.length).toBe(rows);
  }
});

test("the same seed suggests the same", async () => {
  const { vectors } = blobs(6, 400, 8, 2, 1);
  expect(await suggest(vectors, { seed: 3 })).toEqual(await suggest(vectors, { seed: 3 }));
});

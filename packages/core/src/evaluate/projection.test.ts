import { expect, test } from "vitest";
import { expected, iris } from "../../../../fixtures/reference/reference.ts";
import { plainKernels } from "../compute/plain.ts";
import { type Matrix, matrix, row, selectRows, squaredDistance } from "../matrix.ts";
import { random, shuffle } from "../random.ts";
import { projectionQuality } from "./projection.ts";

const settings = { metric: "euclidean", kernels: plainKernels, seed: 1 } as const;

function normal(rows: number, columns: number, seed: number): Matrix {
  const chance = random(seed);
  return matrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => chance.normal()),
  );
}

const column = (values: number[]) => matrix(values.length, 1, Float32Array.from(values));

test("five on a line, as scikit-learn has them", async () => {
  const line = column([0, 1, 2, 3, 4]);
  const torn = column([0, 2, 4, 1, 3]);
  const { trustworthiness } = await projectionQuality(line, torn, { ...settings, neighbourCount: 1 });
  expect(trustworthiness).toBeCloseTo(expected.trust_line5, 12);
});

test("a turned, scaled and moved map is perfect; a shuffled one is chance", async () => {
  const vectors = normal(200, 2, 3);
  const moved = matrix(200, 2);
  for (let i = 0; i < 200; i++) {
    const [x = 0, y = 0] = row(vectors, i);
    moved.data.set([5 + 2 * y, -1 - 2 * x], 2 * i);
  }
  expect(await projectionQuality(vectors, moved, settings)).toMatchObject({
    trustworthiness: 1,
    continuity: 1,
    neighbourPreservation: 1,
    tripletAccuracy: 1,
    neighbourCount: 12,
    sampleSize: 200,
  });
  const mixed = selectRows(vectors, shuffle(Array(200).keys(), random(2)));
  const chance = await projectionQuality(vectors, mixed, settings);
  expect(chance.trustworthiness).toBeLessThan(0.6);
  expect(chance.continuity).toBeLessThan(0.6);
  expect(chance.neighbourPreservation).toBeLessThan(0.15);
  expect(Math.abs(chance.tripletAccuracy - 0.5)).toBeLessThan(0.06);
});

test("trustworthiness and continuity are each other's mirror, and the definition", async () => {
  const vectors = normal(60, 5, 4);
  const map = normal(60, 2, 5);
  const there = await projectionQuality(vectors, map, { ...settings, neighbourCount: 7 });
  const back = await projectionQuality(map, vectors, { ...settings, neighbourCount: 7 });
  expect(there.trustworthiness).toBeCloseTo(back.continuity, 12);
  expect(there.trustworthiness).toBeCloseTo(byDefinition(vectors, map, 7), 6);
});

function byDefinition(vectors: Matrix, map: Matrix, count: number): number {
  const order = (points: Matrix, i: number) =>
    [...Array(points.rows).keys()]
      .filter((j) => j !== i)
      .sort(
        (a, b) =>
          squaredDistance(row(points, i), row(points, a)) - squaredDistance(row(points, i), row(points, b)),
      );
  let sum = 0;
  for (let i = 0; i < vectors.rows; i++) {
    const ranks = order(vectors, i);
    for (const j of order(map, i).slice(0, count)) sum += Math.max(0, ranks.indexOf(j) + 1 - count);
  }
  return 1 - (2 * sum) / (vectors.rows * count * (2 * vectors.rows - 3 * count - 1));
}

test("a sample judges like all vectors", async () => {
  const vectors = normal(1500, 6, 6);
  const map = matrix(1500, 2);
  for (let i = 0; i < 1500; i++) map.data.set(row(vectors, i).subarray(0, 2), 2 * i);
  const all = await projectionQuality(vectors, map, { ...settings, sampleSize: 1500 });
  const some = await projectionQuality(vectors, map, { ...settings, sampleSize: 300 });
  expect(some.sampleSize).toBe(300);
  for (const name of ["trustworthiness", "continuity", "neighbourPreservation", "tripletAccuracy"] as const) {
    expect(Math.abs(some[name] - all[name])).toBeLessThan(0.02);
  }
});

test("cosine looks at directions only", async () => {
  const { vectors } = iris();
  const longer = matrix(
    150,
    4,
    vectors.data.map((value, p) => value * (1 + (Math.floor(p / 4) % 3))),
  );
  const map = normal(150, 2, 1);
  const cosine = { ...settings, metric: "cosine" } as const;
  const scaled = await projectionQuality(longer, map, cosine);
  expect(scaled.continuity).toBeCloseTo((await projectionQuality(vectors, map, cosine)).continuity, 3);
});

test("a few vectors cannot be torn apart; places must be as many as vectors", async () => {
  for (const rows of [1, 2]) {
    const quality = await projectionQuality(normal(rows, 3, 1), normal(rows, 2, 2), settings);
    expect([quality.trustworthiness, quality.neighbourCount]).toEqual([1, 0]);
  }
  await expect(projectionQuality(normal(3, 3, 1), normal(4, 2, 2), settings)).rejects.toThrow(
    /4 places for 3 vectors/,
  );
});

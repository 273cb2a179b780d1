import { describe, expect, test } from "vitest";
import { digits, iris, standardisedWine } from "../../../../fixtures/reference/reference.ts";
import { blobs, normalVectors } from "../cluster/clustering.contract.ts";
import { plainKernels } from "../compute/plain.ts";
import { matrix, row, rowRange, squaredDistance } from "../matrix.ts";
import { methodRun } from "../method/context.ts";
import { nearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import { random } from "../random.ts";
import { pacmap } from "./pacmap.ts";
import { descendPacmap } from "./pacmap-descent.ts";
import { middlingPartners, nearPartners, strangePartners, strangersNearby } from "./pacmap-pairs.ts";

const settings = { metric: "euclidean", kernels: plainKernels } as const;

describe("maps as trustworthy as those of the authors", () => {
  // Measured with pacmap 0.9.1: 0.9794, 0.9433 and 0.9848; LocalMAP 0.9772, 0.9355 and 0.9886.
  test.each([
    ["iris", iris().vectors, 0.974, 0.972],
    ["wine", standardisedWine().vectors, 0.928, 0.925],
    ["digits", rowRange(digits().vectors, 0, 800), 0.98, 0.984],
  ])("%s", async (_, vectors, plain, local) => {
    const { quality } = await pacmap.project(vectors, {}, { seed: 1 });
    expect(quality.trustworthiness).toBeGreaterThan(plain);
    const adjusted = await pacmap.project(vectors, { localmap: true }, { seed: 1 });
    expect(adjusted.quality.trustworthiness).toBeGreaterThan(local);
  });
});

test("adjusting locally keeps more neighbours of digits, as it does for the authors", async () => {
  const few = rowRange(digits().vectors, 0, 800);
  const kept = async (adjustsLocally: boolean) =>
    (await pacmap.project(few, { adjustsLocally }, { seed: 2 })).quality.trustworthiness;
  expect(await kept(true)).toBeGreaterThan((await kept(false)) + 0.002);
});

test("near partners are those of least scaled distance", async () => {
  const vectors = normalVectors(60, 3, 1);
  const all = await nearestNeighbours(vectors, 59, settings);
  const scale = (i: number) =>
    (all.distances[59 * i + 3]! + all.distances[59 * i + 4]! + all.distances[59 * i + 5]!) / 3;
  const { count, indices } = nearPartners(all, 5);
  expect(count).toBe(5);
  for (let i = 0; i < 60; i++) {
    const scaled = (j: number) => squaredDistance(row(vectors, i), row(vectors, j)) / (scale(i) * scale(j));
    const others = [...Array(60).keys()].filter((j) => j !== i).sort((a, b) => scaled(a) - scaled(b));
    expect([...indices.subarray(5 * i, 5 * i + 5)]).toEqual(others.slice(0, 5));
  }
});

test("partners of middling distance are nearer than strangers, and strangers are no near partners", async () => {
  const vectors = normalVectors(200, 4, 2);
  const near = nearPartners(await nearestNeighbours(vectors, 30, settings), 10);
  const middling = middlingPartners(vectors, 5, random(1));
  const strangers = strangePartners(near, 20, random(2));
  const mean = ({ count, indices }: typeof near) =>
    indices.reduce(
      (sum, other, p) =>
        sum + Math.sqrt(squaredDistance(row(vectors, Math.floor(p / count)), row(vectors, other))),
      0,
    ) / indices.length;
  expect(mean(near)).toBeLessThan(mean(middling));
  expect(mean(middling)).toBeLessThan(0.9 * mean(strangers));
  for (let i = 0; i < 200; i++) {
    const own = strangers.indices.subarray(20 * i, 20 * i + 20);
    expect(new Set([i, ...own, ...near.indices.subarray(10 * i, 10 * i + 10)]).size).toBe(31);
  }
});

test("strangers sought nearby lie within reach wherever there are any", () => {
  const near = { count: 1, indices: Int32Array.from({ length: 100 }, (_, i) => (i % 2 ? i - 1 : i + 1)) };
  const coordinates = Float64Array.from({ length: 200 }, (_, p) => (p % 2 ? 0 : p / 2 < 99 ? p / 20 : 500));
  const before = { count: 2, indices: new Int32Array(200).fill(99) };
  const { indices } = strangersNearby(before, near, coordinates, 2, 3, random(1));
  for (let i = 0; i < 99; i++) {
    for (const other of indices.subarray(2 * i, 2 * i + 2)) {
      expect(Math.abs(coordinates[2 * i]! - coordinates[2 * other]!)).toBeLessThanOrEqual(3);
    }
  }
  expect([...indices.subarray(198)]).toEqual([99, 99]);
});

test("near pairs end close, strangers far", async () => {
  const pairs = {
    near: { count: 1, indices: Int32Array.of(1, 0, 3, 2) },
    middling: { count: 0, indices: new Int32Array(0) },
    strangers: { count: 1, indices: Int32Array.of(2, 3, 0, 1) },
  };
  const places = Float64Array.from(normalVectors(4, 2, 1).data);
  const options = { dimensions: 2, iterations: 450, isLocal: false } as const;
  await descendPacmap(places, pairs, options, methodRun({ seed: 1 }));
  const apart = (i: number, j: number) =>
    Math.hypot(places[2 * i]! - places[2 * j]!, places[2 * i + 1]! - places[2 * j + 1]!);
  expect(apart(0, 1)).toBeLessThan(0.1 * apart(0, 2));
  expect(apart(2, 3)).toBeLessThan(0.1 * apart(1, 3));
});

test("a room, and groups that stay apart under the cosine too", async () => {
  const { vectors, labels } = blobs(4, 40, 10, 8, 3);
  const { coordinates } = await pacmap.project(vectors, { dimensions: 3, metric: "cosine" }, { seed: 1 });
  expect(coordinates.columns).toBe(3);
  const { indices } = await nearestNeighbours(coordinates, 1, settings);
  expect([...indices].filter((other, i) => labels[other] !== labels[i]).length).toBeLessThan(4);
  await expect(pacmap.project(matrix(0, 2), {}, { seed: 1 })).rejects.toThrow(/0 vectors of 2 numbers/);
});

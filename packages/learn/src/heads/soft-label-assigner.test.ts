import { matrix, random } from "@imantics/core";
import { expect, test } from "vitest";
import { assign, trainAssigner } from "./soft-label-assigner.ts";

/** Two overlapping clouds, so that being right 100 % of the time is not possible, and a third far away. */
function clouds(count: number, seed: number) {
  const chance = random(seed);
  const vectors = matrix(count, 3);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = chance.integer(2);
    vectors.data.set([labels[i] * 2 + chance.normal(), chance.normal(), chance.normal()], i * 3);
  }
  return { vectors, labels };
}

const known = clouds(600, 1);
const fresh = clouds(2000, 2);

test("it is as sure as it is right: the expected calibration error is small on fresh vectors", async () => {
  const assigner = await trainAssigner(known.vectors, known.labels, { seed: 3 });
  const { confidence } = await assign(assigner, fresh.vectors);
  const scores = assigner.probabilities.predict(fresh.vectors);
  const bins = Array.from({ length: 10 }, () => ({ sure: 0, right: 0 }));
  for (let i = 0; i < 2000; i++) {
    const chosen = scores.data[2 * i] >= scores.data[2 * i + 1] ? 0 : 1;
    const bin = bins[Math.min(9, Math.floor(confidence[i] * 10))];
    bin.sure += confidence[i];
    bin.right += chosen === fresh.labels[i] ? 1 : 0;
  }
  const error = bins.reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0) / 2000;
  expect(error).toBeLessThan(0.04);
});

test("it is right about as often as the best rule there is, x above 1", async () => {
  const assigner = await trainAssigner(known.vectors, known.labels, { seed: 3 });
  const scores = assigner.probabilities.predict(fresh.vectors);
  let right = 0;
  let best = 0;
  for (let i = 0; i < 2000; i++) {
    right += Number(scores.data[2 * i + 1] > 0.5) === fresh.labels[i] ? 1 : 0;
    best += Number(fresh.vectors.data[3 * i] > 1) === fresh.labels[i] ? 1 : 0;
  }
  expect(right / 2000).toBeGreaterThan(best / 2000 - 0.01);
});

test("members are members and strangers are strangers", async () => {
  const assigner = await trainAssigner(known.vectors, known.labels, { seed: 3 });
  const found = await assign(assigner, fresh.vectors);
  const members = found.assignment.filter((cluster) => cluster >= 0);
  expect(members.length / 2000).toBeGreaterThan(0.9);
  const far = matrix(2, 3, Float32Array.of(0, 9, 0, 2, 0, -8));
  expect([...(await assign(assigner, far)).assignment]).toEqual([-1, -1]);
});

test("equal seeds give equal bytes; noise is left out", async () => {
  const labels = known.labels.map((label, i) => (i % 7 === 0 ? -1 : label));
  const [one, two] = [
    await trainAssigner(known.vectors, labels, { seed: 3 }),
    await trainAssigner(known.vectors, labels, { seed: 3 }),
  ];
  expect(one.probabilities.toBytes()).toEqual(two.probabilities.toBytes());
  expect(one.clusterCount).toBe(2);
});

test("too few clusters and labels that do not fit are refused", async () => {
  await expect(trainAssigner(known.vectors, new Int32Array(600), { seed: 0 })).rejects.toThrow(
    "Only 1 clusters have two members",
  );
  await expect(trainAssigner(known.vectors, new Int32Array(5), { seed: 0 })).rejects.toThrow(
    "5 labels for 600 vectors",
  );
});

/** What every trained method must do, on three groups that nobody could miss. */
import { adjustedRandIndex, contingency, type Matrix, matrix, random } from "@imantics/core";
import { beforeAll, describe, expect, test } from "vitest";
import type { TrainingContext } from "../train/training-run.ts";
import { readLayeredHead } from "./layered-head.ts";
import { headMethod, headMethods } from "./registry.ts";
import { type HeadTraining, largestScores } from "./training-result.ts";

const truth = Int32Array.from({ length: 60 }, (_, i) => i % 3);

function groups(): Matrix {
  const chance = random(5);
  const centres = [
    [3, 0, 0, 0],
    [0, 3, 0, 0],
    [0, 0, 3, 0],
  ];
  const vectors = matrix(60, 4);
  for (let i = 0; i < 60; i++) {
    for (let j = 0; j < 4; j++) vectors.data[i * 4 + j] = centres[truth[i]][j] + 0.3 * chance.normal();
  }
  return vectors;
}

/** Short runs: what takes long on real vectors is not needed here. */
const quick: Readonly<Record<string, Record<string, unknown>>> = {
  scan: { epochs: 40, rate: 0.05, heads: 3, neighbours: 5, selfLabelEpochs: 3, sureFrom: 0.6 },
  turtle: { outerSteps: 80, rate: 0.02 },
  temi: { epochs: 12, heads: 4, hidden: 16, neighbours: 5, batchSize: 30, rate: 0.01, teacherMomentum: 0.8 },
  iic: { epochs: 60, heads: 3, hidden: 16, neighbours: 12, rate: 0.02 },
  dec: { hidden: 16, pretrainEpochs: 40, rate: 0.003, epochs: 2, codeLength: 3 },
  idec: { hidden: 16, pretrainEpochs: 40, rate: 0.003, epochs: 2, codeLength: 3 },
};

describe.each(headMethods.map(({ id }) => id))("%s", (id) => {
  const vectors = groups();
  const checkpoints: Uint8Array[] = [];
  let result: HeadTraining;
  const run = (context: Partial<TrainingContext> = {}) =>
    headMethod(id).train(vectors, { clusterCount: 3, ...quick[id] }, { seed: 2, ...context });

  beforeAll(async () => {
    result = await run({ onCheckpoint: (bytes) => void checkpoints.push(bytes) });
  });

  test("finds the groups", () => {
    expect(adjustedRandIndex(contingency(truth, result.clustering.assignment))).toBe(1);
    expect(result.warnings).toEqual([]);
    for (const share of result.confidence) expect(share > 1 / 3 && share <= 1).toBe(true);
  });

  test("its head assigns the vectors as the clustering has them, also read back from bytes", () => {
    const read = readLayeredHead(result.head.toBytes());
    expect(read.kind).toBe(id);
    const scores = read.predict(vectors);
    expect(scores).toEqual(result.head.predict(vectors));
    expect(largestScores(scores).indices).toEqual(result.clustering.assignment);
    for (let i = 0; i < 60; i++) {
      expect(scores.data[3 * i] + scores.data[3 * i + 1] + scores.data[3 * i + 2]).toBeCloseTo(1, 5);
    }
  });

  test("stopped in any stage and resumed it ends with the same bytes", async () => {
    // The first, the middle and the last but one: each stage is hit by one of them.
    for (const i of new Set([0, Math.floor(checkpoints.length / 2), checkpoints.length - 2])) {
      const resumed = await run({ resume: checkpoints[i] });
      expect(resumed.head.toBytes()).toEqual(result.head.toBytes());
      expect(resumed.history).toEqual(result.history);
    }
  });

  test("vectors that cannot be trained on are refused with the next step", async () => {
    const method = headMethod(id);
    const context = { seed: 0 };
    const broken = matrix(4, 2, Float32Array.of(1, 2, 3, NaN, 5, 6, 7, 8));
    await expect(method.train(broken, { clusterCount: 2 }, context)).rejects.toThrow(
      "row 1 holds NaN at column 1",
    );
    const few = matrix(3, 2, Float32Array.of(1, 2, 3, 4, 5, 6));
    await expect(method.train(few, { clusterCount: 4 }, context)).rejects.toThrow("only 3 vectors");
    await expect(method.train(few, { clusterCount: 1 }, context)).rejects.toThrow("at least 2");
    const equal = matrix(3, 2, Float32Array.of(1, 2, 1, 2, 1, 2));
    await expect(method.train(equal, { clusterCount: 2 }, context)).rejects.toThrow(
      "All 3 vectors are equal",
    );
    await expect(method.train(few, { clusters: 2 }, context)).rejects.toThrow('no option "clusters"');
  });

  test("an abort ends it with its reason", async () => {
    const signal = AbortSignal.abort(new Error("not now"));
    await expect(run({ signal })).rejects.toThrow("not now");
  });
});

test("a method that is not there is refused with those that are", () => {
  expect(() => headMethod("magic")).toThrow('no trained method "magic"; the methods are turtle');
});

test("a collapse is reported as one", async () => {
  const vectors = groups();
  const result = await headMethod("scan").train(
    vectors,
    { clusterCount: 3, entropyWeight: 0, epochs: 150, rate: 0.1, heads: 1, neighbours: 59 },
    { seed: 1 },
  );
  expect(result.clustering.clusterCount).toBe(1);
  expect(result.warnings[0]).toContain("collapsed: one cluster holds 100 %");
  expect(result.warnings[1]).toContain("Only 1 of 3 clusters are used");
});

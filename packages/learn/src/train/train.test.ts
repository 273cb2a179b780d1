import { matrix, random } from "@imantics/core";
import { describe, expect, test } from "vitest";
import { dense } from "../graph/layers.ts";
import { crossEntropy } from "../graph/losses.ts";
import { add, input, multiply, sum } from "../graph/operations.ts";
import { gatherRows, shuffledBatches } from "./batches.ts";
import { filled, parameterInput, zeros } from "./parameters.ts";
import { constantRate } from "./schedules.ts";
import { type TrainingPlan, train } from "./train.ts";
import { openTrainingRun, type TrainingContext } from "./training-run.ts";

const rows = 24;
const chance = random(7);
const vectors = matrix(
  rows,
  2,
  Float32Array.from({ length: rows * 2 }, () => chance.normal()),
);
const targets = Float32Array.from({ length: rows * 2 }, (_, i) => {
  const isFirst = vectors.data[i & ~1] + 0.4 * vectors.data[(i & ~1) + 1] > 0;
  return isFirst === (i % 2 === 0) ? 0.9 : 0.1;
});

function plan(changes: Partial<TrainingPlan> = {}): TrainingPlan {
  const parameters = [zeros("weights", [2, 2]), zeros("bias", [2])];
  const [weights, bias] = parameters.map(parameterInput);
  const batches = shuffledBatches(rows, 8, 3);
  const loss = crossEntropy(dense(input("x", [8, 2]), weights, bias), input("y", [8, 2]));
  return {
    stage: "fit",
    parameters,
    loss,
    epochs: 6,
    stepsPerEpoch: batches.stepsPerEpoch,
    feeds: (step) => ({
      x: gatherRows(vectors, batches.rows(step)),
      y: gatherRows(matrix(rows, 2, targets), batches.rows(step)),
    }),
    optimiser: { kind: "adamw", weightDecay: 0.01 },
    rate: constantRate(0.05),
    teacherMomentum: () => 0.9,
    ...changes,
  };
}

const run = (context: Partial<TrainingContext> = {}) => openTrainingRun("test", { seed: 1, ...context });

describe("a run", () => {
  test("lowers the loss, and says so epoch by epoch", async () => {
    const { history } = await train(plan({ epochs: 40 }), run());
    expect(history.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(history[39].loss).toBeLessThan(history[0].loss - 0.1);
  });

  test("that is stopped after any epoch and resumed ends with the same bytes", async () => {
    const checkpoints: Uint8Array[] = [];
    const whole = await train(plan(), run({ onCheckpoint: (bytes) => void checkpoints.push(bytes) }));
    expect(checkpoints.length).toBe(6);
    for (const [i, resume] of checkpoints.entries()) {
      const later: Uint8Array[] = [];
      const resumed = await train(plan(), run({ resume, onCheckpoint: (bytes) => void later.push(bytes) }));
      expect(resumed).toEqual(whole);
      expect(later).toEqual(checkpoints.slice(i + 1));
    }
  });

  test("that is aborted in the middle goes on from its last checkpoint to the same bytes", async () => {
    const whole = await train(plan(), run());
    const stop = new AbortController();
    let last: Uint8Array | undefined;
    const stopped = train(
      plan(),
      run({
        signal: stop.signal,
        onCheckpoint: (bytes) => {
          last = bytes;
        },
        onProgress: ({ done }) => {
          if (done > 3.4) stop.abort(new Error("enough"));
        },
      }),
    );
    await expect(stopped).rejects.toThrow("enough");
    expect(await train(plan(), run({ resume: last! }))).toEqual(whole);
  });

  test("keeps a slow copy of the parameters", async () => {
    const { parameters, teacher } = await train(plan({ epochs: 1, stepsPerEpoch: 1 }), run());
    teacher.weights.forEach((value, i) => {
      expect(value).toBeCloseTo(0.1 * parameters.weights[i], 6);
    });
  });

  test("feeds what a step carried to the next", async () => {
    const parameters = [filled("w", [1], 1)];
    const w = parameterInput(parameters[0]);
    const count = input("count", [1]);
    const { history } = await train(
      plan({
        parameters,
        loss: sum(multiply(w, 0)),
        figures: { count },
        carried: { count: { initial: Float32Array.of(5), next: add(count, 2) } },
        feeds: () => ({}),
        epochs: 3,
        stepsPerEpoch: 1,
      }),
      run(),
    );
    expect(history.map(({ figures }) => figures.count)).toEqual([[5], [7], [9]]);
  });

  test("ends where beforeEpoch says, also when it was resumed", async () => {
    const beforeEpoch: TrainingPlan["beforeEpoch"] = async (epoch, _values, memory) => {
      memory.seen = Float32Array.of((memory.seen?.[0] ?? 0) + 1);
      return epoch === 4 && memory.seen[0] === 5;
    };
    const checkpoints: Uint8Array[] = [];
    const whole = await train(
      plan({ beforeEpoch }),
      run({ onCheckpoint: (bytes) => void checkpoints.push(bytes) }),
    );
    expect(whole.history.length).toBe(4);
    expect(await train(plan({ beforeEpoch }), run({ resume: checkpoints[1] }))).toEqual(whole);
  });
});

describe("what cannot go on says why", () => {
  test("a loss that is no number, with step and rate", async () => {
    await expect(
      train(plan({ optimiser: { kind: "sgd" }, rate: constantRate(1e39) }), run()),
    ).rejects.toThrow(/The loss is (NaN|Infinity) at step \d of fit with learning rate 1e\+39/);
  });

  test("a checkpoint of another run", async () => {
    const checkpoints: Uint8Array[] = [];
    await train(plan({ epochs: 1 }), run({ onCheckpoint: (bytes) => void checkpoints.push(bytes) }));
    const [checkpoint] = checkpoints;
    expect(() => openTrainingRun("other", { seed: 1, resume: checkpoint })).toThrow(
      "a run of test with seed 1",
    );
    expect(() => run({ seed: 2, resume: checkpoint })).toThrow("expected test with seed 2");
    const wider = plan({ parameters: [zeros("weights", [3, 2]), zeros("bias", [2])] });
    await expect(train(wider, run({ resume: checkpoint }))).rejects.toThrow("4 numbers for weights");
  });
});

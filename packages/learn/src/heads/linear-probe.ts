/**
 * Multinomial logistic regression on vectors: softmax(x · W + b), trained by AdamW until it has settled.
 * Convex, so that the start does not matter.
 */
import { type Matrix, matrix } from "@imantics/core";
import { dense } from "../graph/layers.ts";
import { crossEntropy } from "../graph/losses.ts";
import { input } from "../graph/operations.ts";
import { gatherRows, seedFor, shuffledBatches } from "../train/batches.ts";
import { parameterInput, zeros } from "../train/parameters.ts";
import { cosineRate } from "../train/schedules.ts";
import { train } from "../train/train.ts";
import type { EpochRecord, TrainingRun } from "../train/training-run.ts";
import type { Layer } from "./layered-head.ts";

export interface ProbeOptions {
  readonly stage?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly rate?: number;
  readonly weightDecay?: number;
}

const defaults = { stage: "fit probe", epochs: 100, batchSize: 256, rate: 0.01, weightDecay: 0.01 };

/**
 * @param vectors standardised, or rates do not fit
 * @param labels class of each vector, 0 … classCount − 1; rows with a negative label are left out
 */
export async function fitLinearProbe(
  vectors: Matrix,
  labels: Int32Array,
  classCount: number,
  options: ProbeOptions,
  run: TrainingRun,
): Promise<{ layer: Extract<Layer, { kind: "dense" }>; history: readonly EpochRecord[] }> {
  const { stage, epochs, batchSize, rate, weightDecay } = { ...defaults, ...options };
  const known = Int32Array.from(labels.keys()).filter((i) => labels[i] >= 0);
  const batches = shuffledBatches(known.length, batchSize, seedFor(run.seed, stage));
  const parameters = [zeros("weights", [vectors.columns, classCount]), zeros("bias", [classCount])];
  const [weights, bias] = parameters.map(parameterInput);
  const logits = dense(input("x", [batches.size, vectors.columns]), weights, bias);
  const { parameters: fitted, history } = await train(
    {
      stage,
      parameters,
      loss: crossEntropy(logits, input("targets", [batches.size, classCount])),
      epochs,
      stepsPerEpoch: batches.stepsPerEpoch,
      feeds(step) {
        const rows = batches.rows(step).map((each) => known[each]);
        const targets = new Float32Array(rows.length * classCount);
        rows.forEach((each, i) => {
          targets[i * classCount + labels[each]] = 1;
        });
        return { x: gatherRows(vectors, rows), targets };
      },
      optimiser: { kind: "adamw", weightDecay },
      rate: cosineRate(rate, epochs * batches.stepsPerEpoch),
    },
    run,
  );
  return {
    layer: {
      kind: "dense",
      weights: matrix(vectors.columns, classCount, fitted.weights),
      bias: fitted.bias,
      relu: false,
    },
    history,
  };
}

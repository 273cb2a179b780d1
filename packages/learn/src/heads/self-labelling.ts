/**
 * Self-labelling: a head is trained on its own sure answers, each class counting the same, while part of
 * every vector is hidden from it. Without pixels hiding numbers stands in for the paper's strong
 * augmentation. The third step of SCAN (Van Gansbeke et al. 2020), after Sohn et al. (FixMatch, 2020).
 */
import { type Matrix, matrix, random } from "@imantics/core";
import { dense, dropout, mean } from "../graph/layers.ts";
import {
  add,
  divide,
  input,
  step as isPositive,
  logSoftmax,
  max,
  multiply,
  negate,
  softmax,
  stopGradient,
  subtract,
  sum,
} from "../graph/operations.ts";
import { gatherRows, seedFor, shuffledBatches } from "../train/batches.ts";
import { type Parameter, parameterInput } from "../train/parameters.ts";
import { cosineRate } from "../train/schedules.ts";
import { train } from "../train/train.ts";
import type { EpochRecord, TrainingRun } from "../train/training-run.ts";
import type { Layer } from "./layered-head.ts";

type Dense = Extract<Layer, { kind: "dense" }>;

/** Share of the numbers of a vector that stay. */
const KEPT = 0.8;

export interface SelfLabelling {
  /** Probability from which an answer is sure. */
  readonly sureFrom: number;
  readonly batchSize: number;
  readonly rate: number;
}

/** The figure `sureShare` says how many answers are sure: near 0, and nothing is learned. */
export async function selfLabel(
  vectors: Matrix,
  head: Dense,
  epochs: number,
  { sureFrom, batchSize, rate }: SelfLabelling,
  run: TrainingRun,
): Promise<{ head: Dense; history: readonly EpochRecord[] }> {
  const { rows: inputs, columns: clusters } = head.weights;
  const batches = shuffledBatches(vectors.rows, batchSize, seedFor(run.seed, "self-labelling"));
  const parameters: Parameter[] = [
    { name: "weights", shape: [inputs, clusters], initial: head.weights.data },
    { name: "bias", shape: [clusters], initial: head.bias },
  ];
  const [weights, bias] = parameters.map(parameterInput);
  const shape = [batches.size, inputs];
  const x = input("x", shape);
  const answers = stopGradient(softmax(dense(x, weights, bias)));
  const surest = max(answers, [-1], true);
  const isChosen = subtract(1, isPositive(subtract(surest, answers)));
  const targets = multiply(isChosen, isPositive(subtract(surest, sureFrom)));
  const perClass = sum(targets, [0]);
  const weight = sum(divide(targets, add(perClass, 1e-6)), [-1]);
  const hidden = dense(dropout(x, input("mask", shape), KEPT), weights, bias);
  const each = negate(sum(multiply(targets, logSoftmax(hidden)), [-1]));
  const loss = divide(sum(multiply(each, weight)), add(sum(weight), 1e-6));
  const { parameters: trained, history } = await train(
    {
      stage: "self-labelling",
      parameters,
      loss,
      figures: { sureShare: mean(sum(targets, [-1])) },
      epochs,
      stepsPerEpoch: batches.stepsPerEpoch,
      feeds(step) {
        const chance = random(seedFor(run.seed, "mask", step));
        return {
          x: gatherRows(vectors, batches.rows(step)),
          mask: Float32Array.from({ length: batches.size * inputs }, () => (chance.uniform() < KEPT ? 1 : 0)),
        };
      },
      optimiser: { kind: "adam" },
      rate: cosineRate(rate, epochs * batches.stepsPerEpoch),
    },
    run,
  );
  return {
    head: { ...head, weights: matrix(inputs, clusters, trained.weights), bias: trained.bias },
    history,
  };
}

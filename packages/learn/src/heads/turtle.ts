/**
 * TURTLE: looks for the labelling that a linear classifier learns best. Two players: a task encoder
 * proposes soft labels, a linear classifier learns them in a few steps; the encoder then moves to where
 * the classifier errs least, while all labels stay in use.
 *
 * The inner steps (Adam) are unrolled into the graph, so that one run of it is one outer step. The
 * classifier goes on from where it was (warm) or starts anew each time (cold).
 * Re-derived from the paper. After Gadetsky, Jiang & Brbić (2024).
 */
import { clusterCountOption, matrix, random } from "@imantics/core";
import { gradients } from "../graph/gradients.ts";
import { dense, mean, weightNorm } from "../graph/layers.ts";
import { crossEntropy, entropy } from "../graph/losses.ts";
import {
  add,
  divide,
  input,
  multiply,
  reshape,
  slice,
  softmax,
  sqrt,
  stopGradient,
  subtract,
} from "../graph/operations.ts";
import { sizeOf, type Tensor } from "../graph/tensor.ts";
import { gatherRows, seedFor, shuffledBatches } from "../train/batches.ts";
import type { Arrays } from "../train/named-arrays.ts";
import { type Parameter, parameterInput, uniform, zeros } from "../train/parameters.ts";
import { constantRate } from "../train/schedules.ts";
import { type Carried, train } from "../train/train.ts";
import type { Layer } from "./layered-head.ts";
import { defineHead } from "./method.ts";
import { batchSizeOption, entropyWeightOption, rateOption } from "./options.ts";
import { applied, finishTraining, standardisation, trainableCount } from "./training-result.ts";

/** Outer steps between two records and checkpoints. */
const STEPS_PER_EPOCH = 20;

export const turtle = defineHead(
  {
    id: "turtle",
    title: "TURTLE",
    summary:
      "The labelling that a linear classifier learns best; the best head for vectors of strong encoders.",
    options: [
      clusterCountOption,
      {
        name: "outerSteps",
        type: "integer",
        default: 600,
        min: STEPS_PER_EPOCH,
        max: 100_000,
        meaning: "Steps of the task encoder.",
      },
      {
        name: "innerSteps",
        type: "integer",
        default: 10,
        min: 1,
        max: 100,
        meaning: "Steps of the classifier for each of these.",
      },
      {
        name: "warmStart",
        type: "boolean",
        default: true,
        meaning: "The classifier goes on from where it was; else it starts anew each outer step.",
      },
      { ...entropyWeightOption, default: 10 },
      { ...batchSizeOption, default: 10_000 },
      rateOption,
    ],
    complexity: "O(batch · d k · inner steps) per outer step; memory O(batch (d + k inner steps))",
    needs: "vectors",
    source: "Gadetsky, Jiang & Brbić (2024)",
  },
  async (vectors, options, run) => {
    const clusterCount = trainableCount(options.clusterCount, vectors);
    const before = standardisation(vectors);
    const standard = applied(vectors, before);
    const { innerSteps, warmStart, rate } = options;
    const batches = shuffledBatches(vectors.rows, options.batchSize, run.seed);
    const chance = random(seedFor(run.seed, "turtle"));
    const shape = [vectors.columns, clusterCount];
    const drawn = uniform("direction", shape, vectors.columns, chance);
    const encoder = [drawn, gainOf(drawn), uniform("bias", [clusterCount], vectors.columns, chance)];
    const [direction, gain, bias] = encoder.map(parameterInput);
    const x = input("x", [batches.size, vectors.columns]);
    const labels = softmax(dense(x, weightNorm(direction, gain), bias));

    const classifier = [
      uniform("classifier", shape, vectors.columns, chance),
      zeros("classifierBias", [clusterCount]),
    ];
    const inner = unrolledAdam(classifier, innerSteps, rate, (weights, offset) =>
      crossEntropy(dense(x, weights, offset), stopGradient(labels)),
    );
    const learned = inner.values.map(stopGradient);
    const error = crossEntropy(dense(x, learned[0], learned[1]), labels);
    const spread = entropy(mean(labels, [0]));
    const epochs = Math.ceil(options.outerSteps / STEPS_PER_EPOCH);
    const { parameters, history } = await train(
      {
        stage: "search labelling",
        parameters: encoder,
        loss: subtract(error, multiply(spread, options.entropyWeight)),
        figures: { error, spread },
        epochs,
        stepsPerEpoch: STEPS_PER_EPOCH,
        feeds: (step) => ({
          x: gatherRows(standard, batches.rows(step)),
          ...corrections(warmStart ? step * innerSteps : 0, innerSteps),
          ...(warmStart ? {} : freshClassifier(classifier, seedFor(run.seed, "classifier", step))),
        }),
        carried: warmStart ? inner.carried : {},
        optimiser: { kind: "adam" },
        rate: constantRate(rate),
      },
      run,
    );
    const layers: Layer[] = [before, denseOf(parameters, vectors.columns, clusterCount), { kind: "softmax" }];
    return finishTraining("turtle", vectors, layers, run.kernels, history);
  },
);

/** Gains that leave the weights as they were drawn. */
function gainOf({ shape: [rows, columns], initial }: Parameter): Parameter {
  const gains = Float32Array.from({ length: columns }, (_, c) => {
    let squares = 0;
    for (let p = 0; p < rows; p++) squares += initial[p * columns + c] ** 2;
    return Math.sqrt(squares);
  });
  return { name: "gain", shape: [columns], initial: gains };
}

/** Adam's steps on `loss` as part of the graph. What it starts from is fed; what it ends with is carried. */
function unrolledAdam(
  parameters: readonly Parameter[],
  steps: number,
  rate: number,
  loss: (...values: Tensor[]) => Tensor,
): { values: Tensor[]; carried: Record<string, Carried> } {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  let values = parameters.map(parameterInput);
  let means = parameters.map(({ name, shape }) => input(`${name}/mean`, shape));
  let squares = parameters.map(({ name, shape }) => input(`${name}/square`, shape));
  const corrections = [input("correction1", [steps]), input("correction2", [steps])];
  for (let i = 0; i < steps; i++) {
    const slopes = gradients(loss(...values), values);
    const [c1, c2] = corrections.map((each) => reshape(slice(each, 0, i, 1), []));
    means = means.map((each, p) => add(multiply(each, beta1), multiply(slopes[p], 1 - beta1)));
    squares = squares.map((each, p) =>
      add(multiply(each, beta2), multiply(multiply(slopes[p], slopes[p]), 1 - beta2)),
    );
    values = values.map((each, p) => {
      const move = divide(multiply(means[p], c1), add(sqrt(multiply(squares[p], c2)), epsilon));
      return subtract(each, multiply(move, rate));
    });
  }
  const carried = parameters.flatMap(({ name, shape, initial }, p): [string, Carried][] => [
    [name, { initial, next: values[p] }],
    [`${name}/mean`, { initial: new Float32Array(sizeOf(shape)), next: means[p] }],
    [`${name}/square`, { initial: new Float32Array(sizeOf(shape)), next: squares[p] }],
  ]);
  return { values, carried: Object.fromEntries(carried) };
}

/** 1 / (1 − βᵗ) for the steps after `done`. */
function corrections(done: number, steps: number): Arrays {
  const of = (beta: number) =>
    Float32Array.from({ length: steps }, (_, i) => 1 / (1 - beta ** (done + i + 1)));
  return { correction1: of(0.9), correction2: of(0.999) };
}

function freshClassifier(parameters: readonly Parameter[], seed: number): Arrays {
  const chance = random(seed);
  return Object.fromEntries(
    parameters.flatMap(({ name, shape }): [string, Float32Array][] => [
      [name, uniform(name, shape, shape[0], chance).initial],
      [`${name}/mean`, new Float32Array(sizeOf(shape))],
      [`${name}/square`, new Float32Array(sizeOf(shape))],
    ]),
  );
}

/** The task encoder as plain weights. */
function denseOf({ direction, gain, bias }: Arrays, rows: number, columns: number): Layer {
  const weights = matrix(rows, columns);
  for (let c = 0; c < columns; c++) {
    let squares = 1e-12;
    for (let p = 0; p < rows; p++) squares += direction[p * columns + c] ** 2;
    const scale = gain[c] / Math.sqrt(squares);
    for (let p = 0; p < rows; p++) weights.data[p * columns + c] = direction[p * columns + c] * scale;
  }
  return { kind: "dense", weights, bias, relu: false };
}

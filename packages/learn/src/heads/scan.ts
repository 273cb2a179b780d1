/**
 * SCAN on frozen vectors: neighbours shall be in the same cluster, all clusters shall be used. Several
 * linear heads are trained as one wide layer; the one with the lowest loss stays. Self-labelling then
 * trains it on what it is sure of.
 *
 * The loss of the paper: −mean log ⟨p(x), p(x′)⟩ − λ H(mean p). Re-derived from the paper; the authors'
 * code was not used. After Van Gansbeke et al. (2020).
 */
import { clusterCountOption, type Matrix, matrix, random } from "@imantics/core";
import { dense, mean } from "../graph/layers.ts";
import { entropy } from "../graph/losses.ts";
import { input, log, multiply, negate, reshape, slice, softmax, subtract, sum } from "../graph/operations.ts";
import { seedFor } from "../train/batches.ts";
import type { Arrays } from "../train/named-arrays.ts";
import { parameterInput, uniform, zeros } from "../train/parameters.ts";
import { cosineRate } from "../train/schedules.ts";
import { train } from "../train/train.ts";
import type { Layer } from "./layered-head.ts";
import { defineHead } from "./method.ts";
import {
  batchSizeOption,
  entropyWeightOption,
  epochsOption,
  headsOption,
  neighboursOption,
  rateOption,
} from "./options.ts";
import { pairBatches } from "./pair-batches.ts";
import { selfLabel } from "./self-labelling.ts";
import { applied, finishTraining, standardisation, trainableCount } from "./training-result.ts";

export const scan = defineHead(
  {
    id: "scan",
    title: "SCAN",
    summary: "Neighbours in the same cluster, all clusters used; fast, for vectors of a good encoder.",
    options: [
      clusterCountOption,
      neighboursOption,
      headsOption,
      entropyWeightOption,
      epochsOption,
      { ...batchSizeOption, default: 128 },
      rateOption,
      {
        name: "selfLabelEpochs",
        type: "integer",
        default: 0,
        min: 0,
        max: 10_000,
        meaning: "Epochs of training on its own sure answers afterwards; 0: none.",
      },
      {
        name: "sureFrom",
        aliases: ["threshold"],
        type: "number",
        default: 0.99,
        min: 0.5,
        max: 1,
        meaning: "Probability from which self-labelling takes an answer as sure.",
      },
    ],
    complexity: "O(n² d) for the neighbours (about n log n · d above 25,000), then O(n d k heads) per epoch",
    needs: "vectors",
    source: "Van Gansbeke et al. (2020)",
  },
  async (vectors, options, run) => {
    const clusterCount = trainableCount(options.clusterCount, vectors);
    const before = standardisation(vectors);
    const standard = applied(vectors, before);
    const batches = await pairBatches(standard, options.neighbours, options.batchSize, run);
    const { heads, entropyWeight, epochs } = options;
    const chance = random(seedFor(run.seed, "scan"));
    const width = heads * clusterCount;
    const parameters = [
      uniform("weights", [vectors.columns, width], vectors.columns, chance),
      zeros("bias", [width]),
    ];
    const [weights, bias] = parameters.map(parameterInput);
    const rows = 2 * batches.size;
    const shares = softmax(
      reshape(dense(input("pairs", [rows, vectors.columns]), weights, bias), [rows, heads, clusterCount]),
    );
    const anchors = slice(shares, 0, 0, batches.size);
    const agreed = sum(multiply(anchors, slice(shares, 0, batches.size, batches.size)), [-1]);
    const disagreement = negate(mean(log(agreed), [0]));
    const spread = entropy(mean(anchors, [0]));
    const headLoss = subtract(disagreement, multiply(spread, entropyWeight));
    const { parameters: trained, history } = await train(
      {
        stage: "train heads",
        parameters,
        loss: sum(headLoss),
        figures: { headLoss, disagreement, spread },
        epochs,
        stepsPerEpoch: batches.stepsPerEpoch,
        feeds: (step) => ({ pairs: batches.pairs(step) }),
        optimiser: { kind: "adam" },
        rate: cosineRate(options.rate, epochs * batches.stepsPerEpoch),
      },
      run,
    );
    const best = lowest(history.at(-1)?.figures.headLoss ?? []);
    const head = headAt(trained, vectors.columns, clusterCount, best);
    const settled =
      options.selfLabelEpochs === 0
        ? { head, history: [] }
        : await selfLabel(standard, head, options.selfLabelEpochs, options, run);
    return finishTraining("scan", vectors, [before, settled.head, { kind: "softmax" }], run.kernels, [
      ...history,
      ...settled.history,
    ]);
  },
);

const lowest = (losses: readonly number[]): number => losses.indexOf(Math.min(...losses));

/** Head number `index` out of the wide layer. */
export function headAt(
  { weights, bias }: Arrays,
  columns: number,
  clusterCount: number,
  index: number,
): Extract<Layer, { kind: "dense" }> {
  const width = bias.length;
  const start = index * clusterCount;
  const own: Matrix = matrix(columns, clusterCount);
  for (let p = 0; p < columns; p++) {
    own.data.set(weights.subarray(p * width + start, p * width + start + clusterCount), p * clusterCount);
  }
  return { kind: "dense", weights: own, bias: bias.slice(start, start + clusterCount), relu: false };
}

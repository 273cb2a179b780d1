/**
 * TEMI: neighbours shall tell of each other as much as they can. Many small networks learn beside each
 * other; each has a slow copy of itself as teacher. Pairs that the teachers put together count more.
 *
 * The loss for a pair: −w ½ [log Σ_c (q_s(c|x) q_t(c|x′))^β / p̃(c) + the same with the sides changed],
 * w the heads' mean of Σ_c q_t(c|x) q_t(c|x′), p̃ a running mean of the teacher's answers.
 * The result is the head with the lowest loss, or what the heads agree on: their consensus, learned by
 * a linear head. After Adaloglou et al. (2023).
 */
import { clusterCountOption, random } from "@imantics/core";
import { logSumExp, mean } from "../graph/layers.ts";
import {
  add,
  exp,
  input,
  log,
  multiply,
  negate,
  reshape,
  slice,
  stopGradient,
  subtract,
  sum,
} from "../graph/operations.ts";
import { seedFor } from "../train/batches.ts";
import { constantRate } from "../train/schedules.ts";
import { train } from "../train/train.ts";
import type { TrainingRun } from "../train/training-run.ts";
import { learnConsensus } from "./consensus-head.ts";
import { defineHead } from "./method.ts";
import { headNetwork, headOfNetwork, logShares } from "./network-heads.ts";
import { batchSizeOption, epochsOption, headsOption, neighboursOption } from "./options.ts";
import { type PairBatches, pairBatches } from "./pair-batches.ts";
import { applied, finishTraining, largestOf, standardisation, trainableCount } from "./training-result.ts";

/** How fast the marginals of the teachers follow. */
const MARGINAL_MOMENTUM = 0.9;

export const temi = defineHead(
  {
    id: "temi",
    title: "TEMI",
    summary: "Many small networks that learn from neighbours and vote; robust, slower than SCAN.",
    options: [
      clusterCountOption,
      { ...neighboursOption, default: 50 },
      { ...headsOption, default: 16 },
      {
        name: "choose",
        type: "choice",
        choices: ["consensus", "lowest-loss"],
        default: "consensus",
        meaning: "What the heads agree on, or the head with the lowest loss.",
      },
      {
        name: "hidden",
        type: "integer",
        default: 128,
        min: 1,
        max: 4096,
        meaning: "Numbers in the inner layer of each head.",
      },
      {
        name: "sharpening",
        aliases: ["beta"],
        type: "number",
        default: 0.6,
        min: 0.1,
        max: 1,
        meaning: "Below 1 clusters are kept from taking everything: β of the paper.",
      },
      {
        name: "teacherMomentum",
        aliases: ["ema"],
        type: "number",
        default: 0.95,
        min: 0,
        max: 0.9999,
        meaning: "How slowly teachers follow; 0.996 suits tens of thousands of steps.",
      },
      epochsOption,
      { ...batchSizeOption, default: 256 },
      {
        name: "rate",
        aliases: ["lr", "learning_rate"],
        type: "number",
        default: 0.001,
        min: 1e-7,
        max: 100,
        meaning: "Learning rate.",
      },
    ],
    complexity:
      "O(n² d) for the neighbours (about n log n · d above 25,000), then O(n heads · hidden (d + k)) per epoch",
    needs: "vectors",
    source: "Adaloglou, Michels, Kalisch & Kollmann (2023)",
  },
  async (vectors, options, run) => {
    const clusterCount = trainableCount(options.clusterCount, vectors);
    const before = standardisation(vectors);
    const standard = applied(vectors, before);
    const batches = await pairBatches(standard, options.neighbours, options.batchSize, run);
    const sizes = {
      inputs: vectors.columns,
      hidden: options.hidden,
      clusters: clusterCount,
      heads: options.heads,
    };
    const { teacher, history } = await trainTeachers(batches, sizes, options, run);
    const networks = Array.from({ length: options.heads }, (_, h) => headOfNetwork(teacher, sizes, h));
    const losses = history.at(-1)?.figures.headLoss ?? [];
    const members: Int32Array[] = [];
    for (const layers of networks) members.push(await largestOf(standard, layers, run.runner));
    if (options.choose === "consensus") {
      const learned = await learnConsensus(standard, members, clusterCount, run);
      const layers = [before, learned.layer, { kind: "softmax" }] as const;
      return finishTraining("temi", vectors, layers, run.kernels, [...history, ...learned.history], members);
    }
    const best = networks[losses.indexOf(Math.min(...losses))];
    return finishTraining("temi", vectors, [before, ...best], run.kernels, history, members);
  },
);

interface Sizes {
  readonly inputs: number;
  readonly hidden: number;
  readonly clusters: number;
  readonly heads: number;
}

function trainTeachers(
  batches: PairBatches,
  sizes: Sizes,
  options: { sharpening: number; teacherMomentum: number; epochs: number; rate: number },
  run: TrainingRun,
) {
  const { heads, clusters } = sizes;
  const { parameters, inputs } = headNetwork(sizes, random(seedFor(run.seed, "temi")));
  const rows = 2 * batches.size;
  const pairs = input("pairs", [rows, sizes.inputs]);
  // heads × pairs × clusters, of students and teachers, anchors first.
  const student = logShares(pairs, inputs.student, sizes);
  const teacher = stopGradient(logShares(pairs, inputs.teacher, sizes));
  const sides = (x: typeof student) => [0, batches.size].map((start) => slice(x, 1, start, batches.size));
  const [studentHere, studentThere] = sides(student);
  const [teacherHere, teacherThere] = sides(teacher);
  const marginals = add(
    multiply(input("marginals", [heads, clusters]), MARGINAL_MOMENTUM),
    multiply(mean(exp(teacher), [1]), 1 - MARGINAL_MOMENTUM),
  );
  const logMarginals = reshape(log(marginals), [heads, 1, clusters]);
  const information = (left: typeof student, right: typeof student) =>
    logSumExp(subtract(multiply(add(left, right), options.sharpening), logMarginals));
  const both = multiply(
    add(information(studentHere, teacherThere), information(studentThere, teacherHere)),
    0.5,
  );
  const weight = mean(sum(exp(add(teacherHere, teacherThere)), [-1]), [0]);
  const headLoss = negate(mean(multiply(reshape(both, [heads, batches.size]), weight), [1]));
  return train(
    {
      stage: "train heads",
      parameters,
      loss: sum(headLoss),
      figures: { headLoss, weight: mean(weight) },
      epochs: options.epochs,
      stepsPerEpoch: batches.stepsPerEpoch,
      feeds: (step) => ({ pairs: batches.pairs(step) }),
      carried: {
        marginals: { initial: new Float32Array(heads * clusters).fill(1 / clusters), next: marginals },
      },
      teacherMomentum: () => options.teacherMomentum,
      optimiser: { kind: "adamw", weightDecay: 1e-4 },
      rate: constantRate(options.rate, { warmUpSteps: batches.stepsPerEpoch }),
    },
    run,
  );
}

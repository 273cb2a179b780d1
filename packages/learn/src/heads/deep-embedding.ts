/**
 * DEC and IDEC on vectors: an auto-encoder's codes are pulled towards centres. Each code has Student's t
 * shares q of the centres; the targets p sharpen them, p ∝ q² / Σ q, and KL(p ‖ q) is lowered over codes
 * and centres. DEC drops the decoder; IDEC keeps it, which holds the codes to what they came from.
 *
 * Targets are made anew before each epoch; DEC stops when less than 0.1 % of the vectors change cluster.
 * After Xie, Girshick & Farhadi (2016); Guo et al. (2017).
 */
import { clusterCountOption, clusterMethod, type Matrix, matrix, row } from "@imantics/core";
import { mean } from "../graph/layers.ts";
import { meanSquaredError, studentLogShares } from "../graph/losses.ts";
import { add, input, log, multiply, subtract, sum } from "../graph/operations.ts";
import { gatherRows, seedFor, shuffledBatches } from "../train/batches.ts";
import type { Arrays } from "../train/named-arrays.ts";
import { type Parameter, parameterInput } from "../train/parameters.ts";
import { constantRate } from "../train/schedules.ts";
import { type TrainingPlan, train } from "../train/train.ts";
import type { TrainingRun } from "../train/training-run.ts";
import { decode, encode, encoderLayers, pretrain } from "./auto-encoder.ts";
import { type Layer, layeredHead, predictOn } from "./layered-head.ts";
import { defineHead, type HeadMethod } from "./method.ts";
import { batchSizeOption, epochsOption, rateOption } from "./options.ts";
import {
  applied,
  finishTraining,
  largestScores,
  standardisation,
  trainableCount,
} from "./training-result.ts";

const SETTLED_SHARE = 0.001;

const shared = [
  clusterCountOption,
  {
    name: "pretrainEpochs",
    type: "integer",
    default: 100,
    min: 0,
    max: 10_000,
    meaning: "Epochs of the auto-encoder before its codes are clustered.",
  },
  {
    name: "hidden",
    type: "integer",
    default: 500,
    min: 1,
    max: 4096,
    meaning: "Numbers in the first two inner layers; the third has four times as many.",
  },
  {
    name: "codeLength",
    type: "integer",
    default: 10,
    min: 1,
    max: 1000,
    meaning: "Numbers in a code.",
  },
  {
    ...epochsOption,
    default: 50,
    min: 0,
    meaning: "Most epochs of clustering after the auto-encoder; 0: k-means on its codes.",
  },
  { ...batchSizeOption, default: 256 },
  rateOption,
] as const;

const complexity = "O(n hidden (d + 9 hidden)) per epoch; memory O(n d + hidden (d + 9 hidden))";

function deepEmbedding(id: "dec" | "idec", title: string, summary: string, source: string): HeadMethod {
  const description = { id, title, summary, options: shared, complexity, needs: "vectors", source } as const;
  return defineHead(description, async (vectors, options, run) => {
    const clusterCount = trainableCount(options.clusterCount, vectors);
    const before = standardisation(vectors);
    const standard = applied(vectors, before);
    const { hidden } = options;
    const widths = [vectors.columns, hidden, hidden, 4 * hidden, options.codeLength];
    const started = await pretrain(
      standard,
      { widths, epochs: options.pretrainEpochs, batchSize: options.batchSize, rate: options.rate },
      run,
    );
    const codes = applied(standard, ...encoderLayers(started.parameters, widths));
    const { centres } = await clusterMethod("kmeans").cluster(
      codes,
      { clusterCount, restarts: 20 },
      run.context,
    );
    const trained = await refine(
      standard,
      started.parameters,
      centres,
      widths,
      {
        ...options,
        reconstructs: id === "idec",
      },
      run,
    );
    return finishTraining(id, vectors, [before, ...sharesLayers(trained.parameters, widths)], run.kernels, [
      ...started.history,
      ...trained.history,
    ]);
  });
}

export const dec = deepEmbedding(
  "dec",
  "DEC",
  "An auto-encoder whose codes are pulled towards centres; for raw pixels and weak features.",
  "Xie, Girshick & Farhadi (2016)",
);

export const idec = deepEmbedding(
  "idec",
  "IDEC",
  "DEC that keeps its decoder, so that codes stay true to the vectors.",
  "Guo, Gao, Liu & Yin (2017)",
);

/** Vectors to shares of centres. */
function sharesLayers(arrays: Arrays, widths: readonly number[]): Layer[] {
  const columns = widths[widths.length - 1];
  const centres = matrix(arrays.centres.length / columns, columns, arrays.centres);
  return [...encoderLayers(arrays, widths), { kind: "student", centres }];
}

interface Refinement {
  readonly epochs: number;
  readonly batchSize: number;
  readonly rate: number;
  readonly reconstructs: boolean;
}

/** Weight of the clustering beside the reconstruction, γ of IDEC. */
const CLUSTERING_WEIGHT = 0.1;

function refine(
  vectors: Matrix,
  start: Arrays,
  centres: Matrix,
  widths: readonly number[],
  { epochs, batchSize, rate, reconstructs }: Refinement,
  run: TrainingRun,
) {
  const batches = shuffledBatches(vectors.rows, batchSize, seedFor(run.seed, "refine"));
  const depth = widths.length - 1;
  const all = [...widths, ...widths.slice(0, -1).reverse()];
  const kept = reconstructs ? 2 * depth : depth;
  const parameters: Parameter[] = Array.from({ length: kept }, (_, i) => [
    { name: `w${i}`, shape: [all[i], all[i + 1]], initial: start[`w${i}`] },
    { name: `b${i}`, shape: [all[i + 1]], initial: start[`b${i}`] },
  ]).flat();
  parameters.push({ name: "centres", shape: [centres.rows, centres.columns], initial: centres.data });
  const inputs = Object.fromEntries(parameters.map((each) => [each.name, parameterInput(each)]));
  const x = input("x", [batches.size, vectors.columns]);
  const code = encode(x, inputs, widths);
  const targets = input("targets", [batches.size, centres.rows]);
  const logShares = studentLogShares(code, inputs.centres);
  const clustering = mean(sum(multiply(targets, subtract(log(add(targets, 1e-8)), logShares)), [-1]));
  let table = matrix(0, centres.rows);
  const beforeEpoch: TrainingPlan["beforeEpoch"] = async (_epoch, values, memory) => {
    const shares = await predictOn(layeredHead("shares", sharesLayers(values, widths)), vectors, run.runner);
    table = sharpened(shares);
    const labels = Float32Array.from(largestScores(shares).indices);
    const last = memory.labels;
    memory.labels = labels;
    if (last === undefined) return false;
    return labels.filter((label, i) => label !== last[i]).length <= SETTLED_SHARE * labels.length;
  };
  return train(
    {
      stage: "pull together",
      parameters,
      loss: reconstructs
        ? add(meanSquaredError(decode(code, inputs, widths), x), multiply(clustering, CLUSTERING_WEIGHT))
        : clustering,
      figures: { clustering },
      epochs,
      stepsPerEpoch: batches.stepsPerEpoch,
      beforeEpoch,
      feeds: (step) => ({
        x: gatherRows(vectors, batches.rows(step)),
        targets: gatherRows(table, batches.rows(step)),
      }),
      optimiser: { kind: "adam" },
      rate: constantRate(rate),
    },
    run,
  );
}

/** p ∝ q² / Σ q: sure shares grow, large clusters count less. */
export function sharpened(shares: Matrix): Matrix {
  const sums = new Float64Array(shares.columns);
  for (let i = 0; i < shares.data.length; i++) sums[i % shares.columns] += shares.data[i];
  const targets = matrix(shares.rows, shares.columns);
  for (let i = 0; i < shares.rows; i++) {
    const values = row(shares, i);
    let total = 0;
    for (let c = 0; c < values.length; c++) total += values[c] ** 2 / sums[c];
    for (let c = 0; c < values.length; c++) {
      targets.data[i * shares.columns + c] = values[c] ** 2 / sums[c] / total;
    }
  }
  return targets;
}

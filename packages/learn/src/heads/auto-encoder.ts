/**
 * A denoising auto-encoder of dense layers: trained to give back vectors of which a part was hidden. Its
 * middle is a short code. After Vincent et al. (2008), trained end to end.
 */
import { type Matrix, matrix, random } from "@imantics/core";
import { dense, dropout } from "../graph/layers.ts";
import { meanSquaredError } from "../graph/losses.ts";
import { input, relu } from "../graph/operations.ts";
import type { Tensor } from "../graph/tensor.ts";
import { gatherRows, seedFor, shuffledBatches } from "../train/batches.ts";
import type { Arrays } from "../train/named-arrays.ts";
import { type Parameter, parameterInput, uniform, zeros } from "../train/parameters.ts";
import { constantRate } from "../train/schedules.ts";
import { type Trained, train } from "../train/train.ts";
import type { TrainingRun } from "../train/training-run.ts";
import type { Layer } from "./layered-head.ts";

/** Share of the numbers that the denoising lets through. */
const KEPT = 0.8;

export interface AutoEncoderSettings {
  /** Widths from the vectors to the code; the way back is the same in reverse. */
  readonly widths: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly rate: number;
}

/** Parameters of all layers, `w0`, `b0` … to the code and back. */
export function autoEncoderParameters(widths: readonly number[], seed: number): Parameter[] {
  const chance = random(seedFor(seed, "auto-encoder"));
  const all = [...widths, ...widths.slice(0, -1).reverse()];
  return all.slice(1).flatMap((width, i) => {
    // The layers that no ReLU follows start smaller.
    const isLinear = i === widths.length - 2 || i === all.length - 2;
    return [uniform(`w${i}`, [all[i], width], all[i], chance, isLinear ? 3 : 6), zeros(`b${i}`, [width])];
  });
}

type Inputs = Readonly<Record<string, Tensor>>;

/** Vectors to codes. */
export const encode = (x: Tensor, inputs: Inputs, widths: readonly number[]): Tensor =>
  denseLayers(x, inputs, 0, widths.length - 1);

/** Codes to vectors. */
export const decode = (code: Tensor, inputs: Inputs, widths: readonly number[]): Tensor =>
  denseLayers(code, inputs, widths.length - 1, 2 * (widths.length - 1));

/** Dense layers `first` up to but not including `end`, ReLU between them. */
function denseLayers(x: Tensor, inputs: Inputs, first: number, end: number): Tensor {
  let result = x;
  for (let i = first; i < end; i++) {
    result = dense(result, inputs[`w${i}`], inputs[`b${i}`]);
    if (i < end - 1) result = relu(result);
  }
  return result;
}

export function pretrain(
  vectors: Matrix,
  { widths, epochs, batchSize, rate }: AutoEncoderSettings,
  run: TrainingRun,
): Promise<Trained> {
  const batches = shuffledBatches(vectors.rows, batchSize, seedFor(run.seed, "pretrain"));
  const parameters = autoEncoderParameters(widths, run.seed);
  const inputs = Object.fromEntries(parameters.map((each) => [each.name, parameterInput(each)]));
  const shape = [batches.size, vectors.columns];
  const x = input("x", shape);
  const code = encode(dropout(x, input("mask", shape), KEPT), inputs, widths);
  return train(
    {
      stage: "auto-encoder",
      parameters,
      loss: meanSquaredError(decode(code, inputs, widths), x),
      epochs,
      stepsPerEpoch: batches.stepsPerEpoch,
      feeds(step) {
        const chance = random(seedFor(run.seed, "mask", step));
        return {
          x: gatherRows(vectors, batches.rows(step)),
          mask: Float32Array.from({ length: batches.size * vectors.columns }, () =>
            chance.uniform() < KEPT ? 1 : 0,
          ),
        };
      },
      optimiser: { kind: "adam" },
      rate: constantRate(rate),
    },
    run,
  );
}

/** The way to the code as layers of a head. */
export const encoderLayers = (arrays: Arrays, widths: readonly number[]): Layer[] =>
  widths.slice(1).map((width, i) => ({
    kind: "dense",
    weights: matrix(widths[i], width, arrays[`w${i}`]),
    bias: arrays[`b${i}`],
    relu: i < widths.length - 2,
  }));

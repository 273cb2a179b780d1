/** What is trained, and how it starts. */
import type { Random } from "@imantics/core";
import { input } from "../graph/operations.ts";
import { type Sizes, sizeOf, type Tensor } from "../graph/tensor.ts";

export interface Parameter {
  readonly name: string;
  readonly shape: Sizes;
  /** Values at the start; never changed. */
  readonly initial: Float32Array;
  /** Weight decay pulls it towards 0. Default: only with two axes or more, so not biases and norms. */
  readonly decays?: boolean;
  /** Its learning rate is the schedule's times this. Default 1. */
  readonly rateScale?: number;
}

/** The graph's input for a parameter. */
export const parameterInput = ({ name, shape }: Parameter): Tensor => input(name, shape);

export const zeros = (name: string, shape: Sizes): Parameter => filled(name, shape, 0);

export const filled = (name: string, shape: Sizes, value: number): Parameter => ({
  name,
  shape,
  initial: new Float32Array(sizeOf(shape)).fill(value),
});

export const normal = (name: string, shape: Sizes, deviation: number, chance: Random): Parameter => ({
  name,
  shape,
  initial: Float32Array.from({ length: sizeOf(shape) }, () => deviation * chance.normal()),
});

/** Uniform in ± √(gain / inputs): gain 1 is what most linear layers start with, 6 suits ReLU (He et al. 2015). */
export function uniform(name: string, shape: Sizes, inputs: number, chance: Random, gain = 1): Parameter {
  const bound = Math.sqrt(gain / inputs);
  return {
    name,
    shape,
    initial: Float32Array.from({ length: sizeOf(shape) }, () => bound * (2 * chance.uniform() - 1)),
  };
}

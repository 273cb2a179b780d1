/**
 * Several small networks beside each other in one graph: dense, ReLU, dense to a bottleneck, unit length,
 * then cosines with one unit direction a cluster. The form that DINO gave its heads (Caron et al. 2021).
 */
import { type Matrix, matrix, type Random } from "@imantics/core";
import { dense, normaliseLength } from "../graph/layers.ts";
import { add, input, logSoftmax, matmul, multiply, relu, reshape, transpose } from "../graph/operations.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Arrays } from "../train/named-arrays.ts";
import { type Parameter, parameterInput, uniform, zeros } from "../train/parameters.ts";
import type { Layer } from "./layered-head.ts";

export interface NetworkSizes {
  readonly inputs: number;
  readonly hidden: number;
  readonly clusters: number;
  readonly heads: number;
}

/** Cosines are divided by this before the softmax, in students and teachers. */
const TEMPERATURE = 0.1;

const bottleneckOf = ({ hidden }: NetworkSizes): number => Math.max(1, Math.round(hidden / 2));

export interface NetworkInputs {
  readonly student: Readonly<Record<string, Tensor>>;
  /** The slow copies. */
  readonly teacher: Readonly<Record<string, Tensor>>;
}

export function headNetwork(
  sizes: NetworkSizes,
  chance: Random,
): { parameters: Parameter[]; inputs: NetworkInputs } {
  const { inputs: width, hidden, clusters, heads } = sizes;
  const bottleneck = bottleneckOf(sizes);
  const parameters = [
    uniform("inner", [width, heads * hidden], width, chance, 6),
    zeros("innerBias", [heads * hidden]),
    uniform("outer", [heads, hidden, bottleneck], hidden, chance),
    zeros("outerBias", [heads, 1, bottleneck]),
    uniform("directions", [heads, bottleneck, clusters], bottleneck, chance),
  ];
  const named = (make: (parameter: Parameter) => Tensor) =>
    Object.fromEntries(parameters.map((each) => [each.name, make(each)]));
  return {
    parameters,
    inputs: {
      student: named(parameterInput),
      teacher: named(({ name, shape }) => input(`teacher/${name}`, shape)),
    },
  };
}

/** Log-probabilities, heads × rows × clusters, of vectors rows × inputs. */
export function logShares(
  x: Tensor,
  weights: Readonly<Record<string, Tensor>>,
  { hidden, heads }: NetworkSizes,
): Tensor {
  const inner = relu(dense(x, weights.inner, weights.innerBias));
  const split = transpose(reshape(inner, [x.shape[0], heads, hidden]), [1, 0, 2]);
  const unit = normaliseLength(add(matmul(split, weights.outer), weights.outerBias));
  const cosines = matmul(unit, normaliseLength(weights.directions, 1));
  return logSoftmax(multiply(cosines, 1 / TEMPERATURE));
}

/** One of the networks as layers of a head. */
export function headOfNetwork(arrays: Arrays, sizes: NetworkSizes, index: number): Layer[] {
  const { inputs, hidden, clusters, heads } = sizes;
  const bottleneck = bottleneckOf(sizes);
  const inner: Matrix = matrix(inputs, hidden);
  for (let p = 0; p < inputs; p++) {
    const start = (p * heads + index) * hidden;
    inner.data.set(arrays.inner.subarray(start, start + hidden), p * hidden);
  }
  const own = (name: string, size: number) => arrays[name].slice(index * size, (index + 1) * size);
  const directions = own("directions", bottleneck * clusters);
  for (let c = 0; c < clusters; c++) {
    let squares = 1e-12;
    for (let p = 0; p < bottleneck; p++) squares += directions[p * clusters + c] ** 2;
    for (let p = 0; p < bottleneck; p++) directions[p * clusters + c] /= TEMPERATURE * Math.sqrt(squares);
  }
  return [
    { kind: "dense", weights: inner, bias: own("innerBias", hidden), relu: true },
    {
      kind: "dense",
      weights: matrix(hidden, bottleneck, own("outer", hidden * bottleneck)),
      bias: own("outerBias", bottleneck),
      relu: false,
    },
    { kind: "unit" },
    {
      kind: "dense",
      weights: matrix(bottleneck, clusters, directions),
      bias: new Float32Array(clusters),
      relu: false,
    },
    { kind: "softmax" },
  ];
}

/** Every operation, layer and loss once or more, each as a loss of named inputs. */
import { random } from "@imantics/core";
import {
  attention,
  averagePool,
  batchNorm,
  dense,
  dropout,
  gelu,
  layerNorm,
  logSumExp,
  maxPool,
  mean,
  normaliseLength,
  sigmoid,
  sinkhorn,
  square,
  weightNorm,
} from "../graph/layers.ts";
import {
  contrastiveLoss,
  crossEntropy,
  divergence,
  entropy,
  meanSquaredError,
  mutualInformationLoss,
  studentLogShares,
  tripletLoss,
} from "../graph/losses.ts";
import * as o from "../graph/operations.ts";
import { type Sizes, sizeOf, type Tensor } from "../graph/tensor.ts";

export interface Case {
  readonly name: string;
  readonly inputs: Readonly<Record<string, { tensor: Tensor; values: Float64Array }>>;
  readonly indices: Readonly<Record<string, Int32Array>>;
  readonly loss: Tensor;
}

interface Making {
  readonly shapes: Readonly<Record<string, Sizes>>;
  /** Draws positive numbers only: for logarithms, roots and divisors. */
  readonly positive?: boolean;
  readonly indices?: Readonly<Record<string, Int32Array>>;
  readonly of: (t: Readonly<Record<string, Tensor>>) => Tensor;
}

const made = (name: string, { shapes, positive = false, indices = {}, of }: Making, seed: number): Case => {
  const chance = random(seed);
  const draw = () => (positive ? 0.3 + 2 * chance.uniform() : chance.normal());
  const inputs = Object.fromEntries(
    Object.entries(shapes).map(([key, shape]) => [
      key,
      {
        tensor: o.input(key, shape),
        values: Float64Array.from({ length: sizeOf(shape) }, () => Math.fround(draw())),
      },
    ]),
  );
  const tensors = {
    ...Object.fromEntries(Object.entries(inputs).map(([key, { tensor }]) => [key, tensor])),
    ...Object.fromEntries(
      Object.entries(indices).map(([key, rows]) => [key, o.indexInput(key, [rows.length])]),
    ),
  };
  const result = of(tensors);
  // Uneven weights, or a wrong place of a gradient could hide in a sum.
  const weights = Float64Array.from({ length: sizeOf(result.shape) }, (_, i) => Math.sin(i + 1) + 1.2);
  const loss =
    sizeOf(result.shape) === 1 ? result : o.sum(o.multiply(result, o.constant(weights, result.shape)));
  return { name, inputs, indices, loss: o.reshape(loss, []) };
};

const x = { x: [3, 4] };
const two = { a: [3, 4], b: [3, 4] };
const conv = { x: [2, 3, 6, 5], w: [4, 3, 3, 3] };
const numbered = Int32Array.of(2, 0, 2, 1);
const mask = o.constant([1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1], [3, 4]);

const makings: Readonly<Record<string, Making>> = {
  negate: { shapes: x, of: (t) => o.negate(t.x) },
  exp: { shapes: x, of: (t) => o.exp(t.x) },
  log: { shapes: x, positive: true, of: (t) => o.log(t.x) },
  sqrt: { shapes: x, positive: true, of: (t) => o.sqrt(t.x) },
  tanh: { shapes: x, of: (t) => o.tanh(t.x) },
  relu: { shapes: x, of: (t) => o.relu(t.x) },
  erf: { shapes: x, of: (t) => o.erf(t.x) },
  abs: { shapes: x, of: (t) => o.abs(t.x) },
  step: { shapes: x, of: (t) => o.multiply(o.step(t.x), t.x) },
  "stop-gradient": { shapes: x, of: (t) => o.multiply(o.step(o.stopGradient(t.x)), t.x) },
  add: { shapes: two, of: (t) => o.add(t.a, t.b) },
  "add, broadcast": { shapes: { a: [3, 4], b: [4] }, of: (t) => square(o.add(t.a, t.b)) },
  subtract: { shapes: { a: [3, 1], b: [1, 4] }, of: (t) => o.exp(o.subtract(t.a, t.b)) },
  multiply: { shapes: { a: [2, 3, 4], b: [3, 1] }, of: (t) => o.multiply(t.a, t.b) },
  divide: { shapes: { a: [3, 4], b: [4] }, positive: true, of: (t) => o.divide(t.a, t.b) },
  "divide, numerator broadcast": {
    shapes: { a: [4], b: [3, 4] },
    positive: true,
    of: (t) => o.divide(t.a, t.b),
  },
  matmul: { shapes: { a: [3, 4], b: [4, 5] }, of: (t) => o.matmul(t.a, t.b) },
  "matmul, batched": { shapes: { a: [2, 3, 4], b: [2, 4, 5] }, of: (t) => o.matmul(t.a, t.b) },
  "matmul, batch broadcast": { shapes: { a: [1, 3, 4], b: [2, 4, 5] }, of: (t) => o.matmul(t.a, t.b) },
  "matmul, transposed": {
    shapes: { a: [4, 3], b: [5, 4] },
    of: (t) => o.matmul(o.transpose(t.a), o.transpose(t.b)),
  },
  softmax: { shapes: x, of: (t) => o.softmax(t.x) },
  "log-softmax": { shapes: x, of: (t) => o.logSoftmax(t.x) },
  "sum over some axes": { shapes: { x: [2, 3, 4] }, of: (t) => o.exp(o.sum(t.x, [0, 2])) },
  "max over an axis": { shapes: { x: [2, 3, 4] }, of: (t) => o.max(t.x, [1]) },
  mean: { shapes: x, of: (t) => square(mean(t.x, [0])) },
  reshape: { shapes: x, of: (t) => o.reshape(t.x, [2, 6]) },
  broadcast: { shapes: { x: [3, 1] }, of: (t) => o.broadcastTo(t.x, [2, 3, 4]) },
  transpose: { shapes: { x: [2, 3, 4] }, of: (t) => o.transpose(t.x, [2, 0, 1]) },
  concat: { shapes: { a: [3, 2], b: [3, 4] }, of: (t) => o.exp(o.concat([t.a, t.b, t.a], 1)) },
  slice: { shapes: x, of: (t) => o.slice(t.x, 1, 1, 2) },
  pad: { shapes: x, of: (t) => o.pad(t.x, 0, 1, 6) },
  gather: { shapes: x, indices: { rows: numbered }, of: (t) => square(o.gather(t.x, t.rows)) },
  scatter: {
    shapes: { x: [4, 2] },
    indices: { rows: numbered },
    of: (t) => o.exp(o.scatter(t.x, t.rows, 5)),
  },
  convolve: { shapes: conv, of: (t) => o.convolve(t.x, t.w, { stride: 1, padding: 1 }) },
  "convolve, stride 2": { shapes: conv, of: (t) => o.convolve(t.x, t.w, { stride: 2, padding: 0 }) },
  "convolve, stride 2 padded": {
    shapes: conv,
    of: (t) => o.tanh(o.convolve(t.x, t.w, { stride: 2, padding: 1 })),
  },
  "max pooling": { shapes: { x: [2, 3, 4, 6] }, of: (t) => maxPool(t.x, 2) },
  "average pooling": { shapes: { x: [2, 3, 4, 6] }, of: (t) => averagePool(t.x, 2) },
  dense: { shapes: { x: [2, 3, 4], w: [4, 5], b: [5] }, of: (t) => dense(t.x, t.w, t.b) },
  gelu: { shapes: x, of: (t) => gelu(t.x) },
  sigmoid: { shapes: x, of: (t) => sigmoid(t.x) },
  "log-sum-exp": { shapes: x, of: (t) => logSumExp(t.x) },
  "L2 normalisation": { shapes: x, of: (t) => normaliseLength(t.x) },
  "weight normalisation": { shapes: { x: [4, 3], g: [3] }, of: (t) => weightNorm(t.x, t.g) },
  "layer normalisation": { shapes: { x: [3, 4], s: [4], b: [4] }, of: (t) => layerNorm(t.x, t.s, t.b) },
  "batch normalisation": {
    shapes: { x: [3, 2, 2, 3], s: [2], b: [2] },
    of: (t) => batchNorm(t.x, t.s, t.b).result,
  },
  "batch normalisation of vectors": {
    shapes: { x: [5, 3], s: [3], b: [3] },
    of: (t) => batchNorm(t.x, t.s, t.b).result,
  },
  dropout: { shapes: x, of: (t) => dropout(t.x, mask, 0.75) },
  attention: { shapes: { q: [2, 3, 4], k: [2, 3, 4], v: [2, 3, 4] }, of: (t) => attention(t.q, t.k, t.v, 2) },
  sinkhorn: { shapes: { x: [5, 3] }, of: (t) => sinkhorn(t.x, 0.7) },
  "cross-entropy": { shapes: two, of: (t) => crossEntropy(t.a, o.softmax(t.b)) },
  "mean squared error": { shapes: two, of: (t) => meanSquaredError(t.a, t.b) },
  entropy: { shapes: x, of: (t) => entropy(o.softmax(t.x)) },
  divergence: { shapes: two, of: (t) => divergence(o.logSoftmax(t.a), o.logSoftmax(t.b)) },
  "mutual information": { shapes: two, of: (t) => mutualInformationLoss(o.softmax(t.a), o.softmax(t.b)) },
  "mutual information of two heads": {
    shapes: { a: [2, 3, 4], b: [2, 3, 4] },
    of: (t) => mutualInformationLoss(o.softmax(t.a), o.softmax(t.b)),
  },
  contrastive: { shapes: two, of: (t) => contrastiveLoss(t.a, t.b, 0.5) },
  triplet: { shapes: { a: [4, 3], b: [4, 3], c: [4, 3] }, of: (t) => tripletLoss(t.a, t.b, t.c, 0.5) },
  "Student shares": { shapes: { x: [4, 3], c: [2, 3] }, of: (t) => studentLogShares(t.x, t.c) },
  "mean square": { shapes: x, of: (t) => mean(square(t.x)) },
};

export const cases: readonly Case[] = Object.entries(makings).map(([name, making], seed) =>
  made(name, making, seed + 1),
);

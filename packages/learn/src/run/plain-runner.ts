/**
 * Computes graphs in TypeScript, operation by operation: the independent check of every other runner
 * and of every gradient (in float64), and what serves where ONNX Runtime is absent (in float32, matrix
 * products on the kernels of core).
 */
import { type Kernels, matrix } from "@imantics/core";
import { inOrder, type Sizes, sameShape, sizeOf, type Tensor } from "../graph/tensor.ts";
import { convolve, convolveInput, convolveWeights } from "./plain-convolution.ts";
import {
  binary,
  broadcast,
  concat,
  copyAlong,
  gather,
  type Numbers,
  reduce,
  scatter,
  softmax,
  strideOf,
  transpose,
  unary,
} from "./plain-operations.ts";
import { type CompiledGraph, type Feeds, type GraphRunner, inputsOf } from "./runner.ts";

export interface PlainOptions {
  /** Default float32. */
  readonly precision?: "float32" | "float64";
  /** For matrix products in float32. Without them: three loops. */
  readonly kernels?: Kernels;
}

export function plainRunner({ precision = "float32", kernels }: PlainOptions = {}): GraphRunner {
  const allocate = (size: number): Numbers =>
    precision === "float32" ? new Float32Array(size) : new Float64Array(size);
  return {
    name: `plain ${precision}`,
    async compile(outputs) {
      const ordered = inOrder(Object.values(outputs));
      const inputs = inputsOf(ordered);
      return {
        run: (feeds) => compute(outputs, ordered, inputs, feeds, { allocate, kernels }),
        close: async () => {},
      } satisfies CompiledGraph;
    },
  };
}

interface Means {
  readonly allocate: (size: number) => Numbers;
  readonly kernels: Kernels | undefined;
}

async function compute(
  outputs: Readonly<Record<string, Tensor>>,
  ordered: readonly Tensor[],
  inputs: ReadonlyMap<string, Tensor>,
  feeds: Feeds,
  means: Means,
): Promise<Record<string, Numbers>> {
  const values = new Map<Tensor, Numbers>();
  for (const [name, tensor] of inputs) {
    const given = feeds[name];
    if (given?.length !== sizeOf(tensor.shape)) {
      throw new RangeError(
        `Input "${name}" needs ${sizeOf(tensor.shape)} numbers, got ${given?.length ?? "none"}.`,
      );
    }
    const held = means.allocate(given.length);
    held.set(given);
    values.set(tensor, held);
  }
  const uses = new Map<Tensor, number>();
  for (const tensor of [...ordered.flatMap((each) => each.inputs), ...Object.values(outputs)]) {
    uses.set(tensor, (uses.get(tensor) ?? 0) + 1);
  }
  for (const tensor of ordered) {
    if (tensor.operation.kind === "input") continue;
    const operands = tensor.inputs.map((each) => computed(values, each));
    values.set(tensor, await apply(tensor, operands, means));
    // What nobody needs any more is let go, or a deep network would keep every layer twice.
    for (const each of tensor.inputs) {
      const left = (uses.get(each) ?? 0) - 1;
      uses.set(each, left);
      if (left === 0) values.delete(each);
    }
  }
  return Object.fromEntries(
    Object.entries(outputs).map(([name, tensor]) => [name, computed(values, tensor).slice()]),
  );
}

function computed(values: ReadonlyMap<Tensor, Numbers>, tensor: Tensor): Numbers {
  const value = values.get(tensor);
  if (value === undefined)
    throw new Error(`internal: ${tensor.operation.kind} was used before it was computed`);
  return value;
}

async function apply(tensor: Tensor, operands: readonly Numbers[], means: Means): Promise<Numbers> {
  const { operation, shape, inputs } = tensor;
  const [a, b] = operands;
  const result = means.allocate(sizeOf(shape));
  switch (operation.kind) {
    case "input":
      throw new Error("internal: an input is fed, not computed");
    case "constant":
      result.set(operation.values);
      break;
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
      binary(
        operation.kind,
        { values: a, shape: inputs[0].shape },
        { values: b, shape: inputs[1].shape },
        shape,
        result,
      );
      break;
    case "matmul":
      await multiplyMatrices(tensor, a, b, result, means);
      break;
    case "softmax":
    case "logSoftmax":
      softmax(operation.kind, a, shape.at(-1) ?? 1, result);
      break;
    case "sum":
    case "max":
      reduce(operation.kind, a, inputs[0].shape, shape, result);
      break;
    case "reshape":
    case "stop":
      result.set(a);
      break;
    case "broadcast":
      broadcast(a, inputs[0].shape, shape, result);
      break;
    case "transpose":
      transpose(a, inputs[0].shape, operation.order, shape, result);
      break;
    case "concat":
      concat(
        operands.map((values, i) => ({ values, shape: inputs[i].shape })),
        operation.axis,
        shape,
        result,
      );
      break;
    case "slice":
      copyAlong(operation.axis, a, inputs[0].shape, operation.start, result, shape, 0);
      break;
    case "pad":
      copyAlong(operation.axis, a, inputs[0].shape, 0, result, shape, operation.before);
      break;
    case "gather":
      gather(a, b, strideOf(inputs[0].shape, 0), result);
      break;
    case "scatter":
      scatter(a, b, strideOf(shape, 0), result);
      break;
    case "convolve":
      convolve(a, inputs[0].shape, b, inputs[1].shape, shape, operation.window, result);
      break;
    case "convolveInput":
      convolveInput(a, inputs[0].shape, b, inputs[1].shape, shape, operation.window, result);
      break;
    case "convolveWeights":
      convolveWeights(a, inputs[0].shape, b, inputs[1].shape, shape, operation.window, result);
      break;
    default:
      unary(operation.kind, a, result);
  }
  return result;
}

async function multiplyMatrices(
  { shape, inputs }: Tensor,
  a: Numbers,
  b: Numbers,
  result: Numbers,
  { kernels }: Means,
): Promise<void> {
  const [rows, inner] = inputs[0].shape.slice(-2);
  const columns = shape[shape.length - 1];
  const batches = sizeOf(shape.slice(0, -2));
  const startsA = batchStarts(inputs[0].shape.slice(0, -2), shape.slice(0, -2));
  const startsB = batchStarts(inputs[1].shape.slice(0, -2), shape.slice(0, -2));
  for (let batch = 0; batch < batches; batch++) {
    const left = a.subarray(startsA[batch] * rows * inner, (startsA[batch] + 1) * rows * inner);
    const right = b.subarray(startsB[batch] * inner * columns, (startsB[batch] + 1) * inner * columns);
    const into = result.subarray(batch * rows * columns, (batch + 1) * rows * columns);
    if (kernels && left instanceof Float32Array && right instanceof Float32Array) {
      const turned = new Float32Array(right.length);
      transpose(right, [inner, columns], [1, 0], [columns, inner], turned);
      into.set((await kernels.products(matrix(rows, inner, left), matrix(columns, inner, turned))).data);
      continue;
    }
    const sums = new Float64Array(columns);
    for (let i = 0; i < rows; i++) {
      sums.fill(0);
      for (let p = 0; p < inner; p++) {
        const factor = left[i * inner + p];
        if (factor === 0) continue;
        for (let j = 0; j < columns; j++) sums[j] += factor * right[p * columns + j];
      }
      into.set(sums, i * columns);
    }
  }
}

/** Which matrix of an operand belongs to each matrix of the result. */
function batchStarts(operand: Sizes, result: Sizes): Numbers {
  const numbers = Float64Array.from({ length: sizeOf(operand) }, (_, i) => i);
  if (sameShape(operand, result)) return numbers;
  const starts = new Float64Array(sizeOf(result));
  broadcast(numbers, operand, result, starts);
  return starts;
}

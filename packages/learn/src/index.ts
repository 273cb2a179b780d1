/** Everything public of `@imantics/learn`. Only what this file exports is meant for use from outside. */

// Graphs: tensors, operations, layers, losses, gradients.

export { gradients } from "./graph/gradients.ts";
export * from "./graph/layers.ts";
export * from "./graph/losses.ts";
export * from "./graph/operations.ts";
export { inOrder, type Operation, type Sizes, sizeOf, type Tensor, type Window } from "./graph/tensor.ts";

// Who computes them.

export { type PlainOptions, plainRunner } from "./run/plain-runner.ts";
export { type CompiledGraph, type Feeds, type GraphRunner, inputsOf, type Outputs } from "./run/runner.ts";

// Heads on vectors.

export type { Head } from "./heads/head.ts";

// ONNX files, written without a library.

export { toOnnx } from "./onnx/emit.ts";
export {
  type AttributeValue,
  type ConstantData,
  type ElementType,
  OnnxGraph,
  type Shape,
  type TensorName,
} from "./onnx/onnx-writer.ts";
export { ProtobufWriter } from "./onnx/protobuf-writer.ts";

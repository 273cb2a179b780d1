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

// Training.

export { type Batches, gatherRows, seedFor, shuffledBatches } from "./train/batches.ts";
export type { Arrays } from "./train/named-arrays.ts";
export type { OptimiserSettings } from "./train/optimisers.ts";
export { filled, normal, type Parameter, parameterInput, uniform, zeros } from "./train/parameters.ts";
export { constantRate, cosineRate, type Schedule, stepRate } from "./train/schedules.ts";
export { type Carried, type Trained, type TrainingPlan, train } from "./train/train.ts";
export {
  type EpochRecord,
  openTrainingRun,
  type TrainingContext,
  type TrainingRun,
} from "./train/training-run.ts";

// Heads on vectors.

export type { Head } from "./heads/head.ts";
export {
  type Layer,
  type LayeredHead,
  layeredHead,
  predictOn,
  readLayeredHead,
} from "./heads/layered-head.ts";
export { fitLinearProbe, type ProbeOptions } from "./heads/linear-probe.ts";
export type { HeadDescription, HeadMethod } from "./heads/method.ts";
export { headMethod, headMethods } from "./heads/registry.ts";
export { type Assigned, type Assigner, assign, trainAssigner } from "./heads/soft-label-assigner.ts";
export type { HeadTraining } from "./heads/training-result.ts";
export { type NeighbourVoteOptions, neighbourVotes } from "./heads/weighted-neighbours.ts";

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

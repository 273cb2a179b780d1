/**
 * TensorFlow Lite float network → ONNX, from its picture input to one inner tensor.
 *
 * Walks back from the wanted tensor and converts only what it depends on. Knows convolutions, additions
 * and the dequantisation that widens float16 weights; anything else on the way is an error that names it.
 */
import { OnnxGraph, type TensorName } from "@imantics/learn";
import { ImanticsError } from "../../domain/errors.ts";
import {
  addConvolution,
  addPictureInput,
  addRelu6,
  addTap,
  type PixelRange,
  permuteAxes,
  type Tap,
  type Weight,
} from "./convolution.ts";
import type { TfliteModel, TfliteOperator } from "./tflite-reader.ts";

/** Numbers of the schema's `BuiltinOperator`. */
const ADD = 0;
const CONV_2D = 3;
const DEPTHWISE_CONV_2D = 4;
const DEQUANTIZE = 6;

/** Numbers of the schema's `ActivationFunctionType`. */
const activations: Readonly<Record<number, (graph: OnnxGraph, input: TensorName) => TensorName>> = {
  0: (_, input) => input,
  1: (graph, input) => graph.node("Relu", [input]),
  3: addRelu6,
};

/**
 * Converts `model` to ONNX bytes with one input `pixels` (uint8, `[batch, height, width, 3]`), which the
 * graph itself brings into the source network's `range`, and one output (`[batch, channels]`): the tensor
 * called `tap.node`, averaged over all pixels.
 * @throws ImanticsError `model-unsupported` on an unknown operator or tensor.
 */
export function convertTfliteModel(model: TfliteModel, range: PixelRange, tap: Tap): Uint8Array {
  const graph = new OnnxGraph("tflite");
  const producers = new Map(
    model.operators.flatMap((operator) => operator.outputs.map((output) => [output, operator] as const)),
  );
  const converted = new Map([[model.input, addPictureInput(graph, range)]]);

  const weightOf = (index = -1): Weight => {
    const producer = producers.get(index);
    const source = producer?.code === DEQUANTIZE ? producer.inputs[0] : index;
    const weight = model.tensors[source ?? -1]?.weight;
    if (weight === undefined) throw unsupported(`tensor ${index} is no constant`);
    return weight;
  };
  const tensorOf = (index = -1): TensorName => {
    const known = converted.get(index);
    if (known !== undefined) return known;
    const producer = producers.get(index);
    if (producer === undefined) throw unsupported(`no operator computes tensor ${index}`);
    const tensor = convertOperator(graph, producer, tensorOf, weightOf);
    converted.set(index, tensor);
    return tensor;
  };

  // Fused operators carry the names of all their parts, joined by ";"; the first is what they end with.
  const wanted = model.tensors.findIndex(
    ({ name, weight }) => weight === undefined && name.split(";")[0] === tap.node,
  );
  if (wanted === -1) throw unsupported(`no computed tensor is called "${tap.node}"`);
  addTap(graph, tensorOf(wanted), tap);
  return graph.toBytes();
}

function convertOperator(
  graph: OnnxGraph,
  operator: TfliteOperator,
  tensorOf: (index?: number) => TensorName,
  weightOf: (index?: number) => Weight,
): TensorName {
  const { code, inputs, options } = operator;
  if (code === ADD) {
    const sum = graph.node("Add", [tensorOf(inputs[0]), tensorOf(inputs[1])]);
    return activate(graph, sum, options?.int8(0, 0) ?? 0);
  }
  if (code !== CONV_2D && code !== DEPTHWISE_CONV_2D) throw unsupported(`operator ${code} is unknown`);
  const isDepthwise = code === DEPTHWISE_CONV_2D;
  // Options: padding, stride w, stride h, then (depthwise: multiplier,) activation.
  const kernel = weightOf(inputs[1]);
  const convolved = addConvolution(graph, tensorOf(inputs[0]), {
    // out × height × width × in, or 1 × height × width × channels.
    kernel: permuteAxes(kernel, isDepthwise ? [3, 0, 1, 2] : [0, 3, 1, 2]),
    bias: weightOf(inputs[2]),
    strides: [options?.int32(2, 1) ?? 1, options?.int32(1, 1) ?? 1],
    padding: (options?.int8(0, 0) ?? 0) === 0 ? "SAME" : "VALID",
    groups: isDepthwise ? (kernel.shape[3] ?? 1) : 1,
  });
  return activate(graph, convolved, options?.int8(isDepthwise ? 4 : 3, 0) ?? 0);
}

function activate(graph: OnnxGraph, input: TensorName, number: number): TensorName {
  const activation = activations[number];
  if (activation === undefined) throw unsupported(`activation ${number} is unknown`);
  return activation(graph, input);
}

function unsupported(reason: string): ImanticsError {
  return new ImanticsError(
    "model-unsupported",
    `Cannot convert the TensorFlow Lite model: ${reason}. See models/convert/tflite-to-onnx.ts.`,
  );
}

/**
 * TensorFlow Lite float network → ONNX, from its picture input to one inner tensor.
 *
 * Runs over the operators in order and stops at the wanted tensor. Knows convolutions, additions and
 * the dequantisation that widens float16 weights; anything else before the tensor is an error.
 */
import { ImanticsError } from "../../errors.ts";
import { OnnxGraph, type TensorName } from "../onnx-writer.ts";
import { addConvolution, addPooled, addRelu6, permuteAxes, type Weight } from "./convolution.ts";
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
 * Converts `model` to ONNX bytes with one input `pixels` (`[batch, 3, height, width]`) and one output
 * `output` (`[batch, channels]`): the tensor whose name ends with `tensorSuffix`, averaged over all pixels.
 * @throws ImanticsError `model-unsupported` on an unknown operator or tensor.
 */
export function convertTfliteModel(model: TfliteModel, tensorSuffix: string, output: string): Uint8Array {
  const graph = new OnnxGraph("tflite");
  const computed = new Map<number, TensorName>([
    [model.input, graph.input("pixels", "float32", ["batch", 3, "height", "width"])],
  ]);
  const widened = new Map<number, Weight>();
  const weightOf = (index: number | undefined): Weight => {
    const weight = index === undefined ? undefined : (widened.get(index) ?? model.tensors[index]?.weight);
    if (weight === undefined) throw unsupported(`tensor ${index} is no constant`);
    return weight;
  };
  const tensorOf = (index: number | undefined): TensorName => {
    const tensor = index === undefined ? undefined : computed.get(index);
    if (tensor === undefined) throw unsupported(`tensor ${index} is not computed by a known operator`);
    return tensor;
  };

  for (const operator of model.operators) {
    const [result] = operator.outputs;
    if (result === undefined) continue;
    if (operator.code === DEQUANTIZE) {
      widened.set(result, weightOf(operator.inputs[0]));
      continue;
    }
    computed.set(result, convertOperator(graph, operator, tensorOf, weightOf));
    if (model.tensors[result]?.name.endsWith(tensorSuffix)) {
      addPooled(graph, tensorOf(result), output);
      graph.output(output, "float32", ["batch", "channels"]);
      return graph.toBytes();
    }
  }
  throw unsupported(`no tensor name ends with "${tensorSuffix}"`);
}

function convertOperator(
  graph: OnnxGraph,
  operator: TfliteOperator,
  tensorOf: (index: number | undefined) => TensorName,
  weightOf: (index: number | undefined) => Weight,
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

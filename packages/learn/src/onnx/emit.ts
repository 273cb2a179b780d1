/**
 * Writes a graph down as an ONNX model: one node for each operation, or the few that make it up.
 * ONNX Runtime fuses transposes into products and biases into Gemm by itself.
 */
import { inOrder, sizeOf, type Tensor, type Window } from "../graph/tensor.ts";
import { inputsOf, type Outputs } from "../run/runner.ts";
import { OnnxGraph, type TensorName } from "./onnx-writer.ts";

/** The bytes of an `.onnx` file whose inputs and outputs have the names of the graph. */
export function toOnnx(outputs: Outputs, name = "training"): Uint8Array {
  const graph = new OnnxGraph(name);
  const ordered = inOrder(Object.values(outputs));
  inputsOf(ordered);
  const names = new Map<Tensor, TensorName>();
  for (const tensor of ordered) {
    const inputs = tensor.inputs.map((each) => names.get(each) ?? "");
    names.set(tensor, emit(graph, tensor, inputs));
  }
  for (const [output, tensor] of Object.entries(outputs)) {
    graph.output(graph.node("Identity", [names.get(tensor) ?? ""], {}, output), "float32", tensor.shape);
  }
  return graph.toBytes();
}

/** Operations that ONNX has under another name, and that need nothing said. */
const plainNodes: Readonly<Record<string, string>> = {
  negate: "Neg",
  exp: "Exp",
  log: "Log",
  sqrt: "Sqrt",
  tanh: "Tanh",
  relu: "Relu",
  erf: "Erf",
  abs: "Abs",
  add: "Add",
  subtract: "Sub",
  multiply: "Mul",
  divide: "Div",
  matmul: "MatMul",
  gather: "Gather",
  stop: "Identity",
};

function emit(
  graph: OnnxGraph,
  { operation, shape, inputs: operands }: Tensor,
  inputs: TensorName[],
): TensorName {
  switch (operation.kind) {
    case "input":
      return graph.input(operation.name, operation.holds === "indices" ? "int32" : "float32", shape);
    case "constant":
      return graph.constant(shape, Float32Array.from(operation.values));
    case "step":
      // To float32, number 1 of the element types.
      return graph.node("Cast", [graph.node("Greater", [...inputs, graph.scalar(0)])], { to: 1 });
    case "softmax":
      return graph.node("Softmax", inputs, { axis: -1 });
    case "logSoftmax":
      return graph.node("LogSoftmax", inputs, { axis: -1 });
    case "sum":
      return graph.node("ReduceSum", [...inputs, graph.integers(operation.axes)], { keepdims: 1 });
    case "max":
      return graph.node("ReduceMax", inputs, { axes: operation.axes, keepdims: 1 });
    case "reshape":
      return graph.node("Reshape", [...inputs, graph.integers(shape)]);
    case "broadcast":
      return graph.node("Expand", [...inputs, graph.integers(shape)]);
    case "transpose":
      return graph.node("Transpose", inputs, { perm: operation.order });
    case "concat":
      return graph.node("Concat", inputs, { axis: operation.axis });
    case "slice":
      return slice(graph, inputs[0], operation.axis, operation.start, shape[operation.axis]);
    case "pad": {
      const before = shape.map((_, axis) => (axis === operation.axis ? operation.before : 0));
      const after = shape.map((length, axis) => length - before[axis] - operands[0].shape[axis]);
      return graph.node("Pad", [...inputs, graph.integers([...before, ...after])]);
    }
    case "scatter":
      return scatter(graph, inputs, operands[1], shape);
    case "convolve":
      return graph.node("Conv", inputs, windowAttributes(operation.window));
    case "convolveInput":
      return convolveInput(graph, inputs, operands, shape, operation.window);
    case "convolveWeights":
      return convolveWeights(graph, inputs, shape, operation.window);
    default:
      return graph.node(plainNodes[operation.kind], inputs);
  }
}

const slice = (graph: OnnxGraph, x: TensorName, axis: number, start: number, length: number): TensorName =>
  graph.node("Slice", [x, graph.integers([start]), graph.integers([start + length]), graph.integers([axis])]);

/**
 * ScatterElements, because it adds one after the other: ScatterND adds in parallel, and rows named twice
 * would race.
 */
function scatter(
  graph: OnnxGraph,
  [rows, indices]: TensorName[],
  indexInput: Tensor,
  shape: readonly number[],
): TensorName {
  const width = sizeOf(shape.slice(1));
  const count = sizeOf(indexInput.shape);
  const zeros = graph.node("Expand", [graph.scalar(0), graph.integers([shape[0], width])]);
  const column = graph.node("Reshape", [indices, graph.integers([count, 1])]);
  const places = graph.node("Expand", [column, graph.integers([count, width])]);
  const flat = graph.node("Reshape", [rows, graph.integers([count, width])]);
  const added = graph.node("ScatterElements", [zeros, places, flat], { axis: 0, reduction: "add" });
  return graph.node("Reshape", [added, graph.integers(shape)]);
}

const windowAttributes = ({ stride, padding }: Window) => ({
  strides: [stride, stride],
  pads: [padding, padding, padding, padding],
});

/** What goes in is reached by the transposed convolution; rows that no window reached are padded. */
function convolveInput(
  graph: OnnxGraph,
  inputs: TensorName[],
  [gradient, weights]: readonly Tensor[],
  shape: readonly number[],
  window: Window,
): TensorName {
  const missing = [2, 3].map(
    (axis) =>
      shape[axis] - (window.stride * (gradient.shape[axis] - 1) + weights.shape[axis] - 2 * window.padding),
  );
  return graph.node("ConvTranspose", inputs, { ...windowAttributes(window), output_padding: missing });
}

/** A convolution over the batch: images and channels change places, strides become dilations. */
function convolveWeights(
  graph: OnnxGraph,
  [x, gradient]: TensorName[],
  shape: readonly number[],
  { stride, padding }: Window,
): TensorName {
  const turned = [x, gradient].map((each) => graph.node("Transpose", [each], { perm: [1, 0, 2, 3] }));
  const whole = graph.node("Conv", turned, {
    dilations: [stride, stride],
    pads: [padding, padding, padding, padding],
  });
  // Rows that the stride left over are no place of a weight.
  const cut = slice(graph, slice(graph, whole, 2, 0, shape[2]), 3, 0, shape[3]);
  return graph.node("Transpose", [cut], { perm: [1, 0, 2, 3] });
}

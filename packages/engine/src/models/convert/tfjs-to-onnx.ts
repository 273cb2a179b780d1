/**
 * TensorFlow.js convolutional graph model → ONNX, from its picture input to inner nodes of our choice.
 *
 * Walks back from the wanted nodes and converts only what they depend on. Knows the few operations of
 * the networks we ship (`operations` below); anything else is an error that names it.
 * Everything is channels-first in the result. Weights being convolutional, any input size works.
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
import type { TfjsModel, TfjsNode } from "./tfjs-reader.ts";

/**
 * Converts `model` to ONNX bytes with one input `pixels` (uint8, `[batch, height, width, 3]`), which
 * the graph itself brings into the source network's `range`, and one output per tap.
 * @throws ImanticsError `model-unsupported` on an unknown operation or node.
 */
export function convertTfjsModel(model: TfjsModel, range: PixelRange, taps: readonly Tap[]): Uint8Array {
  const graph = new OnnxGraph("tfjs");
  const picture = addPictureInput(graph, range);
  const converted = new Map<string, TensorName>();

  const weightOf = (name: string): Weight | undefined => model.weights.get(baseName(name));
  const tensorOf = (name: string): TensorName => {
    const base = baseName(name);
    const known = converted.get(base);
    if (known !== undefined) return known;
    const weight = weightOf(base);
    const tensor = weight === undefined ? convert(base) : addElementwiseConstant(graph, weight);
    converted.set(base, tensor);
    return tensor;
  };
  const stepOf = (name: string): number => {
    const node = model.nodes.get(baseName(name));
    const source = node?.input.find((input) => weightOf(input) === undefined);
    if (node === undefined || source === undefined) return 1;
    if (node.op === "ResizeBilinear") return pictureHeight(model) / (targetSize(weightOf, node)[0] ?? 0);
    return stepOf(source) * (node.attr.strides?.list?.i?.[1] ?? 1);
  };
  const convert = (name: string): TensorName => {
    const node = model.nodes.get(name);
    const operation = operations[node?.op ?? ""];
    if (node === undefined || operation === undefined) {
      throw new ImanticsError(
        "model-unsupported",
        `Cannot convert node "${name}" (${node?.op ?? "not in the graph"}); known operations are ` +
          `${Object.keys(operations).join(", ")}. Add it to models/convert/tfjs-to-onnx.ts.`,
      );
    }
    return operation({ graph, node, picture, tensorOf, weightOf, stepOf });
  };

  for (const tap of taps) addTap(graph, tensorOf(tap.node), tap);
  return graph.toBytes();
}

interface Conversion {
  readonly graph: OnnxGraph;
  readonly node: TfjsNode;
  /** The channels-first picture in the source network's range. */
  readonly picture: TensorName;
  readonly tensorOf: (name: string) => TensorName;
  readonly weightOf: (name: string) => Weight | undefined;
  /** How many rows of the picture one row of a node's output stands for. */
  readonly stepOf: (name: string) => number;
}

type Operation = (conversion: Conversion) => TensorName;

const operations: Readonly<Record<string, Operation>> = {
  Placeholder: ({ picture }) => picture,
  Add: elementwise("Add"),
  AddV2: elementwise("Add"),
  BiasAdd: elementwise("Add"),
  Mul: elementwise("Mul"),
  Sub: elementwise("Sub"),
  Relu: alone("Relu"),
  Relu6: ({ graph, node, tensorOf }) => addRelu6(graph, tensorOf(inputName(node, 0))),
  Sigmoid: alone("Sigmoid"),
  Identity: alone("Identity"),
  ConcatV2: joinChannels,
  ResizeBilinear: resize,
  MaxPool: poolLargest,
  Pad: padChannels,
  Mean: meanOverPixels,
  Conv2D: convolve,
  _FusedConv2D: convolve,
  DepthwiseConv2dNative: convolve,
  FusedDepthwiseConv2dNative: convolve,
};

function elementwise(operation: string): Operation {
  return ({ graph, node, tensorOf }) =>
    graph.node(operation, [tensorOf(inputName(node, 0)), tensorOf(inputName(node, 1))]);
}

function alone(operation: string): Operation {
  return ({ graph, node, tensorOf }) => graph.node(operation, [tensorOf(inputName(node, 0))]);
}

/** Only along the channels, which are the last axis there and the second here. */
function joinChannels({ graph, node, tensorOf, weightOf }: Conversion): TensorName {
  const parts = node.input.slice(0, -1);
  const axis = weightOf(node.input.at(-1) ?? "")?.data[0];
  if (axis !== 3 && axis !== -1) {
    throw new ImanticsError(
      "model-unsupported",
      `"${node.name}" joins along axis ${axis}; only 3, the channels, is known.`,
    );
  }
  return graph.node("Concat", parts.map(tensorOf), { axis: 1 });
}

/**
 * The wanted size is a constant made for one size of picture; converted to a factor it suits any whose
 * sides are multiples of the network's coarsest step.
 */
function resize({ graph, node, tensorOf, weightOf, stepOf }: Conversion): TensorName {
  if (node.attr.align_corners?.b === true) {
    throw new ImanticsError("model-unsupported", `"${node.name}" aligns corners.`);
  }
  const factor = stepOf(inputName(node, 0)) / stepOf(node.name);
  if (!(factor > 0) || !Number.isFinite(factor)) {
    throw new ImanticsError(
      "model-unsupported",
      `"${node.name}" resizes to [${targetSize(weightOf, node).join(", ")}], and the size of the picture that this is for is not known.`,
    );
  }
  const factors = graph.constant([4], Float32Array.of(1, 1, factor, factor));
  return graph.node("Resize", [tensorOf(inputName(node, 0)), "", factors], {
    mode: "linear",
    coordinate_transformation_mode: node.attr.half_pixel_centers?.b === true ? "half_pixel" : "asymmetric",
  });
}

function targetSize(weightOf: Conversion["weightOf"], node: TfjsNode): readonly number[] {
  return [...(weightOf(inputName(node, 1))?.data ?? [])];
}

/** The height that the source network was made for, or NaN when its graph does not say. */
function pictureHeight(model: TfjsModel): number {
  const placeholder = [...model.nodes.values()].find(({ op }) => op === "Placeholder");
  return placeholder?.attr.shape?.shape?.dim?.[1]?.size ?? Number.NaN;
}

/** Only the mean over height and width, kept as 1 × 1 pictures: squeeze-and-excite and the last pooling. */
function meanOverPixels({ graph, node, tensorOf, weightOf }: Conversion): TensorName {
  const axes = [...(weightOf(inputName(node, 1))?.data ?? [])];
  if (axes.join() !== "1,2" || node.attr.keep_dims?.b !== true) {
    throw new ImanticsError(
      "model-unsupported",
      `Mean node "${node.name}" runs over axes ${axes.join()}; only kept 1,2 is known.`,
    );
  }
  return graph.node("GlobalAveragePool", [tensorOf(inputName(node, 0))]);
}

function poolLargest({ graph, node, tensorOf }: Conversion): TensorName {
  return graph.node("MaxPool", [tensorOf(inputName(node, 0))], {
    kernel_shape: node.attr.ksize?.list?.i?.slice(1, 3) ?? [],
    strides: node.attr.strides?.list?.i?.slice(1, 3) ?? [],
    auto_pad: node.attr.padding?.s === "SAME" ? "SAME_UPPER" : "VALID",
  });
}

/** Only new channels of zeros, after the old ones: how a residual block widens its shortcut. */
function padChannels({ graph, node, tensorOf, weightOf }: Conversion): TensorName {
  const paddings = [...(weightOf(inputName(node, 1))?.data ?? [])];
  const added = paddings[7] ?? 0;
  if (paddings.length !== 8 || paddings.slice(0, 7).some((count) => count !== 0)) {
    throw new ImanticsError(
      "model-unsupported",
      `"${node.name}" pads by ${paddings.join(", ")}; only channels after the last are known.`,
    );
  }
  return graph.node("Pad", [tensorOf(inputName(node, 0)), graph.integers([0, 0, 0, 0, 0, added, 0, 0])]);
}

function convolve({ graph, node, tensorOf, weightOf }: Conversion): TensorName {
  const kernel = weightOf(inputName(node, 1));
  if (kernel === undefined) {
    throw new ImanticsError("model-unsupported", `The kernel of "${node.name}" is no constant.`);
  }
  const isDepthwise = node.op.includes("Depthwise");
  const [, , channels = 1, multiplier = 1] = kernel.shape;
  if (isDepthwise && multiplier !== 1) {
    throw new ImanticsError("model-unsupported", `"${node.name}" multiplies its channels by ${multiplier}.`);
  }
  const strides = node.attr.strides?.list?.i ?? [];
  const dilations = node.attr.dilations?.list?.i ?? [];
  const padding = node.attr.padding?.s;
  if (dilations.some((step) => step !== 1) || (padding !== "SAME" && padding !== "VALID")) {
    throw new ImanticsError("model-unsupported", `"${node.name}" is dilated or padded as ${padding}.`);
  }
  const fused = node.attr.fused_ops?.list?.s ?? [];
  let result = addConvolution(graph, tensorOf(inputName(node, 0)), {
    // height × width × in × out, or height × width × channels × 1.
    kernel: permuteAxes(kernel, isDepthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]),
    bias: fused.includes("BiasAdd") ? weightOf(inputName(node, 2)) : undefined,
    strides: [strides[1] ?? 1, strides[2] ?? 1],
    padding,
    groups: isDepthwise ? channels : 1,
  });
  for (const activation of fused) {
    if (activation === "BiasAdd") continue;
    else if (activation === "Relu") result = graph.node("Relu", [result]);
    else if (activation === "Relu6") result = addRelu6(graph, result);
    else throw new ImanticsError("model-unsupported", `"${node.name}" fuses ${activation}.`);
  }
  return result;
}

/** Per-channel vectors broadcast over the pixels of a channels-first picture. */
function addElementwiseConstant(graph: OnnxGraph, weight: Weight): TensorName {
  if (weight.shape.length > 1) {
    throw new ImanticsError(
      "model-unsupported",
      `A constant of shape [${weight.shape.join(", ")}] meets a picture; only scalars and channels are known.`,
    );
  }
  return graph.constant(weight.shape.length === 0 ? [] : [weight.data.length, 1, 1], weight.data);
}

/** `^name` is a control edge and `name:1` an output number; our operations have one output. */
function baseName(name: string): string {
  return name.replace(/^\^/, "").replace(/:\d+$/, "");
}

function inputName(node: TfjsNode, index: number): string {
  const name = node.input[index];
  if (name === undefined) {
    throw new ImanticsError(
      "model-unsupported",
      `Node "${node.name}" (${node.op}) has only ${node.input.length} inputs.`,
    );
  }
  return name;
}

/**
 * What both source formats share about convolutions: TensorFlow keeps pictures and kernels channels-last,
 * ONNX wants them channels-first. Converted graphs are channels-first throughout, so only weights are
 * rearranged, once, at conversion.
 */
import type { AttributeValue, OnnxGraph, TensorName } from "@imantics/learn";

/** A weight read from a source file: row-major float32 numbers with their shape. */
export interface Weight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface Convolution {
  /** Kernel in ONNX order: output channels × input channels per group × height × width. */
  readonly kernel: Weight;
  /** One number an output channel. */
  readonly bias: Weight | undefined;
  /** Vertical and horizontal step. */
  readonly strides: readonly [number, number];
  /** TensorFlow's `SAME` (pad so that size / stride survives) or `VALID` (no padding). */
  readonly padding: "SAME" | "VALID";
  /** Number of channel groups: 1, or the channel count of a depthwise convolution. */
  readonly groups: number;
}

/** How picture bytes become the numbers a network was trained on: `byte * scale + offset`. */
export interface PixelRange {
  readonly scale: number;
  readonly offset: number;
}

/**
 * Declares the input `pixels`, interleaved RGB bytes (`[batch, height, width, 3]`), and returns the
 * channels-first float32 picture in the network's number range.
 */
export function addPictureInput(graph: OnnxGraph, { scale, offset }: PixelRange): TensorName {
  const bytes = graph.input("pixels", "uint8", ["batch", "height", "width", 3]);
  const floats = graph.node("Cast", [bytes], { to: 1 });
  const picture = graph.node("Transpose", [floats], { perm: [0, 3, 1, 2] });
  const scaled = graph.node("Mul", [picture, graph.scalar(scale)]);
  return graph.node("Add", [scaled, graph.scalar(offset)]);
}

/** Adds a convolution of `input` to the graph. */
export function addConvolution(graph: OnnxGraph, input: TensorName, convolution: Convolution): TensorName {
  const { kernel, bias, strides, padding, groups } = convolution;
  const attributes: Record<string, AttributeValue> = {
    strides,
    group: groups,
    kernel_shape: kernel.shape.slice(2),
    auto_pad: padding === "SAME" ? "SAME_UPPER" : "VALID",
  };
  const inputs = [input, graph.constant(kernel.shape, kernel.data)];
  if (bias !== undefined) inputs.push(graph.constant(bias.shape, bias.data));
  return graph.node("Conv", inputs, attributes);
}

/** Adds `min(max(input, 0), 6)`. */
export function addRelu6(graph: OnnxGraph, input: TensorName): TensorName {
  return graph.node("Clip", [input, graph.scalar(0), graph.scalar(6)]);
}

/** A node to read. */
export interface Tap {
  /** Name of the node in the source graph. */
  readonly node: string;
  /** Name of the output in the ONNX model. */
  readonly output: string;
  /**
   * `mean`: averaged over all pixels, `[batch, channels]`. `map`: as it is, `[batch, channels, height, width]`.
   * Default `mean`.
   */
  readonly form?: "mean" | "map";
}

/** Makes `tensor` an output of the graph, under the tap's name and in its form. */
export function addTap(graph: OnnxGraph, tensor: TensorName, { output, form = "mean" }: Tap): void {
  if (form === "map") {
    graph.node("Identity", [tensor], {}, output);
    const sides = [`height of ${output}`, `width of ${output}`];
    graph.output(output, "float32", ["batch", `channels of ${output}`, ...sides]);
    return;
  }
  graph.node("Flatten", [graph.node("GlobalAveragePool", [tensor])], { axis: 1 }, output);
  graph.output(output, "float32", ["batch", `channels of ${output}`]);
}

/** Rearranges the axes of a four-dimensional weight: axis `i` of the result is axis `order[i]` of `weight`. */
export function permuteAxes(weight: Weight, order: readonly [number, number, number, number]): Weight {
  const sizes = order.map((axis) => weight.shape[axis] ?? 1);
  const steps = order.map((axis) =>
    weight.shape.slice(axis + 1).reduce((product, length) => product * length, 1),
  );
  const [s0 = 1, s1 = 1, s2 = 1, s3 = 1] = sizes;
  const [t0 = 0, t1 = 0, t2 = 0, t3 = 0] = steps;
  const data = new Float32Array(weight.data.length);
  let next = 0;
  for (let a = 0; a < s0; a++)
    for (let b = 0; b < s1; b++)
      for (let c = 0; c < s2; c++)
        for (let d = 0; d < s3; d++) data[next++] = weight.data[a * t0 + b * t1 + c * t2 + d * t3] ?? 0;
  return { shape: sizes, data };
}

/**
 * What both source formats share about convolutions: TensorFlow keeps pictures and kernels channels-last,
 * ONNX wants them channels-first. Converted graphs are channels-first throughout, so only weights are
 * rearranged, once, at conversion.
 */
import type { AttributeValue, OnnxGraph, TensorName } from "../onnx-writer.ts";

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

/** Adds the mean over all pixels: batch × channels × height × width → batch × channels. */
export function addPooled(graph: OnnxGraph, input: TensorName, output: string): TensorName {
  return graph.node("Flatten", [graph.node("GlobalAveragePool", [input])], { axis: 1 }, output);
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

/**
 * Heads as a list of layers: what every trained network on vectors comes down to. One implementation
 * predicts, saves and reads all of them, and writes them as ONNX.
 */
import { type Matrix, matrix, normaliseRows, row, rowRange, squaredDistance } from "@imantics/core";
import { dense, normaliseLength } from "../graph/layers.ts";
import { studentLogShares } from "../graph/losses.ts";
import { constant, exp, input, multiply, relu, softmax, subtract } from "../graph/operations.ts";
import type { Tensor } from "../graph/tensor.ts";
import { toOnnx } from "../onnx/emit.ts";
import type { GraphRunner } from "../run/runner.ts";
import { type Arrays, packArrays, unpackArrays } from "../train/named-arrays.ts";
import type { Head } from "./head.ts";

export type Layer =
  /** (x − shift) · scale, column by column. */
  | { readonly kind: "standardise"; readonly shift: Float32Array; readonly scale: Float32Array }
  /** x · weights + bias; weights in × out. */
  | { readonly kind: "dense"; readonly weights: Matrix; readonly bias: Float32Array; readonly relu: boolean }
  /** Rows to unit length. */
  | { readonly kind: "unit" }
  | { readonly kind: "softmax" }
  /** Student's t shares of centres, as DEC has them. */
  | { readonly kind: "student"; readonly centres: Matrix };

/** A head whose layers can be looked at, and that can leave as an ONNX model. */
export interface LayeredHead extends Head {
  readonly layers: readonly Layer[];
  /** An `.onnx` file that takes `vectors` [rows × inputColumns] and gives `scores`; `rows` at a time. */
  toOnnx(rows: number): Uint8Array;
}

/** @throws RangeError when a layer does not take what the one before it gives. */
export function layeredHead(kind: string, layers: readonly Layer[]): LayeredHead {
  let width: number | undefined;
  let inputColumns = 0;
  for (const layer of layers) {
    const [takes, gives] = widthsOf(layer) ?? [width, width];
    if (takes === undefined || gives === undefined || (width !== undefined && takes !== width)) {
      throw new RangeError(
        `A layer "${layer.kind}" takes ${takes ?? "unknown"} numbers, but the layer before it gives ${width ?? "none"}.`,
      );
    }
    if (width === undefined) inputColumns = takes;
    width = gives;
  }
  if (width === undefined) throw new RangeError("A head needs at least one layer; got none.");
  const outputColumns = width;
  return {
    kind,
    layers,
    inputColumns,
    outputColumns,
    predict(vectors) {
      if (vectors.columns !== inputColumns) {
        throw new RangeError(
          `These vectors have ${vectors.columns} numbers; the head takes ${inputColumns}. Use the encoder that it was trained on.`,
        );
      }
      return layers.reduce(applyLayer, vectors);
    },
    toBytes: () => packArrays({ headOf: kind, layers: layers.map(factsOf) }, arraysOf(layers)),
    toOnnx: (rows) =>
      toOnnx({ scores: layers.reduce(layerTensor, input("vectors", [rows, inputColumns])) }, kind),
  };
}

/** Rows that one run of a compiled head takes. */
const CHUNK = 1024;

/**
 * The same scores as `predict`, but for float32 rounding, computed by `runner`: for many rows or wide
 * layers many times faster.
 */
export async function predictOn(head: LayeredHead, vectors: Matrix, runner: GraphRunner): Promise<Matrix> {
  const rows = Math.min(CHUNK, vectors.rows);
  const scores = matrix(vectors.rows, head.outputColumns);
  const compiled = await runner.compile({
    scores: head.layers.reduce(layerTensor, input("vectors", [rows, head.inputColumns])),
  });
  try {
    for (let start = 0; start < vectors.rows; start += rows) {
      // The last chunk ends with the vectors, and so may do some of them again.
      const from = Math.min(start, vectors.rows - rows);
      const found = await compiled.run({ vectors: rowRange(vectors, from, from + rows).data });
      scores.data.set(found.scores, from * head.outputColumns);
    }
  } finally {
    await compiled.close();
  }
  return scores;
}

/** What a layer takes and gives; null when it takes any width and keeps it. */
function widthsOf(layer: Layer): readonly [number, number] | null {
  if (layer.kind === "standardise") return [layer.shift.length, layer.shift.length];
  if (layer.kind === "dense") return [layer.weights.rows, layer.weights.columns];
  return layer.kind === "student" ? [layer.centres.columns, layer.centres.rows] : null;
}

function applyLayer(x: Matrix, layer: Layer): Matrix {
  switch (layer.kind) {
    case "unit":
      return normaliseRows(x);
    case "standardise":
      return eachRow(x, x.columns, (values, result) => {
        for (let j = 0; j < values.length; j++) result[j] = (values[j] - layer.shift[j]) * layer.scale[j];
      });
    case "dense":
      return eachRow(x, layer.weights.columns, denseRow(layer));
    case "softmax":
      return eachRow(x, x.columns, softmaxRow);
    case "student":
      return eachRow(x, layer.centres.rows, (values, result) => {
        for (let c = 0; c < result.length; c++) {
          result[c] = -Math.log(1 + squaredDistance(values, row(layer.centres, c)));
        }
        softmaxRow(result, result);
      });
  }
}

function eachRow(
  x: Matrix,
  columns: number,
  apply: (values: Float32Array, result: Float32Array) => void,
): Matrix {
  const results = matrix(x.rows, columns);
  for (let i = 0; i < x.rows; i++) apply(row(x, i), row(results, i));
  return results;
}

const denseRow =
  ({ weights, bias, relu: isRectified }: Extract<Layer, { kind: "dense" }>) =>
  (values: Float32Array, result: Float32Array): void => {
    const sums = Float64Array.from(bias);
    for (let p = 0; p < values.length; p++) {
      const factor = values[p];
      if (factor === 0) continue;
      const start = p * weights.columns;
      for (let j = 0; j < sums.length; j++) sums[j] += factor * weights.data[start + j];
    }
    for (let j = 0; j < sums.length; j++) result[j] = isRectified ? Math.max(0, sums[j]) : sums[j];
  };

function softmaxRow(values: Float32Array, result: Float32Array): void {
  let largest = -Infinity;
  for (const value of values) largest = Math.max(largest, value);
  let total = 0;
  for (const value of values) total += Math.exp(value - largest);
  for (let j = 0; j < values.length; j++) result[j] = Math.exp(values[j] - largest) / total;
}

function layerTensor(x: Tensor, layer: Layer): Tensor {
  switch (layer.kind) {
    case "unit":
      return normaliseLength(x);
    case "standardise": {
      const [shift, scale] = [layer.shift, layer.scale].map((each) => constant(each, [each.length]));
      return multiply(subtract(x, shift), scale);
    }
    case "dense": {
      const { weights, bias } = layer;
      const summed = dense(x, matrixConstant(weights), constant(bias, [bias.length]));
      return layer.relu ? relu(summed) : summed;
    }
    case "softmax":
      return softmax(x);
    case "student":
      return exp(studentLogShares(x, matrixConstant(layer.centres)));
  }
}

const matrixConstant = ({ rows, columns, data }: Matrix): Tensor => constant(data, [rows, columns]);

interface LayerFacts {
  readonly kind: string;
  readonly rows?: number;
  readonly relu?: boolean;
}

function factsOf(layer: Layer): LayerFacts {
  if (layer.kind === "dense") return { kind: layer.kind, rows: layer.weights.rows, relu: layer.relu };
  return layer.kind === "student" ? { kind: layer.kind, rows: layer.centres.rows } : { kind: layer.kind };
}

function arraysOf(layers: readonly Layer[]): Arrays {
  return Object.fromEntries(
    layers.flatMap((layer, i): [string, Float32Array][] => {
      if (layer.kind === "dense")
        return [
          [`${i}/weights`, layer.weights.data],
          [`${i}/bias`, layer.bias],
        ];
      if (layer.kind === "standardise")
        return [
          [`${i}/shift`, layer.shift],
          [`${i}/scale`, layer.scale],
        ];
      return layer.kind === "student" ? [[`${i}/centres`, layer.centres.data]] : [];
    }),
  );
}

/** @throws RangeError when the bytes hold no layered head, or are damaged. */
export function readLayeredHead(bytes: Uint8Array): LayeredHead {
  const { facts, arrays } = unpackArrays(bytes);
  if (typeof facts !== "object" || facts === null || !("headOf" in facts && "layers" in facts)) {
    throw new RangeError("These bytes hold no head of layers; expected what `toBytes` of such a head gave.");
  }
  // The checksum of `unpackArrays` says that `toBytes` above wrote this.
  const { headOf, layers } = facts as { headOf: string; layers: readonly LayerFacts[] };
  return layeredHead(
    headOf,
    layers.map((each, i) => readLayer(each, arrays, i)),
  );
}

function readLayer(
  { kind, rows = 0, relu: isRectified = false }: LayerFacts,
  arrays: Arrays,
  i: number,
): Layer {
  const table = (name: string) => matrix(rows, arrays[`${i}/${name}`].length / rows, arrays[`${i}/${name}`]);
  switch (kind) {
    case "standardise":
      return { kind, shift: arrays[`${i}/shift`], scale: arrays[`${i}/scale`] };
    case "dense":
      return { kind, weights: table("weights"), bias: arrays[`${i}/bias`], relu: isRectified };
    case "student":
      return { kind, centres: table("centres") };
    case "unit":
    case "softmax":
      return { kind };
    default:
      throw new RangeError(`There is no layer "${kind}"; this head was written by a newer program.`);
  }
}

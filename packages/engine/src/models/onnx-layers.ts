/**
 * Looks inside a foreign ONNX file just enough to take a vector from an inner layer: which tensors feed
 * the matrix products before the outputs, and the same graph ending at such a tensor instead.
 *
 * Classifiers are published with class scores as their only output; the vector that the source documents
 * use is the layer before. Reads three messages of `onnx.proto3` (model, graph, node) and copies every
 * other byte as it is. ONNX Runtime then leaves out what no longer leads anywhere.
 */
import { ProtobufWriter } from "@imantics/learn";
import { ImanticsError } from "../domain/errors.ts";

/** Field numbers of `onnx.proto3`. */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_OUTPUT = 12;
const NODE_INPUT = 1;
const NODE_OUTPUT = 2;
const NODE_OPERATION = 4;
const VALUE_NAME = 1;

/** Nodes that turn one layer into the next; everything between them keeps or reshapes it. */
const layerOperations = new Set(["Gemm", "MatMul", "Conv"]);
/** Layers that are looked at, from the outputs back. */
const LAYERS = 12;

const decoder = new TextDecoder();

interface Field {
  readonly number: number;
  /** The whole field, with its tag. */
  readonly raw: Uint8Array;
  /** What it holds; empty for numbers, which nobody here reads. */
  readonly value: Uint8Array;
}

/**
 * Names of the tensors that feed the last layers, nearest to the outputs first, at most twelve.
 * O(nodes); weights are not read.
 * @throws ImanticsError `model-invalid` when the bytes are no ONNX model.
 */
export function layersFromTheEnd(model: Uint8Array): readonly string[] {
  const producers = new Map<string, { readonly operation: string; readonly inputs: readonly string[] }>();
  let waiting: string[] = [];
  for (const { number, value } of fieldsOf(graphOf(model))) {
    if (number === GRAPH_OUTPUT) waiting.push(textIn(value, VALUE_NAME)[0] ?? "");
    if (number !== GRAPH_NODE) continue;
    const inputs = textIn(value, NODE_INPUT);
    const [operation = ""] = textIn(value, NODE_OPERATION);
    for (const output of textIn(value, NODE_OUTPUT)) producers.set(output, { operation, inputs });
  }
  const layers: string[] = [];
  const seen = new Set<string>();
  while (waiting.length > 0 && layers.length < LAYERS) {
    const next: string[] = [];
    for (const tensor of waiting) {
      const producer = producers.get(tensor);
      if (producer === undefined || seen.has(tensor)) continue;
      seen.add(tensor);
      const [first] = producer.inputs;
      if (layerOperations.has(producer.operation) && first !== undefined && producers.has(first)) {
        layers.push(first);
      }
      next.push(...producer.inputs);
    }
    waiting = next;
  }
  return [...new Set(layers)].slice(0, LAYERS);
}

/**
 * Names of the tensors that may be attention maps, in the order of the graph: what a softmax makes, and
 * outputs that are called so. O(nodes).
 * @throws ImanticsError `model-invalid` when the bytes are no ONNX model.
 */
export function attentionTensors(model: Uint8Array): readonly string[] {
  const tensors = new Set<string>();
  for (const { number, value } of fieldsOf(graphOf(model))) {
    if (number === GRAPH_NODE && textIn(value, NODE_OPERATION)[0] === "Softmax") {
      for (const output of textIn(value, NODE_OUTPUT)) tensors.add(output);
    } else if (number === GRAPH_OUTPUT) {
      for (const output of textIn(value, VALUE_NAME)) if (/attention/i.test(output)) tensors.add(output);
    }
  }
  return [...tensors];
}

/** The same model with these tensors as its only outputs. Their types are for ONNX Runtime to find. */
export function withOutputs(model: Uint8Array, tensors: readonly string[]): Uint8Array {
  const graph = new ProtobufWriter();
  for (const { number, raw } of fieldsOf(graphOf(model))) if (number !== GRAPH_OUTPUT) graph.raw(raw);
  for (const tensor of tensors) graph.message(GRAPH_OUTPUT, (value) => value.text(VALUE_NAME, tensor));
  const cut = new ProtobufWriter();
  for (const { number, raw } of fieldsOf(model)) if (number !== MODEL_GRAPH) cut.raw(raw);
  return cut.embed(MODEL_GRAPH, graph).finish();
}

function graphOf(model: Uint8Array): Uint8Array {
  for (const { number, value } of fieldsOf(model)) if (number === MODEL_GRAPH) return value;
  throw notOnnx();
}

function textIn(message: Uint8Array, wanted: number): string[] {
  const texts: string[] = [];
  for (const { number, value } of fieldsOf(message)) if (number === wanted) texts.push(decoder.decode(value));
  return texts;
}

/** The fields of a protobuf message, as views. */
function* fieldsOf(message: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++];
      // Negative numbers take ten bytes; nobody reads them, so their lost digits do not matter.
      if (byte === undefined || shift > 2 ** 63) throw notOnnx();
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const start = at;
    const tag = varint();
    const wire = tag % 8;
    let from = at;
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = varint();
      from = at;
      at += length;
    } else throw notOnnx();
    if (at > message.length) throw notOnnx();
    const value = message.subarray(wire === 2 ? from : at, at);
    yield { number: Math.floor(tag / 8), raw: message.subarray(start, at), value };
  }
}

function notOnnx(): ImanticsError {
  return new ImanticsError(
    "model-invalid",
    "The file is no ONNX model, or it is cut off. Export or download it again.",
  );
}

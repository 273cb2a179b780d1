/**
 * Builds ONNX models in memory: constants, nodes, inputs, outputs, bytes. No dependency, no schema
 * compiler. Used wherever we make a graph ourselves (converters, kernels, test fixtures).
 *
 * Leaves out subgraphs (`If`, `Loop`), sequences, quantisation metadata, external data (so 2 GB is the
 * ceiling) and every check that ONNX Runtime performs at load anyway.
 * Field numbers are those of `onnx.proto3` (ONNX project, Apache-2.0).
 *
 * ```ts
 * const graph = new OnnxGraph("product");
 * const x = graph.input("x", "float32", ["rows", 3]);
 * const w = graph.constant([3, 2], Float32Array.of(1, 2, 3, 4, 5, 6));
 * graph.output(graph.node("MatMul", [x, w], {}, "y"), "float32", ["rows", 2]);
 * const session = await openSession(graph.toBytes());
 * ```
 */
import { ProtobufWriter } from "./protobuf-writer.ts";

/** The numbers of `TensorProto.DataType`. */
const elementTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const;

export type ElementType = keyof typeof elementTypes;

/** Data of a constant. Its element type follows from the array; `float16` and `bool` must be said. */
export type ConstantData = Float32Array | Int32Array | BigInt64Array | Uint8Array | Int8Array | Uint16Array;

/** Sizes of a tensor; a name stands for a size known only when the graph runs. */
export type Shape = readonly (number | string)[];

/** A plain number is an `int` attribute: ONNX never converts, so floats must say that they are floats. */
export type AttributeValue =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] };

/** The name of a tensor inside a graph, as returned by `input`, `constant` and `node`. */
export type TensorName = string;

const IR_VERSION = 8;
const DEFAULT_OPSET = 17;

export class OnnxGraph {
  readonly name: string;
  readonly #nodes: ProtobufWriter[] = [];
  readonly #constants: ProtobufWriter[] = [];
  readonly #inputs: ProtobufWriter[] = [];
  readonly #outputs: ProtobufWriter[] = [];
  #nameCount = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Declares an input of the graph. */
  input(name: string, type: ElementType, shape: Shape): TensorName {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  /** Declares a tensor that a node has made as an output of the graph. Without `shape` the rank is open. */
  output(name: TensorName, type: ElementType, shape?: Shape): void {
    this.#outputs.push(valueInfo(name, type, shape));
  }

  /**
   * Adds a weight. `data` is kept, not copied. An empty `shape` makes a scalar.
   * @throws RangeError when `shape` and `data.length` disagree.
   */
  constant(
    shape: readonly number[],
    data: ConstantData,
    options: { type?: ElementType; name?: string } = {},
  ): TensorName {
    const size = shape.reduce((product, length) => product * length, 1);
    if (size !== data.length) {
      throw new RangeError(
        `A constant of shape [${shape.join(", ")}] needs ${size} numbers, got ${data.length}.`,
      );
    }
    const name = options.name ?? this.#fresh("constant");
    const tensor = new ProtobufWriter();
    for (const length of shape) tensor.integer(1, length);
    tensor
      .integer(2, elementTypes[options.type ?? elementTypeOf(data)])
      .text(8, name)
      .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    this.#constants.push(tensor);
    return name;
  }

  /** A float32 scalar. */
  scalar(value: number): TensorName {
    return this.constant([], Float32Array.of(value));
  }

  /** A one-dimensional int64 constant: what shapes, axes and slices are given as. */
  integers(values: readonly number[]): TensorName {
    return this.constant([values.length], BigInt64Array.from(values, BigInt));
  }

  /** Adds a node with one output and returns its name. An empty input name skips an optional input. */
  node(
    operation: string,
    inputs: readonly TensorName[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    output: string = this.#fresh(operation),
  ): TensorName {
    this.nodeWithOutputs(operation, inputs, attributes, [output]);
    return output;
  }

  /** Adds a node with several outputs, such as `TopK`, under the names given. */
  nodeWithOutputs(
    operation: string,
    inputs: readonly TensorName[],
    attributes: Readonly<Record<string, AttributeValue>>,
    outputs: readonly string[],
  ): void {
    const node = new ProtobufWriter();
    for (const input of inputs) node.text(1, input);
    for (const output of outputs) node.text(2, output);
    node.text(3, `${operation}:${outputs[0] ?? ""}`).text(4, operation);
    for (const [name, value] of Object.entries(attributes)) {
      node.message(5, (message) => writeAttribute(message, name, value));
    }
    this.#nodes.push(node);
  }

  /** The model as the bytes of an `.onnx` file. */
  toBytes(options: { opset?: number } = {}): Uint8Array {
    const model = new ProtobufWriter().integer(1, IR_VERSION).text(2, "imantics");
    model.message(7, (graph) => {
      for (const node of this.#nodes) graph.embed(1, node);
      graph.text(2, this.name);
      for (const constant of this.#constants) graph.embed(5, constant);
      for (const input of this.#inputs) graph.embed(11, input);
      for (const output of this.#outputs) graph.embed(12, output);
    });
    model.message(8, (opset) => opset.text(1, "").integer(2, options.opset ?? DEFAULT_OPSET));
    return model.finish();
  }

  #fresh(stem: string): string {
    return `${stem}_${this.#nameCount++}`;
  }
}

function elementTypeOf(data: ConstantData): ElementType {
  if (data instanceof Float32Array) return "float32";
  if (data instanceof Int32Array) return "int32";
  if (data instanceof BigInt64Array) return "int64";
  if (data instanceof Int8Array) return "int8";
  if (data instanceof Uint16Array) return "float16";
  return "uint8";
}

function valueInfo(name: string, type: ElementType, shape?: Shape): ProtobufWriter {
  return new ProtobufWriter().text(1, name).message(2, (value) =>
    value.message(1, (tensor) => {
      tensor.integer(1, elementTypes[type]);
      if (shape === undefined) return;
      tensor.message(2, (dimensions) => {
        for (const length of shape) {
          dimensions.message(1, (dimension) =>
            typeof length === "number" ? dimension.integer(1, length) : dimension.text(2, length),
          );
        }
      });
    }),
  );
}

/** `AttributeProto`: name, one value field, and the type that says which field counts. */
function writeAttribute(message: ProtobufWriter, name: string, value: AttributeValue): void {
  message.text(1, name);
  if (typeof value === "number") {
    message.integer(3, value).integer(20, 2);
  } else if (typeof value === "string") {
    message.text(4, value).integer(20, 3);
  } else if (isIntegerList(value)) {
    for (const item of value) message.integer(8, item);
    message.integer(20, 7);
  } else if ("float" in value) {
    message.float(2, value.float).integer(20, 1);
  } else {
    for (const item of value.floats) message.float(7, item);
    message.integer(20, 6);
  }
}

function isIntegerList(value: AttributeValue): value is readonly number[] {
  return Array.isArray(value);
}

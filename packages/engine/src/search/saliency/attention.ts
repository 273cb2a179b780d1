/**
 * Where a vision transformer looks: the attention of its last layer from the token that becomes the
 * vector to every patch of the picture, one map a head. After Caron et al. (2021), DINO, figure 1.
 *
 * Published ONNX files give no attentions, but they compute them: the graph is opened a second time with
 * its last softmax as the only output. Leaves out graphs in which attention is one fused operation,
 * windows that do not see the whole picture (Swin), and weights kept in a file beside the graph.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Matrix, matrix } from "@imantics/core";
import { resizeCover, resizeSqueezed } from "../../decode/resize.ts";
import type { Box } from "../../domain/box.ts";
import type { Pixels } from "../../domain/pixels.ts";
import { readManifest } from "../../models/manifest.ts";
import type { LoaderKind } from "../../models/model-entry.ts";
import { attentionTensors, withOutputs } from "../../models/onnx-layers.ts";
import { inputSize, type Preprocessing, readPreprocessing, toPlanes } from "../../models/preprocessing.ts";
import type { FoundModel } from "../../models/resolve.ts";
import { openSession, type SessionTensor } from "../../models/sessions.ts";
import { drawnPicture } from "../../models/trial-run.ts";

export interface AttentionMaps {
  /** One a head, rows × columns of patches, 0..1. What a head gives to tokens that are no patch is missing. */
  readonly heads: readonly Matrix[];
  /** The part of the picture that the patches cover. */
  readonly area: Box;
}

export interface AttentionReader {
  /** Costs about one encoding. */
  read(picture: Pixels): Promise<AttentionMaps>;
  close(): Promise<void>;
}

interface Graph {
  readonly path: string;
  readonly input: string;
  readonly preprocessing: Preprocessing;
}

/** Tensors from the end that are tried: behind the last attention there may be class probabilities. */
const TRIED = 2;
/** Tokens that are no patch: the class token, DeiT's teacher, DINOv2's registers. */
const MOST_OTHER_TOKENS = 8;

/**
 * Opens the attention of a model. Null where the model has none that is understood: it is no transformer,
 * or of a form left out above. Holds the image network in memory once more, until it is closed.
 * @throws ImanticsError `model-invalid` when its files are damaged.
 */
export async function openAttention(found: FoundModel, threads: number): Promise<AttentionReader | null> {
  const graph = await graphOf(found);
  if (graph === null) return null;
  const model = await readFile(graph.path);
  const tensors = attentionTensors(model).slice(-TRIED).reverse();
  if (tensors.length === 0) return null;
  const session = await openSession(withOutputs(model, tensors), { threads }).catch(() => null);
  if (session === null) return null;

  const { preprocessing, input } = graph;
  const run = async (picture: Pixels, outputs: readonly string[]) => {
    const { fit, size } = preprocessing.resize;
    const resized = await (fit === "cover" ? resizeCover : resizeSqueezed)(picture, size);
    const { width, height } = inputSize(preprocessing);
    return session.run(
      { [input]: { shape: [1, 3, height, width], data: toPlanes([resized], preprocessing) } },
      outputs,
    );
  };
  const trial = await run(drawnPicture(), tensors).catch(() => null);
  const tensor = trial && tensors.find((name) => headsIn(trial[name]) !== null);
  if (tensor == null) {
    await session.close();
    return null;
  }
  return {
    read: async (picture) => ({
      heads: headsIn((await run(picture, [tensor]))[tensor]) ?? [],
      area: seenArea(picture, preprocessing),
    }),
    close: () => session.close(),
  };
}

const graphNames: Partial<Readonly<Record<LoaderKind, string>>> = {
  clip: "vision_model",
  siglip: "vision_model",
  vision: "model",
};

async function graphOf({ entry, folder, variant }: FoundModel): Promise<Graph | null> {
  if (folder === null) return null;
  const name = graphNames[entry.loader];
  if (name !== undefined) {
    return {
      path: join(folder, "onnx", `${name}${variant === "q8" ? "_quantized" : ""}.onnx`),
      input: "pixel_values",
      preprocessing: await readPreprocessing(join(folder, "preprocessor_config.json")),
    };
  }
  const imported = (await readManifest(folder))?.imported?.graph;
  if (imported == null || imported.layout !== "nchw") return null;
  const { file, input, size, mean, deviation } = imported;
  const resize = { fit: "cover", size } as const;
  return {
    path: join(folder, file),
    input,
    preprocessing: { resize, crop: null, scale: 1 / 255, mean, deviation },
  };
}

/**
 * The first query's attention to a square of patches, which are the last tokens. Queries are all tokens,
 * the class token first, or the one probe of a pool (SigLIP). Shapes: 1 × heads × queries × tokens, or
 * without the 1, as older exports have it. Null for any other tensor.
 */
function headsIn(tensor: SessionTensor | undefined): Matrix[] | null {
  const data = tensor?.data;
  if (tensor === undefined || !(data instanceof Float32Array)) return null;
  const shape = tensor.shape.length === 4 && tensor.shape[0] === 1 ? tensor.shape.slice(1) : tensor.shape;
  const [heads = 0, queries = 0, tokens = 0] = shape;
  if (shape.length !== 3 || (queries !== 1 && queries !== tokens)) return null;
  const side = Math.floor(Math.sqrt(queries === 1 ? tokens : tokens - 1));
  const others = tokens - side * side;
  if (side < 2 || others > MOST_OTHER_TOKENS) return null;
  return Array.from({ length: heads }, (_, head) => {
    const from = head * queries * tokens + others;
    const map = matrix(side, side);
    map.data.set(data.subarray(from, from + side * side));
    return map;
  });
}

/** What is left of a picture after it was resized and cropped. */
function seenArea({ width, height }: Pixels, preprocessing: Preprocessing): Box {
  const { fit, size } = preprocessing.resize;
  const seen = inputSize(preprocessing);
  const short = fit === "cover" ? Math.min(width, height) : null;
  const across = ((short ?? width) / width) * (seen.width / size);
  const down = ((short ?? height) / height) * (seen.height / size);
  return { x: (1 - across) / 2, y: (1 - down) / 2, width: across, height: down };
}

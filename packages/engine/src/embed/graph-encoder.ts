/**
 * The encoder of an imported model that is a single ONNX graph: one input of pixels, one output that is
 * the vector. It takes no words.
 */
import { join } from "node:path";
import type { Matrix } from "@imantics/core";
import { resizeCover } from "../decode/resize.ts";
import { ImanticsError } from "../errors.ts";
import { type GraphSettings, readManifest } from "../models/manifest.ts";
import { pool } from "../models/pooling.ts";
import { type Preprocessing, toPlanes } from "../models/preprocessing.ts";
import { type FoundModel, revisionOf } from "../models/resolve.ts";
import { openSession, type Session } from "../models/sessions.ts";
import type { ModelSettings } from "../models/settings.ts";
import type { Encoder, Pixels, Pooling } from "./encoder.ts";
import { requireDimension, textNotSupported } from "./encoder-checks.ts";
import { once } from "./once.ts";
import { shortDigest, spaceOf } from "./space.ts";

/** Opens the encoder of an imported graph; the graph loads on first use. */
export async function openGraphEncoder(
  found: FoundModel & { readonly folder: string },
  settings: ModelSettings,
  threads: number,
): Promise<Encoder> {
  const { entry, folder } = found;
  const graph = (await readManifest(folder))?.imported?.graph;
  if (graph == null) {
    throw new ImanticsError(
      "model-invalid",
      `The manifest in ${folder} does not describe a graph. Remove the model and import it again.`,
    );
  }
  const space = spaceOf({
    model: entry.id,
    revision: await revisionOf(found, settings),
    preprocessing: shortDigest(JSON.stringify(graph)),
    pooling: entry.pooling,
    dimension: entry.dimension,
    acceptsText: false,
  });
  const session = once(() => openSession(join(folder, graph.file), { threads }));
  return {
    space,
    async encodeImages(images) {
      if (images.length === 0) return { rows: 0, columns: entry.dimension, data: new Float32Array(0) };
      return requireDimension(await runGraph(await session.get(), graph, entry.pooling, images), entry);
    },
    async encodeTexts() {
      throw textNotSupported(entry.title);
    },
    close: () => session.end((open) => open.close()),
  };
}

/** Pictures through a graph to unit vectors. */
export async function runGraph(
  session: Session,
  graph: GraphSettings,
  pooling: Pooling,
  images: readonly Pixels[],
): Promise<Matrix> {
  const { size, layout, input, output } = graph;
  const resized = await Promise.all(images.map((image) => resizeCover(image, size)));
  const planes = toPlanes(resized, preprocessingOf(graph));
  const count = images.length;
  const feed =
    layout === "nchw"
      ? { shape: [count, 3, size, size], data: planes }
      : { shape: [count, size, size, 3], data: channelsLast(planes, count, size * size) };
  const { [output]: found } = await session.run({ [input]: feed }, [output]);
  if (found === undefined || !(found.data instanceof Float32Array)) {
    throw new ImanticsError(
      "model-invalid",
      `Output "${output}" is not float32. Import the model again with another output.`,
    );
  }
  return pool({ shape: withoutLoneSides(found.shape), data: found.data }, pooling);
}

function preprocessingOf({ size, mean, deviation }: GraphSettings): Preprocessing {
  return { resize: { fit: "cover", size }, crop: null, scale: 1 / 255, mean, deviation };
}

function channelsLast(planes: Float32Array, count: number, plane: number): Float32Array {
  const turned = new Float32Array(planes.length);
  for (let image = 0; image < count; image++) {
    for (let channel = 0; channel < 3; channel++) {
      const from = (image * 3 + channel) * plane;
      for (let i = 0; i < plane; i++) turned[(image * plane + i) * 3 + channel] = planes[from + i]!;
    }
  }
  return turned;
}

/** Rows × columns × 1 × 1, as convolutional networks end, is rows × columns. */
export function withoutLoneSides(shape: readonly number[]): readonly number[] {
  return shape.length === 4 && shape[2] === 1 && shape[3] === 1 ? shape.slice(0, 2) : shape;
}

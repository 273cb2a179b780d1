/** Pictures through a single ONNX graph to unit vectors, as its settings say. */
import type { Matrix } from "@imantics/core";
import { resizeCover } from "../decode/resize.ts";
import { ImanticsError } from "../domain/errors.ts";
import type { Pixels } from "../domain/pixels.ts";
import type { Pooling } from "../domain/space.ts";
import type { GraphSettings } from "./manifest.ts";
import { pool } from "./pooling.ts";
import { type Preprocessing, toPlanes } from "./preprocessing.ts";
import type { Session } from "./sessions.ts";

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

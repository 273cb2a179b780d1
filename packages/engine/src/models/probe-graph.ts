/**
 * Finds out how a single ONNX graph wants its pixels and which output or inner layer is the vector, by
 * showing it a drawn picture in the usual sizes. What is given is not guessed; what is guessed is said.
 *
 * Mean and deviation cannot be seen from outside: they are ImageNet's unless given.
 */
import { readFile } from "node:fs/promises";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import type { GraphSettings, ImportedModel } from "./manifest.ts";
import type { Layer } from "./model-entry.ts";
import { layersFromTheEnd, withOutputs } from "./onnx-layers.ts";
import { runGraph, withoutLoneSides } from "./run-graph.ts";
import { openSession, type Session, type SessionTensor } from "./sessions.ts";
import { drawnPicture, requireVector } from "./trial-run.ts";

export interface GraphHints extends Partial<Omit<GraphSettings, "file" | "output">> {
  /** An output of the graph, or a tensor inside it, which then becomes its output. */
  readonly output?: string;
  readonly pooling?: ImportedModel["pooling"];
  /** Without `output`: the output or inner layer that has this many numbers a picture. */
  readonly layer?: Layer & { readonly dimension: number };
}

export interface ProbedGraph {
  readonly graph: GraphSettings;
  readonly pooling: ImportedModel["pooling"];
  readonly dimension: number;
  /** The graph ending at the inner layer that is the vector; null where that is an output already. */
  readonly cut: Uint8Array | null;
  /** One line for each setting that was not given. */
  readonly guesses: readonly string[];
}

const usualSizes = [224, 256, 384, 336, 299, 240, 192, 160, 128, 112, 96, 64, 448, 512, 32];
const imagenet = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
} satisfies Pick<GraphSettings, "mean" | "deviation">;

/**
 * Settings for the graph at `path`, proved by a run.
 * @throws ImanticsError `model-invalid` when it cannot be opened, takes several inputs, runs with none of
 * the usual sizes, or has no such output or layer.
 */
export async function probeGraph(path: string, file: string, hints: GraphHints = {}): Promise<ProbedGraph> {
  const session = await openSession(path);
  let seen: Omit<Seen, "output">;
  try {
    const input = hints.input ?? onlyInput(session, file);
    const { size, layout, outputs } = await findShape(session, input, hints, file);
    seen = { file, input, size, layout };
    const output = outputOf(outputs, hints, file);
    if (output !== null) {
      return await prove(session, { ...seen, output }, withoutLoneSides(outputs[output]!.shape), hints);
    }
  } finally {
    await session.close();
  }
  // Only now, so that large weights are in memory once.
  return probeInside(path, seen, hints);
}

/** What is known of a graph once it has run. */
type Seen = Pick<GraphSettings, "file" | "input" | "output" | "size" | "layout">;

/** Sees a drawn picture as an index run would. */
async function prove(
  session: Session,
  seen: Seen,
  shape: readonly number[],
  hints: GraphHints,
  cut: Uint8Array | null = null,
): Promise<ProbedGraph> {
  const pooling = hints.pooling ?? usualPooling(shape);
  const { mean = imagenet.mean, deviation = imagenet.deviation } = hints;
  const { file, input, output, layout, size } = seen;
  const graph: GraphSettings = {
    file,
    input,
    output,
    layout,
    size,
    mean: [...mean],
    deviation: [...deviation],
  };
  const vectors = requireVector(await runGraph(session, graph, pooling, [drawnPicture()]), file);
  const guesses = guessesOf({ ...graph, pooling }, hints);
  return { graph, pooling, dimension: vectors.columns, cut, guesses };
}

/** Takes the vector from an inner tensor: the one that was named, or the layer of the wanted length. */
async function probeInside(
  path: string,
  seen: Omit<Seen, "output">,
  hints: GraphHints,
): Promise<ProbedGraph> {
  const model = await readFile(path);
  const layers = hints.output === undefined ? layersFromTheEnd(model) : [hints.output];
  const shapes = await shapesOf(model, layers, seen).catch((cause: unknown) => {
    throw new ImanticsError(
      "model-invalid",
      `${seen.file} has no output and no inner tensor that can be read as ${layers.join(", ")}: ${messageOf(cause)}`,
      { cause },
    );
  });
  const fitting = layers.filter((name) => {
    const shape = shapes.get(name) ?? [];
    return hints.output !== undefined || (shape.length === 2 && shape[1] === hints.layer?.dimension);
  });
  const output = hints.layer?.take === "first" ? fitting.at(-1) : fitting[0];
  if (output === undefined) {
    const found = layers.map((name) => `${name} [${shapes.get(name)?.join(", ")}]`).join("; ");
    throw new ImanticsError(
      "model-invalid",
      `${seen.file} has no output or layer of ${hints.layer?.dimension} numbers, which "${hints.layer?.name}" must have. ` +
        `Before its outputs stand: ${found || "no layers"}. It is another model, or it was exported without that ` +
        "layer: import it under an id of its own, with --output.",
    );
  }
  const cut = withOutputs(model, [output]);
  const session = await openSession(cut);
  try {
    return await prove(session, { ...seen, output }, shapes.get(output) ?? [], hints, cut);
  } finally {
    await session.close();
  }
}

/** Shapes of inner tensors for one picture. */
async function shapesOf(
  model: Uint8Array,
  tensors: readonly string[],
  { input, size, layout }: Omit<Seen, "output">,
): Promise<ReadonlyMap<string, readonly number[]>> {
  if (tensors.length === 0) return new Map();
  const session = await openSession(withOutputs(model, tensors));
  try {
    const outputs = await session.run({
      [input]: { shape: inputShape(layout, size), data: new Float32Array(3 * size * size) },
    });
    return new Map(Object.entries(outputs).map(([name, { shape }]) => [name, withoutLoneSides(shape)]));
  } finally {
    await session.close();
  }
}

const inputShape = (layout: GraphSettings["layout"], size: number) =>
  layout === "nchw" ? [1, 3, size, size] : [1, size, size, 3];

function onlyInput(session: Session, file: string): string {
  const [first] = session.inputNames;
  if (first !== undefined && session.inputNames.length === 1) return first;
  throw new ImanticsError(
    "model-invalid",
    `${file} takes ${session.inputNames.length} inputs (${session.inputNames.join(", ")}); expected one of pixels. ` +
      "Export the picture side alone.",
  );
}

async function findShape(
  session: Session,
  input: string,
  hints: GraphHints,
  file: string,
): Promise<{ size: number; layout: GraphSettings["layout"]; outputs: Record<string, SessionTensor> }> {
  let lastFailure = "";
  const layouts: readonly GraphSettings["layout"][] =
    hints.layout === undefined ? ["nchw", "nhwc"] : [hints.layout];
  for (const layout of layouts) {
    for (const size of hints.size === undefined ? usualSizes : [hints.size]) {
      try {
        const shape = inputShape(layout, size);
        const outputs = await session.run({ [input]: { shape, data: new Float32Array(3 * size * size) } });
        return { size, layout, outputs };
      } catch (error) {
        lastFailure = messageOf(error);
      }
    }
  }
  throw new ImanticsError(
    "model-invalid",
    hints.size === undefined
      ? `${file} ran with none of the sizes ${usualSizes.join(", ")}. Give its input size. The last answer was: ${lastFailure}`
      : `${file} does not take pictures of ${hints.size} px. Give its own size. It answered: ${lastFailure}`,
  );
}

/** The output that is the vector, or null when it must be looked for inside. */
function outputOf(
  outputs: Readonly<Record<string, SessionTensor>>,
  { output, layer }: GraphHints,
  file: string,
): string | null {
  if (output !== undefined) return output in outputs ? output : null;
  if (layer === undefined) return likeliestOutput(Object.entries(outputs), file);
  const fitting = Object.entries(outputs).filter(([, { shape }]) => {
    const sides = withoutLoneSides(shape);
    return sides.length === 2 && sides[1] === layer.dimension;
  });
  return fitting.length === 0 ? null : likeliestOutput(fitting, file);
}

/** Names that speak of vectors first, then flat outputs, then tokens and feature maps; class scores last. */
function likeliestOutput(outputs: readonly (readonly [string, SessionTensor])[], file: string): string {
  const rank = (name: string, { shape, data }: SessionTensor): number => {
    const sides = withoutLoneSides(shape).length;
    if (!(data instanceof Float32Array) || sides < 2 || sides > 4) return 9;
    if (/prob|logit|softmax|class|score/i.test(name)) return 4;
    if (/embed|feature|pool|project/i.test(name)) return sides === 2 ? 0 : 2;
    return sides === 2 ? 1 : 3;
  };
  const ranked = outputs
    .map(([name, tensor]) => ({ name, rank: rank(name, tensor) }))
    .sort((a, b) => a.rank - b.rank);
  const best = ranked[0];
  if (best !== undefined && best.rank < 9) return best.name;
  throw new ImanticsError(
    "model-invalid",
    `${file} has no output that could be a vector: ${ranked.map(({ name }) => name).join(", ") || "none"}. ` +
      "Expected float32 of rows × columns, rows × tokens × columns or rows × channels × height × width.",
  );
}

function usualPooling({ length }: readonly number[]): ImportedModel["pooling"] {
  return length === 4 ? "average" : length === 3 ? "cls" : "projection";
}

function guessesOf(
  found: Omit<GraphSettings, "file"> & { readonly pooling: string },
  hints: GraphHints,
): string[] {
  const guesses: string[] = [];
  if (hints.size === undefined) guesses.push(`size: ${found.size}, the first that ran`);
  if (hints.layout === undefined) guesses.push(`layout: ${found.layout}, the first that ran`);
  if (hints.output === undefined && hints.layer === undefined) {
    guesses.push(`output: "${found.output}", by its name and shape`);
  }
  if (hints.mean === undefined || hints.deviation === undefined) {
    guesses.push("mean and deviation: ImageNet's; a wrong scale spoils the vectors without an error");
  }
  const isLayer = hints.layer !== undefined && hints.output === undefined;
  if (hints.pooling === undefined && !isLayer) {
    guesses.push(`pooling: ${found.pooling}, by the shape of the output`);
  }
  return guesses;
}

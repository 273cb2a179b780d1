/**
 * Finds out how a single ONNX graph wants its pixels and which output is the vector, by showing it a drawn
 * picture in the usual sizes. What is given is not guessed; what is guessed is said.
 *
 * Mean and deviation cannot be seen from outside: they are ImageNet's unless given.
 */

import type { Pooling } from "../embed/encoder.ts";
import { runGraph, withoutLoneSides } from "../embed/graph-encoder.ts";
import { ImanticsError, messageOf } from "../errors.ts";
import type { GraphSettings, ImportedModel } from "./manifest.ts";
import { openSession, type Session, type SessionTensor } from "./sessions.ts";
import { drawnPicture, requireVector } from "./trial-run.ts";

export type GraphHints = Partial<Omit<GraphSettings, "file">> & { readonly pooling?: Pooling };

export interface ProbedGraph {
  readonly graph: GraphSettings;
  readonly pooling: ImportedModel["pooling"];
  readonly dimension: number;
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
 * @throws ImanticsError `model-invalid` when it cannot be opened, takes several inputs, or runs with none of
 * the usual sizes.
 */
export async function probeGraph(path: string, file: string, hints: GraphHints = {}): Promise<ProbedGraph> {
  const session = await openSession(path);
  try {
    const input = hints.input ?? onlyInput(session, path);
    const { size, layout, outputs } = await findShape(session, input, hints, path);
    const output = hints.output ?? likeliestOutput(outputs, path);
    const shape = outputs[output]?.shape;
    if (shape === undefined) {
      throw new ImanticsError(
        "model-invalid",
        `${path} has no output "${output}"; it has ${session.outputNames.join(", ")}. Name one of these.`,
      );
    }
    const pooling = poolingOf(hints.pooling, withoutLoneSides(shape).length);
    const { mean = imagenet.mean, deviation = imagenet.deviation } = hints;
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
    return { graph, pooling, dimension: vectors.columns, guesses: guessesOf({ ...graph, pooling }, hints) };
  } finally {
    await session.close();
  }
}

function onlyInput(session: Session, path: string): string {
  const [first] = session.inputNames;
  if (first !== undefined && session.inputNames.length === 1) return first;
  throw new ImanticsError(
    "model-invalid",
    `${path} takes ${session.inputNames.length} inputs (${session.inputNames.join(", ")}); expected one of pixels. ` +
      "Export the picture side alone.",
  );
}

async function findShape(
  session: Session,
  input: string,
  hints: GraphHints,
  path: string,
): Promise<{ size: number; layout: GraphSettings["layout"]; outputs: Record<string, SessionTensor> }> {
  let lastFailure = "";
  const layouts: readonly GraphSettings["layout"][] =
    hints.layout === undefined ? ["nchw", "nhwc"] : [hints.layout];
  for (const layout of layouts) {
    for (const size of hints.size === undefined ? usualSizes : [hints.size]) {
      const shape = layout === "nchw" ? [1, 3, size, size] : [1, size, size, 3];
      try {
        const outputs = await session.run({ [input]: { shape, data: new Float32Array(3 * size * size) } });
        return { size, layout, outputs };
      } catch (error) {
        lastFailure = messageOf(error);
      }
    }
  }
  throw new ImanticsError(
    "model-invalid",
    `${path} ran with none of the sizes ${(hints.size === undefined ? usualSizes : [hints.size]).join(", ")}. ` +
      `Give its input size. The last answer was: ${lastFailure}`,
  );
}

/** Names that speak of vectors first, then flat outputs, then tokens; probabilities last. */
function likeliestOutput(outputs: Readonly<Record<string, SessionTensor>>, path: string): string {
  const rank = (name: string, { shape, data }: SessionTensor): number => {
    const sides = withoutLoneSides(shape).length;
    if (!(data instanceof Float32Array) || sides < 2 || sides > 3) return 9;
    if (/prob|logit|softmax|class|score/i.test(name)) return 4;
    if (/embed|feature|pool|project/i.test(name)) return sides === 2 ? 0 : 2;
    return sides === 2 ? 1 : 3;
  };
  const ranked = Object.entries(outputs)
    .map(([name, tensor]) => ({ name, rank: rank(name, tensor) }))
    .sort((a, b) => a.rank - b.rank);
  const best = ranked[0];
  if (best !== undefined && best.rank < 9) return best.name;
  throw new ImanticsError(
    "model-invalid",
    `${path} has no output that could be a vector: ${ranked.map(({ name }) => name).join(", ") || "none"}. ` +
      "Expected float32 of rows × columns or rows × tokens × columns.",
  );
}

function poolingOf(hint: Pooling | undefined, sides: number): ImportedModel["pooling"] {
  if (hint === undefined || hint === "embedded") return sides === 3 ? "cls" : "projection";
  return hint;
}

function guessesOf(
  found: Omit<GraphSettings, "file"> & { readonly pooling: Pooling },
  hints: GraphHints,
): string[] {
  const guesses: string[] = [];
  if (hints.size === undefined) guesses.push(`size: ${found.size}, the first that ran`);
  if (hints.layout === undefined) guesses.push(`layout: ${found.layout}, the first that ran`);
  if (hints.output === undefined) guesses.push(`output: "${found.output}", by its name and shape`);
  if (hints.mean === undefined || hints.deviation === undefined) {
    guesses.push("mean and deviation: ImageNet's; a wrong scale spoils the vectors without an error");
  }
  if (hints.pooling === undefined) guesses.push(`pooling: ${found.pooling}, by the shape of the output`);
  return guesses;
}

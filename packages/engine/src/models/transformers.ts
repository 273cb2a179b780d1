/**
 * The one place that knows `@huggingface/transformers`: opens towers and tokenizers of hub models that lie
 * in a folder, and never fetches anything.
 *
 * We take its model classes, because they know each family's inputs, and its tokenizers. We leave its
 * pipelines (they hide the pooling), its downloads (see `./hub.ts`), its image processors (see
 * `./preprocessing.ts`) and its truncation, which cuts the end token off and so ruins CLIP's long texts.
 */
import {
  AutoModel,
  AutoTokenizer,
  CLIPTextModelWithProjection,
  CLIPVisionModelWithProjection,
  env,
  LogLevel,
  type PreTrainedModel,
  SiglipTextModel,
  SiglipVisionModel,
  Tensor,
} from "@huggingface/transformers";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import type { TextSettings, Variant } from "./model-entry.ts";
import type { NetworkOutput } from "./pooling.ts";

env.allowRemoteModels = false;
env.allowLocalModels = true;
// Absolute folders are passed, so there is nothing to cache and nothing to keep in node_modules.
env.useFSCache = false;
env.useBrowserCache = false;
env.useWasmCache = false;
env.cacheDir = null;
env.logLevel = LogLevel.NONE;

/** Which network of a model, by the class that runs it. */
export type Tower = "clip-vision" | "clip-text" | "siglip-vision" | "siglip-text" | "vision";

const classes = {
  "clip-vision": CLIPVisionModelWithProjection,
  "clip-text": CLIPTextModelWithProjection,
  "siglip-vision": SiglipVisionModel,
  "siglip-text": SiglipTextModel,
  vision: AutoModel,
} as const;

/** Token numbers of several texts, all of the same length. */
export interface Tokens {
  readonly rows: number;
  readonly columns: number;
  readonly ids: BigInt64Array;
  /** 1 for a token, 0 for padding. */
  readonly mask: BigInt64Array;
}

export interface OpenTower {
  /** Runs on rows × 3 × height × width floats and gives the output of that name. */
  seePlanes(planes: Float32Array, shape: readonly number[], output: string): Promise<NetworkOutput>;
  readTokens(tokens: Tokens, output: string): Promise<NetworkOutput>;
  close(): Promise<void>;
}

/**
 * Opens one network of the model in `folder` (absolute, hub shape).
 * @throws ImanticsError `model-invalid` when it cannot be read.
 */
export async function openTower(
  folder: string,
  tower: Tower,
  variant: Variant,
  threads: number,
): Promise<OpenTower> {
  let model: PreTrainedModel;
  try {
    model = await classes[tower].from_pretrained(folder, {
      dtype: variant,
      device: "cpu",
      local_files_only: true,
      session_options: {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: "sequential",
        // Idle threads that spin steal the cores of the other workers.
        extra: { session: { intra_op: { allow_spinning: "0" }, inter_op: { allow_spinning: "0" } } },
      },
    });
  } catch (cause) {
    throw new ImanticsError(
      "model-invalid",
      `The ${tower} network (${variant}) in ${folder} cannot be opened: ${messageOf(cause)}. ` +
        'Run "imantics models check"; if it fails, remove the model and pull or import it again.',
      { cause },
    );
  }
  const run = async (inputs: Readonly<Record<string, Tensor>>, output: string): Promise<NetworkOutput> => {
    const outputs: Readonly<Record<string, unknown>> = await model(inputs);
    const found = outputs[output];
    if (found instanceof Tensor && found.data instanceof Float32Array) {
      return { shape: found.dims, data: found.data };
    }
    throw new ImanticsError(
      "model-invalid",
      `The ${tower} network in ${folder} has no float output "${output}"; it has ${Object.keys(outputs).join(", ")}. ` +
        "It is not a model of this family: import it as a single .onnx file.",
    );
  };
  return {
    seePlanes: (planes, shape, output) =>
      run({ pixel_values: new Tensor("float32", planes, [...shape]) }, output),
    readTokens({ rows, columns, ids, mask }, output) {
      const shape = [rows, columns];
      const inputs = {
        input_ids: new Tensor("int64", ids, shape),
        attention_mask: new Tensor("int64", mask, shape),
      };
      return run(inputs, output);
    },
    async close() {
      await model.dispose();
    },
  };
}

/** Turns texts into token numbers. */
export type Tokenise = (texts: readonly string[]) => Tokens;

/**
 * Opens the tokenizer of the model in `folder`.
 * @throws ImanticsError `model-invalid` when it cannot be read.
 */
export async function openTokenizer(folder: string, settings: TextSettings): Promise<Tokenise> {
  const { maxTokens, padding, lowersCase } = settings;
  const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true }).catch((cause) => {
    throw new ImanticsError(
      "model-invalid",
      `The tokenizer in ${folder} cannot be read: ${messageOf(cause)}. Remove the model and pull or import it again.`,
      { cause },
    );
  });
  const pad = BigInt(tokenizer.pad_token_id ?? 0);
  return (texts) => {
    const lists = texts.map((text) =>
      shorten(tokenizer.encode(lowersCase ? text.toLowerCase() : text), maxTokens),
    );
    const columns = padding === "full" ? maxTokens : Math.max(1, ...lists.map((list) => list.length));
    const ids = new BigInt64Array(lists.length * columns).fill(pad);
    const mask = new BigInt64Array(lists.length * columns);
    for (const [row, list] of lists.entries()) {
      for (const [column, id] of list.entries()) {
        ids[row * columns + column] = BigInt(id);
        mask[row * columns + column] = 1n;
      }
    }
    return { rows: lists.length, columns, ids, mask };
  };
}

/** Cuts the middle out, never the end token: CLIP reads its vector from there. */
function shorten(ids: readonly number[], maxTokens: number): readonly number[] {
  const last = ids.at(-1);
  if (ids.length <= maxTokens || last === undefined) return ids;
  return [...ids.slice(0, maxTokens - 1), last];
}

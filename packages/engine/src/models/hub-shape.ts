/** Recognises what kind of model lies in a folder of hub shape, from its `config.json` and its files. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import { importedText } from "./imported-entry.ts";
import type { ImportedModel } from "./manifest.ts";
import type { TextSettings, Variant } from "./model-entry.ts";

export interface HubShape {
  readonly loader: "clip" | "siglip" | "vision";
  readonly pooling: ImportedModel["pooling"];
  readonly variant: Variant;
  readonly text: TextSettings | null;
  /** Paths inside the folder that belong to the model. */
  readonly files: readonly string[];
}

const configSchema = z.object({ model_type: z.string() });

/** Families of which nothing but the picture side exists. */
const visionTypes = new Set(["vit", "deit", "dinov2", "dinov2_with_registers", "vit_msn", "ijepa"]);
const suffixes: Readonly<Record<Variant, string>> = { fp32: "", q8: "_quantized" };

/**
 * What the model in `folder` is; `fp32` is preferred when several variants are complete.
 * @throws ImanticsError `model-invalid` naming what is missing or unknown.
 */
export async function readHubShape(folder: string, pooling?: ImportedModel["pooling"]): Promise<HubShape> {
  const type = await modelTypeOf(join(folder, "config.json"));
  const loader =
    type === "clip" ? "clip" : type === "siglip" ? "siglip" : visionTypes.has(type) ? "vision" : null;
  if (loader === null) {
    throw new ImanticsError(
      "model-invalid",
      `${folder} holds a model of type "${type}"; known are clip, siglip, ${[...visionTypes].join(", ")}. ` +
        "Import its picture side as a single .onnx file instead.",
    );
  }
  const isThere = async (path: string) =>
    (await stat(join(folder, path)).catch(() => null))?.isFile() === true;
  const graph = loader === "vision" ? "model" : "vision_model";
  const variants: readonly Variant[] = ["fp32", "q8"];
  for (const variant of variants) {
    const vision = `onnx/${graph}${suffixes[variant]}.onnx`;
    if (!(await isThere(vision))) continue;
    const files = ["config.json", "preprocessor_config.json", vision];
    const words = [`onnx/text_model${suffixes[variant]}.onnx`, "tokenizer.json", "tokenizer_config.json"];
    const hasText = loader !== "vision" && (await Promise.all(words.map(isThere))).every(Boolean);
    if (hasText) files.push(...words);
    // Weights that a graph keeps outside itself.
    for (const path of files.filter((one) => one.endsWith(".onnx"))) {
      if (await isThere(`${path}_data`)) files.push(`${path}_data`);
    }
    return {
      loader,
      pooling: pooling ?? usualPooling[loader],
      variant,
      text: hasText ? importedText[loader] : null,
      files,
    };
  }
  throw new ImanticsError(
    "model-invalid",
    `${folder} has neither onnx/${graph}.onnx nor onnx/${graph}_quantized.onnx. Export the model to ONNX in hub shape first.`,
  );
}

const usualPooling = { clip: "projection", siglip: "pooler", vision: "cls" } as const;

async function modelTypeOf(path: string): Promise<string> {
  try {
    return configSchema.parse(JSON.parse(await readFile(path, "utf8"))).model_type;
  } catch (cause) {
    throw new ImanticsError("model-invalid", `${path} does not name a model type: ${messageOf(cause)}.`, {
      cause,
    });
  }
}

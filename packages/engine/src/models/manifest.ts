/**
 * The note that lies beside a model we put somewhere ourselves: `imantics-model.json`. For a download it
 * holds the checksums; for an imported model it is the whole catalogue entry.
 */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { ImanticsError, messageOf } from "../domain/errors.ts";

export const MANIFEST_NAME = "imantics-model.json";

const fileRecordSchema = z.object({ path: z.string(), bytes: z.number(), sha256: z.string() });

/** How a single graph wants its pixels, and which of its outputs is the vector. */
const graphSchema = z.object({
  file: z.string(),
  input: z.string(),
  output: z.string(),
  /** `nchw`: channels first. */
  layout: z.enum(["nchw", "nhwc"]),
  /** Side of the square it looks at. */
  size: z.number().int().positive(),
  /** Per channel, applied after the bytes were divided by 255. */
  mean: z.tuple([z.number(), z.number(), z.number()]),
  deviation: z.tuple([z.number(), z.number(), z.number()]),
});

const importedSchema = z.object({
  title: z.string(),
  loader: z.enum(["clip", "siglip", "vision", "onnx"]),
  pooling: z.enum(["cls", "mean", "average", "pooler", "projection"]),
  dimension: z.number().int().positive(),
  acceptsText: z.boolean(),
  variant: z.enum(["fp32", "q8"]),
  graph: graphSchema.nullable(),
});

const manifestSchema = z.object({
  id: z.string(),
  licence: z.string(),
  /** Where it came from: a repository and commit, or the name of what was imported. */
  origin: z.string(),
  files: z.array(fileRecordSchema),
  /** Null for a downloaded catalogue model. */
  imported: importedSchema.nullable(),
});

export type FileRecord = z.infer<typeof fileRecordSchema>;
export type GraphSettings = z.infer<typeof graphSchema>;
export type ImportedModel = z.infer<typeof importedSchema>;
export type Manifest = z.infer<typeof manifestSchema>;

/**
 * The manifest of a model folder, or null when there is none.
 * @throws ImanticsError `model-invalid` when it cannot be understood.
 */
export async function readManifest(folder: string): Promise<Manifest | null> {
  const path = join(folder, MANIFEST_NAME);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    return null;
  }
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ImanticsError(
      "model-invalid",
      `${path} is not a model manifest: ${messageOf(cause)}. Remove the folder and pull or import the model again.`,
      { cause },
    );
  }
}

/** Writes the manifest so that it is there whole or not at all. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, MANIFEST_NAME);
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(temporary, path);
}

/**
 * ONNX files of the shipped networks, converted on first use and kept in a cache folder.
 *
 * A file's name holds a digest of its source bytes and of the converter's version, so a new package or a
 * new converter never meets an old file. Several workers may convert at once: each writes a file of its
 * own and renames it, and the last one wins with equal bytes.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ImanticsError, messageOf } from "../../errors.ts";
import { readTfjsModel } from "../../models/convert/tfjs-reader.ts";
import { convertTfjsModel } from "../../models/convert/tfjs-to-onnx.ts";
import { readTfliteModel } from "../../models/convert/tflite-reader.ts";
import { convertTfliteModel } from "../../models/convert/tflite-to-onnx.ts";
import { digestOfFiles, locatePackageFile } from "./package-files.ts";
import { type NetworkName, networks, type PackageFile, sentenceEncoder } from "./recipe.ts";
import { buildSentenceGraph } from "./sentence-graph.ts";

/** Raise when a change of converters or taps changes the converted bytes. */
export const CONVERTER_VERSION = 1;

export type ModelName = NetworkName | "sentences";

/** A model that can be converted when it is wanted. */
export interface ConvertibleModel {
  /** SHA-256 (hex) of source and converter version. */
  readonly digest: string;
  /** Path of the ONNX file, converted now if it is not in the cache. */
  convert(): Promise<string>;
}

/** Looks at the source of a model. Reads its files once (for the digest) and converts nothing. */
export async function convertibleModel(name: ModelName, cacheFolder: string): Promise<ConvertibleModel> {
  const source = await digestOfFiles(sourceFiles(name));
  const digest = createHash("sha256").update(`${CONVERTER_VERSION} ${name} ${source}`).digest("hex");
  const path = join(cacheFolder, `${name}-${digest.slice(0, 16)}.onnx`);
  return {
    digest,
    async convert() {
      const isKept = await stat(path).then(
        () => true,
        () => false,
      );
      if (!isKept) await writeAtomically(cacheFolder, path, await convert(name));
      return path;
    },
  };
}

function sourceFiles(name: ModelName): readonly PackageFile[] {
  return name === "sentences" ? [sentenceEncoder.model, ...sentenceEncoder.shards] : networks[name].files;
}

async function convert(name: ModelName): Promise<Uint8Array> {
  if (name === "sentences") {
    return buildSentenceGraph(await readTfjsModel(locatePackageFile(sentenceEncoder.model)));
  }
  const { format, files, bytes, range, taps } = networks[name];
  const path = locatePackageFile(files[0]);
  if (format === "tfjs") return convertTfjsModel(await readTfjsModel(path), range, taps);
  const file = await readFile(path);
  return convertTfliteModel(readTfliteModel(file.subarray(bytes?.start, bytes?.end)), range, taps[0]);
}

async function writeAtomically(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new ImanticsError(
      "cache-not-writable",
      `Could not keep a converted network in ${path}: ${messageOf(cause)}. Free some space or choose another cache folder.`,
      { cause },
    );
  }
}

/** Which conversion makes which network of the embedded encoder. They are kept by `models/converted-models.ts`. */
import { readFile } from "node:fs/promises";
import { readTfjsModel } from "../../models/convert/tfjs-reader.ts";
import { convertTfjsModel } from "../../models/convert/tfjs-to-onnx.ts";
import { readTfliteModel } from "../../models/convert/tflite-reader.ts";
import { convertTfliteModel } from "../../models/convert/tflite-to-onnx.ts";
import { type ConvertibleModel, keepConverted } from "../../models/converted-models.ts";
import { locatePackageFile, type PackageFile } from "../../models/package-files.ts";
import { type NetworkName, networks, sentenceEncoder } from "./recipe.ts";
import { buildSentenceGraph } from "./sentence-graph.ts";

/** Raise when a change of converters or taps changes the converted bytes. */
const CONVERTER_VERSION = 1;

export type ModelName = NetworkName | "sentences";

/** Looks at the source of a model. Reads its files once (for the digest) and converts nothing. */
export function convertibleModel(name: ModelName, cacheFolder: string): Promise<ConvertibleModel> {
  const conversion = {
    name,
    version: CONVERTER_VERSION,
    files: sourceFiles(name),
    convert: () => convert(name),
  };
  return keepConverted(conversion, cacheFolder);
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

/**
 * ONNX files of networks that ship in other formats, converted on first use and kept in a cache folder.
 *
 * A file's name holds a digest of its source bytes and of the converter's version, so a new package or a
 * new converter never meets an old file. Several workers may convert at once: each writes a file of its
 * own and renames it, and the last one wins with equal bytes.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import { digestOfFiles, type PackageFile } from "./package-files.ts";

/** What is converted, from which files and how. */
export interface Conversion {
  /** Safe as a file name; part of the digest. */
  readonly name: string;
  /** Raise when the same files are converted to other bytes than before. */
  readonly version: number;
  readonly files: readonly PackageFile[];
  convert(): Promise<Uint8Array>;
}

/** A model that can be converted when it is wanted. */
export interface ConvertibleModel {
  /** SHA-256 (hex) of source and converter version. */
  readonly digest: string;
  /** Path of the ONNX file, converted now if it is not in the cache. */
  convert(): Promise<string>;
}

/** Looks at the source of a model. Reads its files once (for the digest) and converts nothing. */
export async function keepConverted(conversion: Conversion, cacheFolder: string): Promise<ConvertibleModel> {
  const { name, version, files, convert } = conversion;
  const source = await digestOfFiles(files);
  const digest = createHash("sha256").update(`${version} ${name} ${source}`).digest("hex");
  const path = join(cacheFolder, `${name}-${digest.slice(0, 16)}.onnx`);
  return {
    digest,
    async convert() {
      const isKept = await stat(path).then(
        () => true,
        () => false,
      );
      if (!isKept) await writeAtomically(cacheFolder, path, await convert());
      return path;
    },
  };
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

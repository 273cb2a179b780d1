/**
 * Finds files inside installed npm packages.
 *
 * Walks up `node_modules` folders as Node does, but by path: packages with an `exports` map refuse to
 * resolve the weight files that they ship.
 */
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ImanticsError } from "../domain/errors.ts";

/** A file inside an installed npm package. */
export interface PackageFile {
  readonly package: string;
  /** Path inside the package. */
  readonly path: string;
}

/**
 * The absolute path of a file in the nearest installed copy of its package.
 * @throws ImanticsError `weights-missing` when the package or the file is not there.
 */
export function locatePackageFile({ package: name, path }: PackageFile): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const packageFolder = join(folder, "node_modules", name);
    if (existsSync(join(packageFolder, "package.json"))) {
      const file = join(packageFolder, path);
      if (existsSync(file)) return file;
      throw missing(`${file} does not exist, though ${name} is installed (another version?)`);
    }
    if (dirname(folder) === folder) throw missing(`no node_modules above ${start} holds ${name}`);
  }
}

/** SHA-256 (hex) over the contents of files, in order. About 30 ms for 20 MB. */
export async function digestOfFiles(files: readonly PackageFile[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) {
    for await (const chunk of createReadStream(locatePackageFile(file), { highWaterMark: 1 << 20 })) {
      hash.update(chunk);
    }
  }
  return hash.digest("hex");
}

function missing(reason: string): ImanticsError {
  return new ImanticsError(
    "weights-missing",
    `Model files that ship with Imantics are missing: ${reason}. Run "npm ci" in the Imantics folder.`,
  );
}

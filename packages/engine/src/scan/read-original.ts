/**
 * The one door to the bytes of an image that is known already. What lies at a path may have been replaced
 * since it was indexed, by another photo, by a link to anything, by a pipe; an image is its content, so
 * only bytes with its digest leave through here.
 */
import { createHash } from "node:crypto";
import { ImanticsError } from "../domain/errors.ts";
import { readScanned } from "./read.ts";

export interface Original {
  readonly bytes: Uint8Array;
  /** The path that had them. */
  readonly path: string;
}

/**
 * The bytes of `image` (SHA-256, hex) from the first of its paths that still has them. Costs one hash, a
 * few milliseconds for a photo, however often it was read before.
 * @throws ImanticsError `image-changed` when something else lies at a path, `image-unavailable` when none
 * can be read.
 */
export async function readOriginal(image: string, paths: readonly string[]): Promise<Original> {
  let changed: string | null = null;
  let failure: unknown;
  for (const path of paths) {
    try {
      const bytes = await readScanned(path);
      if (createHash("sha256").update(bytes).digest("hex") === image) return { bytes, path };
      changed = path;
    } catch (error) {
      failure = error;
    }
  }
  if (changed !== null) {
    throw new ImanticsError(
      "image-changed",
      `What lies at ${changed} is not the picture that was indexed there. Index its folder again (with --force where size and time are as before).`,
    );
  }
  throw new ImanticsError(
    "image-unavailable",
    `The file of image "${image}" cannot be read at present (${paths.join(", ") || "no path is known"}). Connect its disk and index again.`,
    { cause: failure },
  );
}

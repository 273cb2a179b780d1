/**
 * Vectors of fixed word lists (a vocabulary, background queries), computed once per space and kept
 * in the cache folder. The file name digests space and words, so a changed list makes a new file.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Matrix, matrix } from "@imantics/core";
import type { Encoder } from "./encoder.ts";
import { encodePrompted } from "./prompted-texts.ts";

const batchSize = 64;

export interface TextList {
  readonly texts: readonly string[];
  readonly templates: readonly string[];
}

/**
 * One unit row a text. The first call per space and list costs one text encoding each; later calls
 * read one file. `onProgress` hears how many are done; the signal stops between batches.
 */
export async function cachedTextVectors(
  encoder: Encoder,
  { texts, templates }: TextList,
  cacheFolder: string,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (done: number) => void } = {},
): Promise<Matrix> {
  const { space } = encoder;
  const digest = createHash("sha256")
    .update(JSON.stringify([space.id, templates, texts]))
    .digest("hex")
    .slice(0, 24);
  const folder = join(cacheFolder, "texts");
  const file = join(folder, `${digest}.f32`);
  const kept = await readFile(file).catch(() => null);
  const bytes = texts.length * space.dimension * 4;
  if (kept?.length === bytes) {
    const data = new Float32Array(texts.length * space.dimension);
    new Uint8Array(data.buffer).set(kept);
    return matrix(texts.length, space.dimension, data);
  }
  const vectors = matrix(texts.length, space.dimension);
  for (let at = 0; at < texts.length; at += batchSize) {
    options.signal?.throwIfAborted();
    const batch = await encodePrompted(encoder, texts.slice(at, at + batchSize), templates);
    vectors.data.set(batch.data, at * space.dimension);
    options.onProgress?.(Math.min(texts.length, at + batchSize));
    // The network blocks this thread; between batches others get a turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  // A cache that cannot be written (read-only home) costs time next time, nothing else.
  await mkdir(folder, { recursive: true })
    .then(async () => {
      const temporary = `${file}.${randomUUID()}.part`;
      await writeFile(temporary, new Uint8Array(vectors.data.buffer));
      await rename(temporary, file);
    })
    .catch(() => undefined);
  return vectors;
}

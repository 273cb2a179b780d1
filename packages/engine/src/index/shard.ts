/**
 * A shard: some files, taken from bytes to vectors by one pure, idempotent function. Any thread,
 * process or machine may run it again with the same result. Writing down what became true is the
 * caller's part (`./pipeline.ts`), so that facts and vectors change in one place.
 */
import { createHash } from "node:crypto";
import { row } from "@imantics/core";
import { decodeImage } from "../decode/decode.ts";
import type { DecodedImage } from "../decode/decoded-image.ts";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import type { ImageRecord } from "../domain/image.ts";
import type { ScannedFile } from "../domain/source.ts";
import type { Encoder } from "../embed/encoder.ts";
import { readScanned } from "../scan/read.ts";
import type { FileStore } from "../store/ports/files.ts";

export type ProcessedFile =
  /** Decoded and embedded; thumbnails are on disk. `vector` is the whole image's, unit length. */
  | {
      readonly kind: "new";
      readonly file: ScannedFile;
      readonly image: ProcessedImage;
      readonly vector: Float32Array;
    }
  /** Content that the library has already, in this space: only the path is news. */
  | { readonly kind: "known"; readonly file: ScannedFile; readonly image: string }
  | {
      readonly kind: "failed";
      readonly file: ScannedFile;
      readonly stage: string;
      readonly code: string;
      readonly message: string;
    };

/** All of an image's facts but the moment it enters the library, which a pure function cannot know. */
export type ProcessedImage = Omit<ImageRecord, "addedAt">;

export interface ShardTools {
  readonly encoder: Encoder;
  readonly files: FileStore;
  /** Which of these image ids are complete: facts, thumbnails and a vector in the encoder's space. */
  readonly complete: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
}

/** Processes `files` in order; never rejects for a broken file. */
export async function processShard(
  files: readonly ScannedFile[],
  tools: ShardTools,
): Promise<ProcessedFile[]> {
  const read = await Promise.all(files.map((file) => attempt(file, "read", () => readHashed(file))));
  const complete = await tools.complete(read.flatMap((item) => (item.ok ? [item.value.id] : [])));
  const decoded = await Promise.all(
    read.map(async (item) => {
      if (!item.ok || complete.has(item.value.id)) return item;
      const { file, id, bytes } = item.value;
      return attempt(file, "decode", async () => {
        const image = await decodeImage(bytes);
        await tools.files.putThumbnails(id, image.thumbnails);
        return { file, id, sizeBytes: bytes.length, image };
      });
    }),
  );
  return embed(decoded, tools.encoder);
}

type Attempt<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failed: ProcessedFile };
interface Read {
  readonly file: ScannedFile;
  readonly id: string;
  readonly bytes: Uint8Array;
}
interface Decoded {
  readonly file: ScannedFile;
  readonly id: string;
  readonly sizeBytes: number;
  readonly image: DecodedImage;
}

async function readHashed(file: ScannedFile): Promise<Read> {
  const bytes = await readScanned(file.path);
  return { file, bytes, id: createHash("sha256").update(bytes).digest("hex") };
}

async function attempt<Value>(
  file: ScannedFile,
  stage: string,
  work: () => Promise<Value>,
): Promise<Attempt<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof ImanticsError && error.code === "disk-full") throw error;
    const code = error instanceof ImanticsError ? error.code : `internal:${stage}`;
    return { ok: false, failed: { kind: "failed", file, stage, code, message: messageOf(error) } };
  }
}

/** One batch through the network; when it breaks, one by one, so that only the culprit fails. */
async function embed(items: readonly Attempt<Read | Decoded>[], encoder: Encoder): Promise<ProcessedFile[]> {
  const waiting = items.flatMap((item) => (item.ok && "image" in item.value ? [item.value] : []));
  const vectors = new Map<Decoded, Attempt<Float32Array>>();
  try {
    const batch = await encoder.encodeImages(waiting.map((item) => item.image.preview));
    for (const [index, item] of waiting.entries())
      vectors.set(item, { ok: true, value: row(batch, index).slice() });
  } catch {
    for (const item of waiting) {
      const single = attempt(
        item.file,
        "embed",
        async () => (await encoder.encodeImages([item.image.preview])).data,
      );
      vectors.set(item, await single);
    }
  }
  return items.map((item) => {
    if (!item.ok) return item.failed;
    const { file, id } = item.value;
    if (!("image" in item.value)) return { kind: "known", file, image: id };
    const vector = vectors.get(item.value)!;
    return vector.ok
      ? { kind: "new", file, image: recordOf(item.value), vector: vector.value }
      : vector.failed;
  });
}

function recordOf({ id, sizeBytes, image }: Decoded): ProcessedImage {
  const { metadata, placeholder, perceptualHash } = image;
  return { ...metadata, id, sizeBytes, placeholder, perceptualHash };
}

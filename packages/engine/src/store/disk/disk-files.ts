/**
 * FileStore in a folder: `ab/<image id>-small.webp`, where `ab` are the first two digits of the id.
 * 256 subfolders keep each below 10,000 files up to a million images, and are few enough to list.
 * Any thread may write; no state is kept but which subfolders exist.
 */
import type { Dirent } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { storageError } from "../library-errors.ts";
import { type FileStore, THUMBNAIL_SIZES, type ThumbnailSize } from "../ports/files.ts";
import { PART, writeWhole } from "./atomic-file.ts";

export function diskFiles(folder: string): FileStore {
  const made = new Map<string, Promise<unknown>>();
  const shardOf = (image: string) => join(folder, image.slice(0, 2));
  const pathOf = (image: string, size: ThumbnailSize) => join(shardOf(image), `${image}-${size}.webp`);

  function makeShard(shard: string): Promise<unknown> {
    const making = made.get(shard) ?? mkdir(shard, { recursive: true });
    made.set(shard, making);
    making.catch(() => made.delete(shard));
    return making;
  }

  return {
    async putThumbnails(image, thumbnails) {
      try {
        await makeShard(shardOf(image));
        await Promise.all(THUMBNAIL_SIZES.map((size) => writeWhole(pathOf(image, size), thumbnails[size])));
      } catch (cause) {
        throw storageError(cause, `The thumbnails of ${image} could not be written to ${folder}`) ?? cause;
      }
    },

    async thumbnail(image, size) {
      const path = pathOf(image, size);
      return (await sizeOf(path)) === null ? null : path;
    },

    async hasThumbnails(image) {
      const sizes = await Promise.all(THUMBNAIL_SIZES.map((size) => sizeOf(pathOf(image, size))));
      return sizes.every((bytes) => bytes !== null && bytes > 0);
    },

    async removeThumbnails(image) {
      await Promise.all(THUMBNAIL_SIZES.map((size) => rm(pathOf(image, size), { force: true })));
    },

    async *images() {
      for await (const shard of shards(folder)) {
        const names = (await readdir(shard)).filter((name) => name.endsWith(".webp"));
        yield* new Set(names.map((name) => name.slice(0, name.lastIndexOf("-"))));
      }
    },

    unfinished: (olderThanMs = 0) => unfinished(folder, olderThanMs),

    async sweep(olderThanMs = 0) {
      const parts = await unfinished(folder, olderThanMs);
      await Promise.all(parts.map((part) => rm(part, { force: true })));
      return parts.length;
    },
  };
}

async function unfinished(folder: string, olderThanMs: number): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const shard of shards(folder)) {
    for (const name of await readdir(shard)) {
      if (!name.endsWith(PART)) continue;
      const path = join(shard, name);
      const age = Date.now() - (await stat(path)).mtimeMs;
      if (age >= olderThanMs) found.push(path);
    }
  }
  return found;
}

async function* shards(folder: string): AsyncGenerator<string> {
  for (const entry of await entriesOf(folder)) if (entry.isDirectory()) yield join(folder, entry.name);
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    if (isAbsent(cause)) return [];
    throw cause;
  }
}

/** Bytes of a file, `null` when there is none. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (isAbsent(cause)) return null;
    throw cause;
  }
}

function isAbsent(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}

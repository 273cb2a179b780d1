/**
 * Pictures from outside to search with, kept for a while under their SHA-256, so that the address
 * of a search can name one. They never enter the library.
 */
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { ImanticsError } from "@imantics/engine";
import { receiveFile } from "./receive-file.ts";
import type { Limits } from "./settings.ts";

export interface QueryPictures {
  /** Stores the body of a request; answers its SHA-256. Errors as `receiveFile`. */
  add(request: Request): Promise<string>;
  /** Rejects with `picture-not-found`. */
  read(id: string): Promise<Uint8Array>;
}

export function queryPictures(
  folder: string,
  limits: Pick<Limits, "maxPictureBytes" | "maxPictures" | "maxPicturesBytes">,
): QueryPictures {
  return {
    async add(request) {
      const incoming = join(folder, "incoming");
      const received = await receiveFile(request, incoming, {
        kind: "image",
        maxBytes: limits.maxPictureBytes,
      });
      await mkdir(folder, { recursive: true });
      await rename(received.path, join(folder, received.sha256));
      await dropLeastRecentlyUsed(folder, limits);
      return received.sha256;
    },

    async read(id) {
      const path = join(folder, id);
      try {
        const bytes = await readFile(path);
        const now = new Date();
        await utimes(path, now, now);
        return bytes;
      } catch (cause) {
        throw new ImanticsError(
          "picture-not-found",
          `Query picture "${id}" is not kept any more. Drop the picture again.`,
          {
            cause,
          },
        );
      }
    },
  };
}

async function dropLeastRecentlyUsed(
  folder: string,
  limits: Pick<Limits, "maxPictures" | "maxPicturesBytes">,
): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name));
  const files = await Promise.all(
    names.map(async (name) => {
      const { mtimeMs, size } = await stat(join(folder, name));
      return { name, mtimeMs, size };
    }),
  );
  files.sort((a, b) => b.mtimeMs - a.mtimeMs || (a.name < b.name ? -1 : 1));
  let keptBytes = 0;
  for (const [index, { name, size }] of files.entries()) {
    keptBytes += size;
    // The newest always stays: it is the one that was just asked for.
    const isKept = index === 0 || (index < limits.maxPictures && keptBytes <= limits.maxPicturesBytes);
    if (!isKept) await rm(join(folder, name), { force: true });
  }
}

/** The bytes of one scanned file, wherever it lies. What cannot be read is told by a stable code. */
import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import { archiveSeparator } from "../domain/source.ts";
import { readArchiveEntry } from "./archive.ts";

export interface ReadLimits {
  readonly maxBytes: number;
}

export const readLimits = { maxBytes: 512 * 2 ** 20 } satisfies ReadLimits;

/**
 * Reads a plain file, or an entry of an archive (`/abs/archive.zip!/inner/name.jpg`), into memory of
 * its own (safe to transfer). Rejects with `empty-file`, `too-many-bytes`, `file-vanished`,
 * `file-unreadable` or an `archive-…` code.
 */
export async function readScanned(path: string, limits: Partial<ReadLimits> = {}): Promise<Uint8Array> {
  const { maxBytes } = { ...readLimits, ...limits };
  try {
    // Without blocking: opening a pipe that nobody writes into would hold a thread for ever.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(
      (error: unknown) => {
        if (isAbsent(error) && path.includes(archiveSeparator)) return null;
        throw error;
      },
    );
    const bytes =
      handle === null ? await readFromArchive(path, maxBytes) : await readWhole(handle, path, maxBytes);
    if (bytes.length > 0) return bytes;
  } catch (error) {
    throw asReadError(error, path);
  }
  throw new ImanticsError("empty-file", `${path} has 0 bytes. Copy it again from where it came from.`);
}

async function readWhole(handle: FileHandle, path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw new ImanticsError("file-unreadable", `${path} is not a file any more.`);
    if (facts.size > maxBytes) {
      throw new ImanticsError(
        "too-many-bytes",
        `${path} has ${facts.size} bytes; at most ${maxBytes} are read. Make a smaller copy.`,
      );
    }
    const bytes = new Uint8Array(facts.size);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await handle.close();
  }
}

/** Folders may end in `!` too, so the archive is the first part of the path that is a file. */
async function readFromArchive(path: string, maxBytes: number): Promise<Uint8Array> {
  for (let at = path.indexOf(archiveSeparator); at >= 0; at = path.indexOf(archiveSeparator, at + 1)) {
    const archive = path.slice(0, at);
    const isFile = await stat(archive).then(
      (facts) => facts.isFile(),
      () => false,
    );
    if (isFile) return readArchiveEntry(archive, path.slice(at + archiveSeparator.length), maxBytes);
  }
  throw new ImanticsError("file-vanished", `${path} is not there any more. Index its source again.`);
}

function asReadError(error: unknown, path: string): ImanticsError {
  if (error instanceof ImanticsError) return error;
  if (isAbsent(error)) {
    return new ImanticsError("file-vanished", `${path} is not there any more. Index its source again.`, {
      cause: error,
    });
  }
  return new ImanticsError(
    "file-unreadable",
    `${path} cannot be read: ${messageOf(error)}. Check its permissions and the disk, then retry.`,
    { cause: error },
  );
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

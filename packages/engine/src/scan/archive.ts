/**
 * Zip archives: listing, reading one entry, unpacking safely.
 *
 * Parsed directories stay open for a few seconds after their last use, so that reading ten thousand
 * entries parses one directory; `closeArchives` ends that at once. Archives inside archives are
 * files like any other and are not opened.
 */
import { createWriteStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import { type ArchiveLimits, archiveLimits, type EntryProblem } from "./archive-index.ts";
import { type ArchiveListing, brokenArchive, isSystemError, openZip, type ZipFile } from "./zip-file.ts";

const idleMs = 5000;
const keptOpen = 4;

/** A parsed archive and who is reading from it now; closed when it is dropped and nobody is. */
interface Slot {
  readonly zip: Promise<ZipFile>;
  userCount: number;
  isDropped: boolean;
}

/** By path, the most recently used last. */
const slots = new Map<string, Slot>();
let idleTimer: NodeJS.Timeout | undefined;

/** Rejects with `archive-broken` or `archive-bomb`, or with the file system's error. */
export function listArchive(path: string): Promise<ArchiveListing> {
  return withArchive(path, async ({ entries, problems, modifiedMs }) => ({ entries, problems, modifiedMs }));
}

/**
 * The unpacked bytes of one entry. Rejects with `file-vanished` when there is no such entry, with
 * `too-many-bytes`, or with the problem's code when the entry was refused.
 */
export function readArchiveEntry(path: string, name: string, maxBytes: number): Promise<Uint8Array> {
  return withArchive(path, async (zip) => {
    const opening = zip.open(name);
    if (opening === null) throw noSuchEntry(path, name, zip.problems);
    try {
      return await collect(await opening, name, maxBytes);
    } catch (error) {
      if (error instanceof ImanticsError) throw error;
      throw brokenArchive(path, `entry "${name}": ${messageOf(error)}`, error);
    }
  });
}

/**
 * Unpacks all readable files below `folder`, which is created and should be empty. Counts the bytes
 * that really come out. Returns the paths written, in the order of their names; when it rejects, the
 * files written so far stay for the caller to remove with the folder.
 */
export async function extractArchive(
  path: string,
  folder: string,
  limits: Partial<ArchiveLimits> = {},
  signal?: AbortSignal,
): Promise<{ readonly files: readonly string[]; readonly problems: readonly EntryProblem[] }> {
  const bounds = { ...archiveLimits, ...limits };
  const zip = await openZip(path, bounds);
  const files: string[] = [];
  let leftBytes = bounds.maxTotalBytes;
  try {
    for (const { name } of zip.entries) {
      signal?.throwIfAborted();
      const target = join(folder, ...name.split("/"));
      await writeEntry(await zip.open(name)!, target, (count) => {
        leftBytes -= count;
        if (leftBytes >= 0) return null;
        return new ImanticsError(
          "archive-bomb",
          `${path} unpacks to more than ${bounds.maxTotalBytes} bytes.`,
        );
      });
      files.push(target);
    }
  } catch (error) {
    if (error instanceof ImanticsError || signal?.aborted || isSystemError(error)) throw error;
    throw brokenArchive(path, messageOf(error), error);
  } finally {
    zip.close();
  }
  return { files, problems: zip.problems };
}

/** Closes every archive that is kept open, once its last reader has finished. */
export function closeArchives(): void {
  clearTimeout(idleTimer);
  for (const path of slots.keys()) drop(path);
}

async function withArchive<Result>(path: string, use: (zip: ZipFile) => Promise<Result>): Promise<Result> {
  const slot = await acquire(path);
  try {
    return await use(await slot.zip);
  } finally {
    slot.userCount--;
    closeIfUnused(slot);
  }
}

/** Counts the caller as a user. An archive that changed on disk since is opened anew. */
async function acquire(path: string): Promise<Slot> {
  clearTimeout(idleTimer);
  idleTimer = setTimeout(closeArchives, idleMs).unref();
  const { size, mtimeMs } = await stat(path);
  const present = slots.get(path);
  if (present !== undefined) {
    present.userCount++;
    const zip = await present.zip.catch(() => null);
    if (zip?.sizeBytes === size && zip.modifiedMs === Math.floor(mtimeMs)) {
      slots.delete(path);
      if (!present.isDropped) slots.set(path, present);
      return present;
    }
    present.userCount--;
    if (slots.get(path) === present) drop(path);
    else closeIfUnused(present);
  }
  const slot: Slot = { zip: openZip(path, archiveLimits), userCount: 1, isDropped: false };
  drop(path);
  slots.set(path, slot);
  for (const oldest of [...slots.keys()].slice(0, -keptOpen)) drop(oldest);
  return slot;
}

function drop(path: string): void {
  const slot = slots.get(path);
  if (slot === undefined) return;
  slots.delete(path);
  slot.isDropped = true;
  closeIfUnused(slot);
}

function closeIfUnused(slot: Slot): void {
  if (!slot.isDropped || slot.userCount > 0) return;
  slot.zip.then(
    (zip) => zip.close(),
    () => {},
  );
}

/** Collects without trusting the declared size for memory. */
async function collect(stream: Readable, name: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= maxBytes) continue;
    const message = `The entry "${name}" has more than the ${maxBytes} bytes that are read..`;
    throw new ImanticsError("too-many-bytes", message);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

async function writeEntry(
  source: Readable,
  target: string,
  spend: (byteCount: number) => ImanticsError | null,
): Promise<void> {
  const counter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      done(spend(chunk.length), chunk);
    },
  });
  await mkdir(dirname(target), { recursive: true });
  try {
    await pipeline(source, counter, createWriteStream(target, { flags: "wx" }));
  } catch (error) {
    source.destroy();
    if (!(isSystemError(error) && error.code === "EEXIST")) await rm(target, { force: true });
    throw error;
  }
}

function noSuchEntry(path: string, name: string, problems: readonly EntryProblem[]): ImanticsError {
  const problem = problems.find((candidate) => candidate.name === name);
  if (problem !== undefined) return new ImanticsError(problem.code, problem.message);
  return new ImanticsError("file-vanished", `${path} has no entry "${name}" any more. Index it again.`);
}

/** One open zip file in our words: its entries, judged, and their bytes. The only importer of yauzl. */
import { isUtf8 } from "node:buffer";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import yauzl from "yauzl";
import { ImanticsError } from "../domain/errors.ts";
import {
  type ArchiveLimits,
  checkArchive,
  type EntryFacts,
  type EntryProblem,
  entryProblem,
} from "./archive-index.ts";

export interface ArchiveEntry {
  /** As stored, with `/` between names. */
  readonly name: string;
  readonly sizeBytes: number;
}

export interface ArchiveListing {
  /** Files that may be read, sorted by name; the first of equal names. */
  readonly entries: readonly ArchiveEntry[];
  /** Files that are refused, with the reason. */
  readonly problems: readonly EntryProblem[];
  /** Modification time of the archive in whole milliseconds. */
  readonly modifiedMs: number;
}

export interface ZipFile extends ArchiveListing {
  /** Size of the archive itself. */
  readonly sizeBytes: number;
  /** The unpacked bytes as a stream, or null when no readable entry has this name. Checks size and checksum. */
  readonly open: (name: string) => Promise<Readable> | null;
  /** Streams that are open still finish. */
  readonly close: () => void;
}

const UTF8_MARK = 0x800;
const UNICODE_PATH_FIELD = 0x7075;
const UNIX_FILE_KIND = 0o170000;
const UNIX_LINK = 0o120000;

/** Rejects with `archive-broken` or `archive-bomb`, or with the file system's error. */
export async function openZip(path: string, limits: ArchiveLimits): Promise<ZipFile> {
  const { size, mtimeMs } = await stat(path);
  const zip = await openRandomAccess(path);
  try {
    const problems: EntryProblem[] = [];
    const byName = new Map<string, yauzl.Entry>();
    const all = await readEntries(path, zip, limits);
    const facts = all.map(factsOf);
    checkArchive(path, facts, size, limits);
    for (const [index, fact] of facts.entries()) {
      const problem = entryProblem(fact, limits);
      if (problem !== null) problems.push(problem);
      else if (!byName.has(fact.name)) byName.set(fact.name, all[index]!);
    }
    return {
      entries: [...byName]
        .map(([name, entry]) => ({ name, sizeBytes: entry.uncompressedSize }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      problems,
      modifiedMs: Math.floor(mtimeMs),
      sizeBytes: size,
      open: (name) => {
        const entry = byName.get(name);
        return entry === undefined ? null : openStream(zip, entry);
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

export function brokenArchive(path: string, detail: string, cause: unknown): ImanticsError {
  return new ImanticsError(
    "archive-broken",
    `${path} cannot be read as a zip archive (${detail}). Copy it again, or repair it with "zip -FF".`,
    { cause },
  );
}

/** `ENOENT`, `EACCES`, `ENOSPC` …, as opposed to the complaints of the zip reader. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

function openRandomAccess(path: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    // Names are decoded below, because yauzl would give up the whole archive for one bad name.
    yauzl.open(path, { autoClose: false, lazyEntries: true, decodeStrings: false }, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(isSystemError(error) ? error : brokenArchive(path, error.message, error));
    });
  });
}

/** All entries but folders. */
function readEntries(path: string, zip: yauzl.ZipFile, limits: ArchiveLimits): Promise<yauzl.Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = [];
    if (zip.entryCount > limits.maxEntries) {
      const message = `${path} has ${zip.entryCount} entries; at most ${limits.maxEntries} are accepted. Split it.`;
      reject(new ImanticsError("archive-bomb", message));
      return;
    }
    zip.on("error", (error: Error) => reject(brokenArchive(path, error.message, error)));
    zip.on("end", () => resolve(entries));
    zip.on("entry", (entry: yauzl.Entry) => {
      if (!nameOf(entry).endsWith("/")) entries.push(entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

function factsOf(entry: yauzl.Entry): EntryFacts {
  return {
    name: nameOf(entry),
    sizeBytes: entry.uncompressedSize,
    packedBytes: entry.compressedSize,
    isEncrypted: entry.isEncrypted(),
    isSymbolicLink: ((entry.externalFileAttributes >>> 16) & UNIX_FILE_KIND) === UNIX_LINK,
  };
}

/**
 * The name as its archiver meant it. Without the mark for UTF-8 a name is in the code page of DOS by the
 * standard, but macOS and many tools write UTF-8 without the mark: what is valid UTF-8 beyond ASCII is taken
 * as that, since text of code page 437 almost never is. A Unicode path field (0x7075) goes before both.
 */
function nameOf(entry: yauzl.Entry): string {
  const hasUnicodeField = entry.extraFields.some(({ id }) => id === UNICODE_PATH_FIELD);
  const isMarked = (entry.generalPurposeBitFlag & UTF8_MARK) !== 0;
  if (!isMarked && !hasUnicodeField && isUtf8(entry.fileNameRaw)) {
    return entry.fileNameRaw.toString("utf8").replaceAll("\\", "/");
  }
  return yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

function openStream(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error)));
  });
}

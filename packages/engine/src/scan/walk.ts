/**
 * Visits every file below a folder in an order that depends on names alone: a folder's files, then
 * its folders, each sorted. Links to folders come last, so that a folder reachable both ways is met
 * under its real name; a folder is entered once (device and inode), so loops end.
 *
 * Opens no file but archives. Costs one stat a candidate, `statsInFlight` of them at a time.
 */
import { isUtf8 } from "node:buffer";
import type { Dirent, Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import { archiveSeparator, type ScannedFile } from "../domain/source.ts";
import { listArchive } from "./archive.ts";
import { isSkippedName, judgeName } from "./candidates.ts";
import type { ScanEvent } from "./scan-event.ts";
import type { Selection } from "./selection.ts";

const statsInFlight = 32;

export type Visited =
  | { readonly type: "file"; readonly file: ScannedFile }
  | Extract<ScanEvent, { readonly type: "failed" | "not-an-image" }>;

interface Folder {
  readonly path: string;
  /** Relative to the source, with `/`; empty for the source itself. */
  readonly relative: string;
}

/** Ends early, without a word, when the signal fires. */
export async function* walkFolder(
  location: string,
  selection: Selection,
  signal: AbortSignal | undefined,
): AsyncGenerator<Visited> {
  const entered = new Set<string>();
  const links: Folder[] = [];
  const waiting: Folder[] = [{ path: location, relative: "" }];
  const root = await realpath(location).catch(() => location);
  for (
    let folder = waiting.pop();
    folder !== undefined;
    folder = waiting.pop() ?? (await nextLink(links, root))
  ) {
    if (signal?.aborted) return;
    const contents = await readFolder(folder, selection, entered);
    if (contents === null) continue;
    if (!Array.isArray(contents)) {
      yield contents;
      continue;
    }
    if (contents.some(({ dirent }) => dirent.name.includes(REPLACEMENT))) {
      yield* unreadableNames(folder.path);
    }
    const subfolders: Folder[] = [];
    for (let at = 0; at < contents.length; at += statsInFlight) {
      if (signal?.aborted) return;
      const looks = await Promise.all(
        contents.slice(at, at + statsInFlight).map((entry) => look(entry, selection)),
      );
      for (const seen of looks) {
        if (seen === null) continue;
        if (seen.type === "folder") (seen.isLink ? links : subfolders).push(seen.folder);
        else if (seen.type === "archive") yield* visitArchive(seen.path, seen.relative, selection);
        else yield seen;
      }
    }
    waiting.push(...subfolders.reverse());
  }
}

/** All files of an archive, as `archive.zip!/name`. */
export async function* visitArchive(
  path: string,
  relative: string,
  selection: Selection,
): AsyncGenerator<Visited> {
  try {
    const { entries, problems, modifiedMs } = await listArchive(path);
    const prefix = relative === "" ? "" : relative + archiveSeparator;
    for (const { name, code, message } of problems) {
      if (!isHiddenEntry(name)) yield { type: "failed", path: path + archiveSeparator + name, code, message };
    }
    for (const { name, sizeBytes } of entries) {
      if (isHiddenEntry(name) || !selection.takes(prefix + name)) continue;
      const entryPath = path + archiveSeparator + name;
      if (judgeName(name) !== "candidate") yield { type: "not-an-image", path: entryPath };
      else yield { type: "file", file: { path: entryPath, sizeBytes, modifiedMs } };
    }
  } catch (error) {
    const code = error instanceof ImanticsError ? error.code : "file-unreadable";
    yield { type: "failed", path, code, message: messageOf(error) };
  }
}

export function fileOf(path: string, { size, mtimeMs }: Stats): ScannedFile {
  return { path, sizeBytes: size, modifiedMs: Math.floor(mtimeMs) };
}

/** What stands in a name for bytes that are no UTF-8; a name may also really hold it. */
const REPLACEMENT = "\ufffd";

/**
 * Entries whose names are no UTF-8: no path that this program can keep leads to them, so they are told
 * instead of overlooked, each under its bytes (`No\xebl.jpg`).
 */
async function* unreadableNames(folder: string): AsyncGenerator<Visited> {
  const names = await readdir(folder, { encoding: "buffer" });
  for (const name of names.filter((bytes) => !isUtf8(bytes)).sort(Buffer.compare)) {
    const shown = name
      .toString("latin1")
      .replace(/[^ -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
    if (isSkippedName(shown)) continue;
    yield {
      type: "failed",
      path: join(folder, shown),
      code: "name-not-utf8",
      message:
        "The name holds bytes that are no UTF-8 (shown as \\x..), so the file cannot be opened by it. " +
        'Rename it, for example with "convmv -f latin1 -t utf8", and index again.',
    };
  }
}

function isHiddenEntry(name: string): boolean {
  return name.split("/").some((part) => part !== ".." && part !== "." && isSkippedName(part));
}

interface Entry {
  readonly dirent: Dirent;
  readonly path: string;
  readonly relative: string;
}

/** Sorted, without what is skipped or excluded; null when entered before or gone meanwhile. */
async function readFolder(
  { path, relative }: Folder,
  selection: Selection,
  entered: Set<string>,
): Promise<Entry[] | Visited | null> {
  try {
    const [{ dev, ino }, dirents] = await Promise.all([
      stat(path, { bigint: true }),
      readdir(path, { withFileTypes: true }),
    ]);
    const identity = `${dev}:${ino}`;
    if (entered.has(identity)) return null;
    entered.add(identity);
    return dirents
      .filter(({ name }) => !isSkippedName(name))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((dirent) => ({
        dirent,
        path: join(path, dirent.name),
        relative: relative === "" ? dirent.name : `${relative}/${dirent.name}`,
      }))
      .filter((entry) => !selection.excludes(entry.relative));
  } catch (error) {
    if (isGone(error)) return null;
    const message = `The folder cannot be read: ${messageOf(error)}. Its files keep their state.`;
    return { type: "failed", path, code: "folder-unreadable", message };
  }
}

type Look =
  | Visited
  | { readonly type: "folder"; readonly folder: Folder; readonly isLink: boolean }
  | { readonly type: "archive"; readonly path: string; readonly relative: string };

/** What one entry is; null for what does not concern us. */
async function look({ dirent, path, relative }: Entry, selection: Selection): Promise<Look | null> {
  if (dirent.isDirectory()) return { type: "folder", folder: { path, relative }, isLink: false };
  const isLink = dirent.isSymbolicLink();
  const verdict = judgeName(dirent.name);
  if (dirent.isFile()) {
    if (verdict === "archive") return { type: "archive", path, relative };
    if (!selection.takes(relative)) return null;
    if (verdict === "not-an-image") return { type: "not-an-image", path };
  }
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) return { type: "folder", folder: { path, relative }, isLink };
    if (!facts.isFile()) return null;
    if (verdict === "archive") return { type: "archive", path, relative };
    if (!selection.takes(relative)) return null;
    return verdict === "not-an-image"
      ? { type: "not-an-image", path }
      : { type: "file", file: fileOf(path, facts) };
  } catch (error) {
    if (isGone(error)) return null;
    return {
      type: "failed",
      path,
      code: "file-unreadable",
      message: `The file cannot be read: ${messageOf(error)}.`,
    };
  }
}

/** The next linked folder that does not contain the source itself: through such a link all would come again. */
async function nextLink(links: Folder[], root: string): Promise<Folder | undefined> {
  for (let link = links.shift(); link !== undefined; link = links.shift()) {
    const target = await realpath(link.path).catch(() => null);
    const isAbove =
      target === null || root === target || root.startsWith(target.endsWith(sep) ? target : target + sep);
    if (!isAbove) return link;
  }
  return undefined;
}

/** Also a link that points nowhere: what it showed is gone, not broken. */
function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

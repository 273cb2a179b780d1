/**
 * What is in a zip archive, judged before anything is unpacked: names that would leave their
 * folder, encrypted entries, and entries or whole archives that would swell beyond reason.
 *
 * Declared sizes can be trusted here because reading checks them again (`./archive.ts`).
 */
import { ImanticsError } from "../domain/errors.ts";

export interface ArchiveLimits {
  /** Entries in one archive. */
  readonly maxEntries: number;
  /** Unpacked bytes of one entry. */
  readonly maxEntryBytes: number;
  /** Unpacked bytes of all entries together. */
  readonly maxTotalBytes: number;
  /** Unpacked bytes for one packed byte; small archives may have any. Deflate reaches 1032 at most. */
  readonly maxRatio: number;
}

export const archiveLimits = {
  maxEntries: 1_000_000,
  maxEntryBytes: 512 * 2 ** 20,
  maxTotalBytes: 2 ** 40,
  maxRatio: 200,
} satisfies ArchiveLimits;

/** Below this no ratio does harm: a plain drawing packs very well. */
const HARMLESS_BYTES = 32 * 2 ** 20;

export interface EntryFacts {
  readonly name: string;
  readonly sizeBytes: number;
  readonly packedBytes: number;
  readonly isEncrypted: boolean;
  readonly isSymbolicLink: boolean;
}

export interface EntryProblem {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** Throws `archive-bomb` when the whole is beyond the limits. */
export function checkArchive(
  archive: string,
  entries: readonly EntryFacts[],
  archiveBytes: number,
  limits: ArchiveLimits,
): void {
  const total = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const isSwollen = total > HARMLESS_BYTES && total > limits.maxRatio * archiveBytes;
  if (total <= limits.maxTotalBytes && !isSwollen) return;
  throw new ImanticsError(
    "archive-bomb",
    `${archive} would unpack from ${archiveBytes} to ${total} bytes; at most ${limits.maxTotalBytes} ` +
      `and ${limits.maxRatio} times its size are accepted. Unpack it by hand if you trust it.`,
  );
}

/** What is wrong with one entry, or null. */
export function entryProblem(entry: EntryFacts, limits: ArchiveLimits): EntryProblem | null {
  const { name, sizeBytes, packedBytes } = entry;
  if (!isSafeEntryName(name) || entry.isSymbolicLink) {
    const what = entry.isSymbolicLink ? "is a link to elsewhere" : "has a name that leads out of its folder";
    return { name, code: "archive-unsafe-path", message: `The entry "${name}" ${what}; it is not read.` };
  }
  if (entry.isEncrypted) {
    const message = `The entry "${name}" is encrypted; unpack the archive with its password and index the folder.`;
    return { name, code: "archive-encrypted", message };
  }
  if (sizeBytes > limits.maxEntryBytes) {
    const message = `The entry "${name}" has ${sizeBytes} bytes; at most ${limits.maxEntryBytes} are read.`;
    return { name, code: "too-many-bytes", message };
  }
  if (sizeBytes > HARMLESS_BYTES && sizeBytes > limits.maxRatio * packedBytes) {
    const message = `The entry "${name}" would unpack from ${packedBytes} to ${sizeBytes} bytes; it is not read.`;
    return { name, code: "archive-bomb", message };
  }
  return null;
}

/** Relative, with forward slashes, and every segment a real name. */
export function isSafeEntryName(name: string): boolean {
  if (name === "" || name.includes("\0") || name.includes("\\") || /^(?:\/|[A-Za-z]:)/.test(name))
    return false;
  return name.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
}

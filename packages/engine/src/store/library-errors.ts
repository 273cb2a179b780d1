/**
 * What can go wrong with the place a library lies in, as errors a person can act on: one sentence
 * of next step per code, whichever technology (file system, SQLite, Lance) noticed it first.
 */
import { ImanticsError, messageOf } from "../domain/errors.ts";

const nextSteps = {
  "library-busy":
    "Another process is writing to this library. Wait until it has finished or stop it, then try again.",
  "library-read-only":
    "The library cannot be written to. Check the permissions and the mount of its folder, or open it read-only.",
  "disk-full":
    "The disk that holds the library is full. Free some space and start again: what was stored is kept, and the run continues where it stopped.",
  "library-corrupt":
    'Run "imantics doctor". If it cannot repair the library, restore the copy beside it (facts.sqlite.before-*) or index the photos into a new library.',
  "library-not-found": "Check the path, or index a folder first to create a library.",
  "library-unreachable": "Check that the folder exists, that its disk is connected and that you may read it.",
} as const;

export type LibraryErrorCode = keyof typeof nextSteps;

/** `subject` says what was attempted on which file; the next step follows from `code`. */
export function libraryError(code: LibraryErrorCode, subject: string, cause?: unknown): ImanticsError {
  const detail = cause === undefined ? "" : `: ${messageOf(cause)}`;
  return new ImanticsError(code, `${subject}${detail}. ${nextSteps[code]}`, { cause });
}

/** By errno, from Node's `code` or from the `(os error 28)` at the end of a native message. */
const errnoCodes: ReadonlyMap<string, LibraryErrorCode> = new Map([
  ["ENOSPC", "disk-full"],
  ["28", "disk-full"],
  ["EDQUOT", "disk-full"],
  ["122", "disk-full"],
  ["EROFS", "library-read-only"],
  ["30", "library-read-only"],
  ["EACCES", "library-read-only"],
  ["13", "library-read-only"],
  ["EPERM", "library-read-only"],
  ["1", "library-read-only"],
  ["ENOTDIR", "library-unreachable"],
  ["20", "library-unreachable"],
  ["EIO", "library-unreachable"],
  ["5", "library-unreachable"],
]);

/** The clear error behind a failed read or write, or `null` when the operating system was not to blame. */
export function storageError(cause: unknown, subject: string): ImanticsError | null {
  if (cause instanceof ImanticsError) return cause;
  // Native modules have a `code` too, but it says nothing.
  const errno = [cause instanceof Error && "code" in cause && String(cause.code), osError(cause)];
  const code = errno.flatMap((name) => (name && errnoCodes.get(name)) || [])[0];
  return code === undefined ? null : libraryError(code, subject, cause);
}

function osError(cause: unknown): string | undefined {
  return /\(os error (\d+)\)/.exec(messageOf(cause))?.[1];
}

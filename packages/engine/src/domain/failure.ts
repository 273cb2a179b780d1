/** Rows of the ledger. */
import type { ScannedFile } from "./source.ts";

/** A file that broke at `stage`, with the reason, as of now. */
export function failureOf(
  file: ScannedFile,
  stage: string,
  reason: { readonly code: string; readonly message: string },
): FailureRecord {
  const { path, sizeBytes, modifiedMs } = file;
  const { code, message } = reason;
  return {
    path,
    stage,
    code,
    message,
    sizeBytes,
    modifiedMs,
    at: new Date().toISOString(),
    isIgnored: false,
  };
}

/** Listed with its reason, but not counted as a failure: nobody expects a text file to be a picture. */
export function notAnImage(path: string): FailureRecord {
  const reason = { code: "not-an-image", message: "This is not a picture by its name; it was left out." };
  return { ...failureOf({ path, sizeBytes: 0, modifiedMs: 0 }, "scan", reason), isIgnored: true };
}

/** One file that a job could not process. The ledger keeps it until the file changes or is retried. */
export interface FailureRecord {
  readonly path: string;
  /** Where it broke: `scan`, `read`, `decode`, `embed`, `store`. */
  readonly stage: string;
  /** Stable code, e.g. `decode-corrupt`, `too-many-pixels`, `not-an-image`. */
  readonly code: string;
  readonly message: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly isIgnored: boolean;
}

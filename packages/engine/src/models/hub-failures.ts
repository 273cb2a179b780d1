/** Tells apart what may pass (lost connection, busy server), what will not, and a disk without room. */
import { ImanticsError, messageOf } from "../domain/errors.ts";
import { addressOf, type HubAddress } from "./hub-file.ts";

/** Worth another attempt. */
export function isTemporary(error: unknown): boolean {
  return isLostConnection(error) || (error instanceof ImanticsError && error.code === "hub-unavailable");
}

/**
 * `fetch` reports network failures as TypeErrors: "fetch failed" before the answer, "terminated" within
 * its body. Other TypeErrors are bugs and must not be tried again.
 */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof TypeError) || codeOf(error.cause) === "ERR_INVALID_URL") return false;
  return error.message === "fetch failed" || error.message === "terminated";
}

export function unreachable(address: HubAddress, cause: unknown): ImanticsError {
  const reason = cause instanceof Error && cause.cause !== undefined ? cause.cause : cause;
  return new ImanticsError(
    "no-network",
    `${addressOf(address)} cannot be reached: ${messageOf(reason) || codeOf(reason)}. What was fetched is kept, so run the ` +
      'same command again when the network is back, or set IMANTICS_HUB to a mirror. The model "embedded" needs no network.',
    { cause },
  );
}

/** The error of a full disk, or null when it is none. */
export function spaceError(error: unknown, path: string): ImanticsError | null {
  const code = codeOf(error);
  if (code !== "ENOSPC" && code !== "EDQUOT") return null;
  return new ImanticsError(
    "disk-full",
    `No room for ${path} (${code}). Make room or set IMANTICS_CACHE to a folder on another disk, then run the ` +
      "same command again: it continues where it stopped.",
    { cause: error },
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

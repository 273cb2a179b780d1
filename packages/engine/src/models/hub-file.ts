/**
 * What the hub says of one file before it is fetched: size, checksum, commit.
 *
 * Large files answer with a redirect to a storage host; the facts stand on the redirect itself
 * (`x-linked-etag` is the SHA-256, `x-linked-size` the bytes, `x-repo-commit` the commit). Small files
 * answer directly, and their `etag` is the Git blob hash: SHA-1 over `blob <bytes>\0` and the content.
 */
import { createHash, type Hash } from "node:crypto";
import { ImanticsError } from "../domain/errors.ts";

/** A file at one revision of one repository on one host. */
export interface HubAddress {
  readonly host: string;
  readonly repository: string;
  readonly revision: string;
  readonly path: string;
}

/** A checksum and the way to compute it. */
export interface Checksum {
  readonly algorithm: "sha256" | "git-blob";
  readonly hex: string;
}

export interface HubFacts {
  /** Null when the hub does not say. */
  readonly bytes: number | null;
  readonly checksum: Checksum | null;
  readonly commit: string | null;
}

export function addressOf({ host, repository, revision, path }: HubAddress): string {
  const parts = path.split("/").map(encodeURIComponent).join("/");
  return `${host.replace(/\/+$/, "")}/${repository}/resolve/${encodeURIComponent(revision)}/${parts}`;
}

/**
 * Asks for the facts of one file with HEAD.
 * @throws ImanticsError `model-not-found` (404, or 401, which the hub answers for what does not exist),
 * `hub-unavailable` for any other refusal; whatever `fetch` throws when there is no network.
 */
export async function inspect(address: HubAddress, signal?: AbortSignal): Promise<HubFacts> {
  let url = addressOf(address);
  let commit: string | null = null;
  for (let hop = 0; hop < 8; hop++) {
    const response = await fetch(url, {
      method: "HEAD",
      redirect: "manual",
      // A compressed answer would have another length.
      headers: { "accept-encoding": "identity" },
      signal: signal ?? null,
    });
    const { headers } = response;
    commit = headers.get("x-repo-commit") ?? commit;
    const linked = tagOf(headers.get("x-linked-etag"));
    if (linked !== null) {
      return { bytes: numberOf(headers.get("x-linked-size")), checksum: checksumOf(linked), commit };
    }
    const location = headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      url = new URL(location, url).href;
      continue;
    }
    if (!response.ok) throw refusal(address, response.status);
    const tag = tagOf(headers.get("etag"));
    return {
      bytes: numberOf(headers.get("content-length")),
      checksum: tag === null ? null : checksumOf(tag),
      commit,
    };
  }
  throw new ImanticsError(
    "hub-unavailable",
    `${addressOf(address)} redirects without end. Try another host.`,
  );
}

/** The error for an answer that is not the file. */
export function refusal(address: HubAddress, status: number): ImanticsError {
  const { host, repository, revision, path } = address;
  if (status === 404 || status === 401 || status === 403) {
    return new ImanticsError(
      "model-not-found",
      `${host} has no ${path} in ${repository} at revision ${revision} (HTTP ${status}). ` +
        "The repository may have moved or be closed: check the name, or bring the files yourself and set IMANTICS_MODELS.",
    );
  }
  return new ImanticsError(
    "hub-unavailable",
    `${addressOf(address)} answered HTTP ${status}. Try again later; what was fetched is kept.`,
  );
}

/** Starts computing a checksum over a content of `bytes` bytes. */
export function startChecksum(algorithm: Checksum["algorithm"], bytes: number): Hash {
  return algorithm === "sha256" ? createHash("sha256") : createHash("sha1").update(`blob ${bytes}\0`);
}

/** 64 hex digits are a SHA-256, 40 a Git blob hash; other tags say nothing about the content. */
function checksumOf(tag: string): Checksum | null {
  if (/^[0-9a-f]{64}$/.test(tag)) return { algorithm: "sha256", hex: tag };
  if (/^[0-9a-f]{40}$/.test(tag)) return { algorithm: "git-blob", hex: tag };
  return null;
}

function tagOf(header: string | null): string | null {
  return header === null ? null : header.replace(/^W\//, "").replaceAll('"', "");
}

function numberOf(header: string | null): number | null {
  if (header === null || !/^\d+$/.test(header)) return null;
  return Number(header);
}

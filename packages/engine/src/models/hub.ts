/**
 * Fetches one file from the hub: with progress, resumable after a cut, checked, and there whole or not at
 * all.
 *
 * Bytes go to `<target>.part`; a second call continues there with a range request, on condition that the
 * content is still the same. Only a file whose checksum fits is renamed to its target. Server errors and
 * lost connections are tried again after a growing pause; the count starts anew whenever bytes arrived.
 * Which files a model needs is `./pull.ts`' business.
 */
import type { Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import {
  type FileHandle,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from "node:fs/promises";
import { dirname } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { ImanticsError } from "../domain/errors.ts";
import { isLostConnection, isTemporary, spaceError, unreachable } from "./hub-failures.ts";
import {
  addressOf,
  type Checksum,
  type HubAddress,
  type HubFacts,
  refusal,
  startChecksum,
} from "./hub-file.ts";

export type DownloadEvent =
  | {
      readonly type: "progress";
      readonly path: string;
      readonly doneBytes: number;
      /** Null when the hub does not say. */
      readonly totalBytes: number | null;
      /** Since this call began; null in the first moment. */
      readonly bytesPerSecond: number | null;
    }
  | { readonly type: "retry"; readonly path: string; readonly reason: string; readonly waitMs: number };

export interface DownloadOptions {
  readonly signal?: AbortSignal;
  /** Attempts in a row without a single byte before giving up. Default 4. */
  readonly attempts?: number;
  /** Pause before the second attempt; doubles each time. Default 500. */
  readonly retryDelayMs?: number;
}

/** Least time between two progress events. */
const PROGRESS_MS = 200;

/**
 * Fetches `address` to `target`, which does not exist yet. `facts` come from `inspect`, `sha256` from the
 * catalogue when it knows one.
 * @throws ImanticsError `no-network`, `model-not-found`, `hub-unavailable`, `disk-full` (the part is kept)
 * or `checksum-mismatch` (the part is removed); the signal's reason when stopped (the part is kept).
 */
export async function* download(
  address: HubAddress,
  facts: HubFacts,
  sha256: string | null,
  target: string,
  { signal, attempts = 4, retryDelayMs = 500 }: DownloadOptions = {},
): AsyncGenerator<DownloadEvent> {
  const checksum: Checksum | null = sha256 === null ? facts.checksum : { algorithm: "sha256", hex: sha256 };
  const part = `${target}.part`;
  await mkdir(dirname(target), { recursive: true });
  await requireSpace(part, facts);
  const startedAt = performance.now();
  let failures = 0;
  let fetched = 0;
  while (true) {
    let received = 0;
    try {
      for await (const step of transfer(address, facts, part, signal)) {
        received += step.added;
        fetched += step.added;
        const seconds = (performance.now() - startedAt) / 1000;
        yield {
          type: "progress",
          path: address.path,
          doneBytes: step.doneBytes,
          totalBytes: facts.bytes,
          bytesPerSecond: seconds > 0.5 ? Math.round(fetched / seconds) : null,
        };
      }
      break;
    } catch (error) {
      signal?.throwIfAborted();
      if (!isTemporary(error)) throw spaceError(error, part) ?? error;
      failures = received > 0 ? 1 : failures + 1;
      if (failures >= attempts) throw isLostConnection(error) ? unreachable(address, error) : error;
      const waitMs = retryDelayMs * 2 ** (failures - 1);
      yield { type: "retry", path: address.path, reason: reasonOf(error), waitMs };
      await pause(waitMs, undefined, signal === undefined ? {} : { signal });
    }
  }
  await verify(part, checksum, facts, address);
  await rename(part, target);
  await rm(`${part}.tag`, { force: true });
}

interface Step {
  readonly added: number;
  readonly doneBytes: number;
}

/** One request: from where the part ends to the end of the file. */
async function* transfer(
  address: HubAddress,
  facts: HubFacts,
  part: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Step> {
  const begun = await begunPart(part, facts);
  if (begun.bytes > 0 && begun.bytes === facts.bytes) return;
  const response = await fetch(addressOf(address), {
    headers: {
      "accept-encoding": "identity",
      ...(begun.bytes > 0 && { range: `bytes=${begun.bytes}-` }),
      // The server sends the whole file instead when the content is no longer that of the part.
      ...(begun.bytes > 0 && begun.tag !== null && { "if-range": begun.tag }),
    },
    signal: signal ?? null,
  });
  if (response.status === 416) {
    await rm(part, { force: true });
    throw new ImanticsError("hub-unavailable", `${addressOf(address)} refused to continue; beginning anew.`);
  }
  if (!response.ok || response.body === null) throw refusal(address, response.status);
  const continues = response.status === 206 && begun.bytes > 0;
  const tag = response.headers.get("etag");
  const identity = facts.checksum?.hex ?? "";
  // A weak tag must not stand in an If-Range header.
  await writeFile(`${part}.tag`, `${identity}\n${tag?.startsWith('"') ? tag : ""}`);
  const file = await open(part, continues ? "a" : "w");
  try {
    yield* copy(response.body, file, continues ? begun.bytes : 0, facts.bytes);
  } finally {
    await file.close();
  }
}

async function* copy(
  body: AsyncIterable<Uint8Array>,
  file: FileHandle,
  from: number,
  totalBytes: number | null,
): AsyncGenerator<Step> {
  let doneBytes = from;
  let added = 0;
  let lastMs = performance.now();
  for await (const chunk of body) {
    await file.writeFile(chunk);
    doneBytes += chunk.byteLength;
    added += chunk.byteLength;
    if (performance.now() - lastMs >= PROGRESS_MS) {
      lastMs = performance.now();
      yield { added, doneBytes };
      added = 0;
    }
  }
  yield { added, doneBytes };
  if (totalBytes !== null && doneBytes < totalBytes) {
    throw new TypeError("terminated", {
      cause: new Error(`The connection ended after ${doneBytes} of ${totalBytes} bytes.`),
    });
  }
}

/** What an earlier call left, if it is of the same content. */
async function begunPart(
  part: string,
  facts: HubFacts,
): Promise<{ readonly bytes: number; readonly tag: string | null }> {
  const found = await stat(part).catch(() => null);
  if (found === null) return { bytes: 0, tag: null };
  const [identity = "", tag = ""] = (await readFile(`${part}.tag`, "utf8").catch(() => "\n")).split("\n");
  const isSame = identity === (facts.checksum?.hex ?? "") && (identity !== "" || tag !== "");
  const isTooLong = facts.bytes !== null && found.size > facts.bytes;
  if (!isSame || isTooLong) {
    await rm(part, { force: true });
    return { bytes: 0, tag: null };
  }
  return { bytes: found.size, tag: tag === "" ? null : tag };
}

async function verify(
  part: string,
  checksum: Checksum | null,
  facts: HubFacts,
  address: HubAddress,
): Promise<void> {
  const { size } = await stat(part);
  const expected = checksum === null ? null : `${checksum.algorithm} ${checksum.hex}`;
  const found =
    checksum === null ? null : `${checksum.algorithm} ${await checksumOfFile(part, checksum, size)}`;
  if (expected === found && (facts.bytes === null || facts.bytes === size)) return;
  await rm(part, { force: true });
  await rm(`${part}.tag`, { force: true });
  throw new ImanticsError(
    "checksum-mismatch",
    `${address.path} of ${address.repository} came as ${size} bytes, ${found ?? "no checksum"}; ` +
      `expected ${facts.bytes ?? "any number of"} bytes, ${expected ?? "no checksum"}. The bad file was removed and ` +
      "nothing else touched. Try again; if it stays so, something between you and the hub changes the file.",
  );
}

async function checksumOfFile(path: string, { algorithm }: Checksum, bytes: number): Promise<string> {
  const hash: Hash = startChecksum(algorithm, bytes);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}

/** Fails before the first byte when the disk cannot hold the file. */
async function requireSpace(part: string, facts: HubFacts): Promise<void> {
  if (facts.bytes === null) return;
  const begun = (await stat(part).catch(() => null))?.size ?? 0;
  const { bavail, bsize } = await statfs(dirname(part));
  const needed = facts.bytes - begun;
  if (needed > bavail * bsize) {
    throw new ImanticsError(
      "disk-full",
      `${part} needs ${needed} more bytes, but the disk has ${bavail * bsize} left. ` +
        "Make room or set IMANTICS_CACHE to a folder on another disk.",
    );
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

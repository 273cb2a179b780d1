/**
 * A request body, streamed to a new file while it is counted, hashed and looked at. Memory does
 * not grow with the body. Whatever goes wrong, no part of the file stays behind.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { ImanticsError, messageOf } from "@imantics/engine";
import { type FileKind, headBytes, requireKind } from "./file-kinds.ts";

export interface ReceivedFile {
  readonly path: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** Rejects with `too-large`, `upload-incomplete`, `unsupported-type` or `disk-full`. */
export async function receiveFile(
  request: Request,
  folder: string,
  expectation: { readonly kind: FileKind; readonly maxBytes: number },
): Promise<ReceivedFile> {
  const { kind, maxBytes } = expectation;
  const announced = announcedBytes(request);
  if (announced !== null && announced > maxBytes) throw tooLarge(maxBytes);
  if (!request.body)
    throw new ImanticsError("upload-incomplete", "The request has no body; send the bytes of the file.");

  await mkdir(folder, { recursive: true });
  const path = join(folder, `${randomUUID()}.part`);
  try {
    const received = await write(request.body, path, kind, maxBytes);
    if (announced !== null && announced !== received.bytes) {
      throw new ImanticsError(
        "upload-incomplete",
        `${received.bytes} of ${announced} bytes arrived. Send the file again.`,
      );
    }
    return received;
  } catch (error) {
    await rm(path, { force: true });
    throw asUploadError(error, request.signal);
  }
}

async function write(
  body: AsyncIterable<Uint8Array>,
  path: string,
  kind: FileKind,
  maxBytes: number,
): Promise<ReceivedFile> {
  const hash = createHash("sha256");
  const file = await open(path, "wx", 0o600);
  let bytes = 0;
  let head = new Uint8Array(0);
  try {
    for await (const chunk of body) {
      if (head.length < headBytes) {
        head = new Uint8Array(Buffer.concat([head, chunk.subarray(0, headBytes)]));
        // Judged before more is read: gigabytes of something else need not travel first.
        if (head.length >= headBytes) requireKind(kind, head);
      }
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    if (head.length < headBytes) requireKind(kind, head);
    await file.sync();
  } finally {
    await file.close();
  }
  return { path, bytes, sha256: hash.digest("hex") };
}

function announcedBytes(request: Request): number | null {
  const header = request.headers.get("Content-Length");
  return header === null ? null : Number(header);
}

function tooLarge(maxBytes: number): ImanticsError {
  const limit = (maxBytes / 2 ** 20).toLocaleString("en", { maximumFractionDigits: 1 });
  return new ImanticsError("too-large", `The file is larger than ${limit} MiB, the most this address takes.`);
}

function asUploadError(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof ImanticsError) return error;
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new ImanticsError(
      "disk-full",
      "The disk of the server is full. Free some space and send the file again.",
      {
        cause: error,
      },
    );
  }
  if (!signal.aborted) return error;
  return new ImanticsError("upload-incomplete", `The upload broke off: ${messageOf(error)}`, {
    cause: error,
  });
}

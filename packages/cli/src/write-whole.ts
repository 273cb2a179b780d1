/**
 * Writes the answer to where a person points. An ordinary file is there whole or not at all: written
 * beside its place, then renamed. A link is followed and stays a link; pipes and devices are written into.
 */
import { type FileHandle, lstat, open, readlink, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ImanticsError, messageOf } from "@imantics/engine";

type Content = AsyncIterable<string> | Iterable<Uint8Array>;

/** @throws ImanticsError `file-not-writable`. */
export async function writeWhole(file: string, content: Content, cwd: string): Promise<void> {
  try {
    const target = await linkTarget(resolve(cwd, file));
    const present = await stat(target).catch(() => null);
    if (present?.isDirectory()) throw notWritable(file, "it is a folder");
    if (present === null || present.isFile()) await replace(target, content);
    else await pour(await open(target, "w"), content);
  } catch (cause) {
    // Faults of making the content are told as what they are.
    const isOurs = cause instanceof ImanticsError || !(cause instanceof Error && "syscall" in cause);
    throw isOurs ? cause : notWritable(file, messageOf(cause), cause);
  }
}

async function replace(target: string, content: Content): Promise<void> {
  const draft = `${target}.${process.pid}.part`;
  const handle = await open(draft, "wx");
  try {
    await pour(handle, content, (file) => file.sync());
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function pour(
  handle: FileHandle,
  content: Content,
  finish: (handle: FileHandle) => Promise<void> = async () => undefined,
): Promise<void> {
  try {
    for await (const piece of content) await handle.writeFile(piece);
    await finish(handle);
  } finally {
    await handle.close();
  }
}

/** Where a chain of links leads, also when nothing is there yet. Longer chains than a system follows end. */
async function linkTarget(path: string): Promise<string> {
  let at = path;
  for (let followed = 0; followed < 40; followed++) {
    const facts = await lstat(at).catch(() => null);
    if (!facts?.isSymbolicLink()) return at;
    at = resolve(dirname(at), await readlink(at));
  }
  return at;
}

function notWritable(file: string, reason: string, cause?: unknown): ImanticsError {
  return new ImanticsError(
    "file-not-writable",
    `"${file}" cannot be written: ${reason}. Choose another place with --out.`,
    cause === undefined ? undefined : { cause },
  );
}

/** Writes a file so that it is there whole or not at all: beside it first, then renamed. */
import { open, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { ImanticsError, messageOf } from "@imantics/engine";

/** @throws ImanticsError `file-not-writable`. */
export async function writeWhole(
  file: string,
  content: AsyncIterable<string> | Iterable<Uint8Array>,
  cwd: string,
): Promise<void> {
  const target = resolve(cwd, file);
  const draft = `${target}.${process.pid}.part`;
  const handle = await open(draft, "wx").catch((cause: unknown) => {
    throw new ImanticsError(
      "file-not-writable",
      `"${file}" cannot be written: ${messageOf(cause)}. Choose another place with --out.`,
      { cause },
    );
  });
  try {
    for await (const piece of content) await handle.writeFile(piece);
    await handle.sync();
    await handle.close();
    await rename(draft, target);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * Files that appear whole or not at all, even when the process is killed: written beside the target
 * under a `.part` name, then renamed.
 *
 * Not synced to the disk: after a power cut the newest files may be empty. That is fine for what can
 * be made again (thumbnails: the doctor finds empty ones); facts live in SQLite, which does sync.
 */
import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";

export const PART = ".part";

/** The folder of `file` must exist. */
export async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  const part = `${file}.${randomBytes(6).toString("hex")}${PART}`;
  try {
    await writeFile(part, content);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/**
 * A lock on a folder that holds over processes: a file with the holder's process id.
 *
 * Not for network drives shared by machines, where a process id means nothing.
 */
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ImanticsError } from "../domain/errors.ts";

/** One process at a time: two would write into the same part. A lock of a dead process is taken over. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, ".pulling");
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const file = await open(path, "wx");
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const holder = Number(await readFile(path, "utf8").catch(() => ""));
      if (holder > 0 && holder !== process.pid && isAlive(holder)) break;
      if (holder === process.pid) break;
      await rm(path, { force: true });
    }
  }
  throw new ImanticsError(
    "download-in-progress",
    `Another process is downloading into ${folder}. Wait for it, or remove ${path} when none is.`,
  );
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

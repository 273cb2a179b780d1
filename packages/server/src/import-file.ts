/** Brings an uploaded file to rest in the imports folder: whole or not at all, never over another file. */
import { constants } from "node:fs";
import { copyFile, link, mkdir, rm } from "node:fs/promises";
import { extname, join } from "node:path";
import { ImanticsError } from "@imantics/engine";
import { importName } from "./file-kinds.ts";
import { receiveFile } from "./receive-file.ts";
import type { Limits } from "./settings.ts";

/** On the same disk, so that the last step is atomic; hidden, so that no scan meets half a file. */
const incomingName = ".incoming";

/** Removes what an upload left behind when the process died in the middle of it. */
export async function sweepUnfinishedImports(folder: string): Promise<void> {
  await rm(join(folder, incomingName), { recursive: true, force: true });
}

/** Answers the path of the file. Errors as `importName` and `receiveFile`. */
export async function importFile(
  request: Request,
  givenName: string,
  folder: string,
  { maxImportBytes }: Pick<Limits, "maxImportBytes">,
): Promise<{ readonly path: string }> {
  const { name, kind } = importName(givenName);
  await mkdir(folder, { recursive: true });
  const received = await receiveFile(request, join(folder, incomingName), { kind, maxBytes: maxImportBytes });
  try {
    return { path: await settle(received.path, folder, name) };
  } finally {
    await rm(received.path, { force: true });
  }
}

/** Gives the file its name, or `name (2).jpg` and so on when that is taken. */
async function settle(from: string, folder: string, name: string): Promise<string> {
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  for (let number = 1; number < 10_000; number++) {
    const to = join(folder, number === 1 ? name : `${stem} (${number})${extension}`);
    try {
      await link(from, to);
      return to;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : null;
      if (code === "EEXIST") continue;
      // File systems without hard links (FAT, some network disks).
      if (code !== "EPERM" && code !== "ENOTSUP" && code !== "EOPNOTSUPP") throw error;
    }
    if (await copiedExclusively(from, to)) return to;
  }
  throw new ImanticsError(
    "name-not-allowed",
    `"${name}" and 10,000 names like it are taken in ${folder}. Rename the file.`,
  );
}

async function copiedExclusively(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

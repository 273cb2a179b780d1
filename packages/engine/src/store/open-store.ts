/**
 * A library folder and what lies in it:
 *
 *   library.json    format of the folder, when it was made
 *   facts.sqlite    facts (and `facts.sqlite.before-n`, the copy from before a migration)
 *   vectors/        one Lance table per space
 *   thumbnails/     WebP by image id
 *   tmp/            uploads and other files on their way, emptied at every start
 *   lock, lock.json who is writing
 *
 * Models do not live here: several libraries share them.
 */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import { PART, writeWhole } from "./disk/atomic-file.ts";
import { diskFiles } from "./disk/disk-files.ts";
import { acquireLock, LOCK_FILES, type Lock } from "./disk/lock.ts";
import { openLanceVectors } from "./lance/index.ts";
import { libraryError, storageError } from "./library-errors.ts";
import type { Facts } from "./ports/facts.ts";
import type { FileStore } from "./ports/files.ts";
import { openSqliteFacts } from "./sqlite/index.ts";
import type { VectorStore } from "./vectors.ts";

/** Of the folder as a whole; the facts and the vectors have versions of their own. */
const FORMAT = 1;

const Description = z.object({ format: z.number().int(), created: z.string() });

export interface Store {
  /** Absolute. */
  readonly folder: string;
  readonly isReadOnly: boolean;
  readonly facts: Facts;
  readonly vectors: VectorStore;
  readonly files: FileStore;
  /** Where thumbnails lie, for `diskFiles` in another thread. */
  readonly thumbnailFolder: string;
  /** For uploads and downloads on their way; on the same disk as the rest. */
  readonly temporaryFolder: string;
  /** Closes everything and lets the next process write. */
  close(): Promise<void>;
}

/**
 * Opens the library in `folder`; for writing it is made when absent, and locked.
 * Call `recoverOnOpen` (`./doctor.ts`) before writing.
 * @throws ImanticsError `library-not-found` (read-only), `not-a-library`, `library-busy`,
 *   `library-too-new`, `library-too-old`, `library-corrupt`, `library-read-only`, `library-unreachable`.
 */
export async function openStore(
  folder: string,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): Promise<Store> {
  const root = resolve(folder);
  const thumbnailFolder = join(root, "thumbnails");
  const temporaryFolder = join(root, "tmp");
  const vectorFolder = join(root, "vectors");
  const lock = readOnly ? null : await prepare(root, [thumbnailFolder, vectorFolder, temporaryFolder]);
  let facts: Facts | null = null;
  try {
    await checkFormat(root);
    facts = await openSqliteFacts(join(root, "facts.sqlite"), { readOnly });
    const vectors = await openLanceVectors(vectorFolder);
    const opened = facts;
    return {
      folder: root,
      isReadOnly: readOnly,
      facts,
      vectors,
      files: diskFiles(thumbnailFolder),
      thumbnailFolder,
      temporaryFolder,
      async close() {
        try {
          await vectors.close();
          await opened.close();
        } finally {
          await lock?.release();
        }
      },
    };
  } catch (error) {
    await facts?.close();
    await lock?.release();
    throw error;
  }
}

/** Makes the folders, takes the lock, removes what a killed process left on its way. */
async function prepare(root: string, folders: readonly string[]): Promise<Lock> {
  await checkIsOurs(root);
  await mkdirOrExplain(root);
  const lock = await acquireLock(root);
  try {
    const description = join(root, "library.json");
    if (!existsSync(description)) {
      await writeWhole(description, JSON.stringify({ format: FORMAT, created: new Date().toISOString() }));
    }
    const leftOver = (await namesIn(root)).filter((name) => name.endsWith(PART) || name === "tmp");
    for (const name of leftOver) await rm(join(root, name), { recursive: true, force: true });
    for (const folder of folders) await mkdirOrExplain(folder);
    return lock;
  } catch (cause) {
    await lock.release();
    throw storageError(cause, `The library in ${root} cannot be written to`) ?? cause;
  }
}

async function mkdirOrExplain(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw storageError(cause, `The folder ${folder} cannot be made`) ?? cause;
  }
}

/** A library has a folder of its own: never writes into one that holds something else. */
async function checkIsOurs(root: string): Promise<void> {
  if (!existsSync(root) || existsSync(join(root, "library.json"))) return;
  const ownNames: readonly string[] = LOCK_FILES;
  const others = (await namesIn(root)).filter(
    // These a process leaves that was killed before `library.json` was there.
    (name) => !ownNames.includes(name) && !name.endsWith(PART),
  );
  if (others.length === 0) return;
  throw new ImanticsError(
    "not-a-library",
    `${root} is not a library (no library.json) and holds other files, such as "${others[0]}". ` +
      "Choose a new or an empty folder for the library.",
  );
}

async function namesIn(root: string): Promise<readonly string[]> {
  try {
    return await readdir(root);
  } catch (cause) {
    throw storageError(cause, `The folder ${root} cannot be listed`) ?? cause;
  }
}

async function checkFormat(root: string): Promise<void> {
  const file = join(root, "library.json");
  if (!existsSync(file)) throw libraryError("library-not-found", `There is no library in ${root}`);
  let format: number;
  try {
    format = Description.parse(JSON.parse(await readFile(file, "utf8"))).format;
  } catch (cause) {
    const known = storageError(cause, `${file} cannot be read`);
    if (known) throw known;
    throw new ImanticsError(
      "library-corrupt",
      `${file} is damaged: ${messageOf(cause)}. Put {"format":${FORMAT},"created":""} into it and run "imantics doctor".`,
      { cause },
    );
  }
  if (format > FORMAT) {
    throw new ImanticsError(
      "library-too-new",
      `${root} has library format ${format}; this Imantics knows formats up to ${FORMAT}. ` +
        "Update Imantics to open this library.",
    );
  }
}

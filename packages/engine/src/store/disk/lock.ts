/**
 * One writing process per library; readers need no lock.
 *
 * The lock itself is the operating system's (`./sqlite/hold-file.ts`): it ends with its process, so
 * after kill -9 there is nothing stale to take over and no process id that may have been given to
 * somebody else. `lock.json` beside it only tells the others who holds it.
 */
import { access, constants, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { libraryError, storageError } from "../library-errors.ts";
import { holdFile } from "../sqlite/hold-file.ts";
import { writeWhole } from "./atomic-file.ts";

export const LOCK_FILES = ["lock", "lock.json"] as const;

const Holder = z.object({ pid: z.number(), host: z.string(), startedAt: z.string() });
type Holder = z.infer<typeof Holder>;

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the library in `folder` for writing.
 * @throws ImanticsError `library-busy`, naming the holder; `library-read-only`; `library-unreachable`.
 */
export async function acquireLock(folder: string): Promise<Lock> {
  const description = join(folder, "lock.json");
  try {
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw storageError(cause, `The library in ${folder} cannot be written to`) ?? cause;
  }
  const release = holdFile(join(folder, "lock"));
  if (release === null) throw busy(folder, await readHolder(description));
  const holder: Holder = {
    pid: process.pid,
    host: hostname(),
    startedAt: new Date(performance.timeOrigin).toISOString(),
  };
  try {
    await writeWhole(description, JSON.stringify(holder));
  } catch (cause) {
    release();
    throw storageError(cause, `The library in ${folder} cannot be written to`) ?? cause;
  }
  return {
    async release() {
      await rm(description, { force: true });
      release();
    },
  };
}

function busy(folder: string, holder: Holder | null): Error {
  const who = holder
    ? `process ${holder.pid} on ${holder.host}, started ${holder.startedAt}`
    : "a process that has just started";
  return libraryError("library-busy", `The library in ${folder} is in use by ${who}`);
}

async function readHolder(file: string): Promise<Holder | null> {
  try {
    return Holder.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    // Between taking the lock and describing it, or after a crash of the disk: the lock still counts.
    return null;
  }
}

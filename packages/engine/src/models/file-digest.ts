/**
 * SHA-256 of large files, remembered. Weights of several hundred megabytes are hashed once and then only
 * when their size or time of change is another.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";

const memoSchema = z.record(
  z.string(),
  z.object({ size: z.number(), modifiedMs: z.number(), sha256: z.string() }),
);
type Memo = z.infer<typeof memoSchema>;

/** Hashes a file as a stream; about 1 s for 500 MB. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, ...(signal && { signal }) })) {
    hash.update(chunk);
  }
  return hash.digest("hex");
}

/**
 * SHA-256 of every path, in order. What was hashed before is taken from `digests.json` in `memoFolder`;
 * a folder that cannot be written only costs the time of hashing again.
 */
export async function hashFilesOnce(paths: readonly string[], memoFolder: string): Promise<string[]> {
  const memoPath = join(memoFolder, "digests.json");
  const memo = await readMemo(memoPath);
  const digests: string[] = [];
  let hasNews = false;
  for (const path of paths.map((one) => resolve(one))) {
    const { size, mtimeMs } = await stat(path);
    const known = memo[path];
    if (known !== undefined && known.size === size && known.modifiedMs === mtimeMs) {
      digests.push(known.sha256);
      continue;
    }
    const sha256 = await hashFile(path);
    memo[path] = { size, modifiedMs: mtimeMs, sha256 };
    digests.push(sha256);
    hasNews = true;
  }
  if (hasNews) await writeMemo(memoPath, memo).catch(() => undefined);
  return digests;
}

async function readMemo(path: string): Promise<Memo> {
  try {
    return memoSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    // Missing or damaged: it is only a memory, so begin a new one.
    return {};
  }
}

async function writeMemo(path: string, memo: Memo): Promise<void> {
  await mkdir(resolve(path, ".."), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, JSON.stringify(memo, null, 1));
  await rename(temporary, path);
}

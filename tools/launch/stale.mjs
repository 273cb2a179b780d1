/**
 * What is stale: a stamp file holds what a step was last made from, and the step runs again when that
 * differs. Sources are listed by name, size and time, not by content, so that the check costs a stat
 * per file (a few milliseconds) on every start.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const outputs = ["packages/cli/dist/main.js", "packages/web/dist/index.html"];
const skippedFolders = new Set(["node_modules", "dist"]);

/** Digest of what `npm ci` installs from. */
export function digestOfLock(root) {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
}

/**
 * Everything the build reads, one line a file: the packages (tests left out) and the compiler's
 * settings.
 */
export function listOfSources(root) {
  const lines = [];
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    lines.push(`${path}\t${size}\t${Math.trunc(mtimeMs)}`);
  };
  const visit = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) visit(path);
      } else if (!/\.(test|contract)\.tsx?$/.test(entry.name)) add(path);
    }
  };
  for (const name of readdirSync(root)) if (/^tsconfig.*\.json$/.test(name)) add(name);
  visit("packages");
  return lines.sort().join("\n");
}

/** True when `stamp` does not hold `state`. */
export function isStale(stamp, state) {
  return !existsSync(stamp) || readFileSync(stamp, "utf8") !== state;
}

/** True when the built files are missing or made from other sources. */
export function isBuildStale(root, stamp, sources) {
  return isStale(stamp, sources) || outputs.some((path) => !existsSync(join(root, path)));
}

/**
 * True when a changed file is older than the last build, as after unpacking an archive over a clone: the
 * compiler goes by time and would not see it.
 */
export function hasOldChange(stamp, sources) {
  if (!existsSync(stamp)) return true;
  const builtAt = statSync(stamp).mtimeMs;
  const before = new Set(readFileSync(stamp, "utf8").split("\n"));
  const changed = sources.split("\n").filter((line) => !before.has(line));
  return changed.some((line) => Number(line.split("\t")[2]) < builtAt);
}

export function writeStamp(stamp, state) {
  writeFileSync(stamp, state);
}

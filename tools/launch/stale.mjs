/**
 * What is stale: a stamp file holds the digest of whatever a step was last made from, and the step
 * runs again when the digest differs. The digest of sources reads names, sizes and times, not
 * contents, so that the check costs a stat per file (a few milliseconds) on every start.
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

/** Digest of everything the build reads: the packages (tests left out) and the compiler's settings. */
export function digestOfSources(root) {
  const hash = createHash("sha256");
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\0${size}\0${Math.trunc(mtimeMs)}\n`);
  };
  for (const name of readdirSync(root).sort()) if (/^tsconfig.*\.json$/.test(name)) add(name);
  const visit = (folder) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) visit(path);
      } else if (!/\.(test|contract)\.tsx?$/.test(entry.name)) add(path);
    }
  };
  visit("packages");
  return hash.digest("hex");
}

/** True when `stamp` does not hold `digest`. */
export function isStale(stamp, digest) {
  return !existsSync(stamp) || readFileSync(stamp, "utf8") !== digest;
}

/** True when the built files are missing or older than the sources. */
export function isBuildStale(root, stamp, digest) {
  return isStale(stamp, digest) || outputs.some((path) => !existsSync(join(root, path)));
}

export function writeStamp(stamp, digest) {
  writeFileSync(stamp, digest);
}

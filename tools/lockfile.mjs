/**
 * Which platform packages a lockfile names but does not hold. npm drops such entries silently when a
 * registry lags behind on foreign platforms, and `npm ci` then fails for everybody
 * (npm/cli#4828, #8320). Shared by check-lockfile.mjs and complete-lockfile.mjs.
 */

/** Every optional dependency without an entry, resolved as Node would: up the nested node_modules. */
export function missingOptionalPackages(packages) {
  const missing = [];
  for (const [at, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isInstalledFor(packages, at, name)) missing.push({ at, name, version, isDev: entry.dev === true });
    }
  }
  return missing;
}

function isInstalledFor(packages, at, name) {
  for (let folder = at; ; folder = parentFolder(folder)) {
    if (packages[`${folder ? `${folder}/` : ""}node_modules/${name}`]) return true;
    if (folder === "") return false;
  }
}

/** The folder whose node_modules holds `folder`: "" for the top. */
export function parentFolder(folder) {
  const end = folder.lastIndexOf("/node_modules/");
  return end < 0 ? "" : folder.slice(0, end);
}

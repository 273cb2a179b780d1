/** "Under this folder" as a range of path strings: no pattern, so no character of a name is special. */

/** A path lies under `folder` when `from <= path < before`. `separator` is the platform's. */
export function underFolder(
  folder: string,
  separator: string,
): { readonly from: string; readonly before: string } {
  const from = folder.endsWith(separator) ? folder : folder + separator;
  const next = String.fromCharCode(separator.charCodeAt(0) + 1);
  return { from, before: from.slice(0, -1) + next };
}

/** Which files of a source are wanted: its include and exclude patterns. */

import type { Source } from "../domain/source.ts";
import { pathMatcher } from "./glob.ts";

export interface Selection {
  /** Whether the file, or the folder with all below it, is left out. Paths are relative, with `/`. */
  readonly excludes: (path: string) => boolean;
  /** Whether the file is included and neither it nor a folder on its way is left out. */
  readonly takes: (path: string) => boolean;
}

export function selectionOf({ include, exclude }: Pick<Source, "include" | "exclude">): Selection {
  const isIncluded = include.length === 0 ? () => true : pathMatcher(include);
  const excludes = exclude.length === 0 ? () => false : pathMatcher(exclude);
  const isBelowExcluded = (path: string) => {
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
      // Inside an archive the separator is `!/`; the pattern names the archive without it.
      if (excludes(path.slice(0, at)) || (path[at - 1] === "!" && excludes(path.slice(0, at - 1))))
        return true;
    }
    return excludes(path);
  };
  const isUnderIncluded = (path: string) => {
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
      if (isIncluded(path.slice(0, at))) return true;
    }
    return isIncluded(path);
  };
  return {
    excludes,
    takes: (path) => isUnderIncluded(path) && (exclude.length === 0 || !isBelowExcluded(path)),
  };
}

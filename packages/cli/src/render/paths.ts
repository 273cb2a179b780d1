/**
 * Paths in the words of the person: as they were typed when the folder was indexed, as long as those
 * words still lead there from the present folder; otherwise absolute.
 */
import { resolve, sep } from "node:path";
import type { Source } from "@imantics/engine";

type Location = Pick<Source, "location" | "givenAs">;

/** Makes a function absolute path → path to print, for the given sources and current folder. */
export function pathPrinter(sources: readonly Location[], cwd: string): (path: string) => string {
  // The deepest source first: a folder indexed inside another one keeps its own words.
  const known = [...sources].sort((a, b) => b.location.length - a.location.length);
  return (path) => {
    for (const source of known) {
      const rest = restWithin(source.location, path);
      if (rest === null) continue;
      return resolve(cwd, source.givenAs) === source.location ? join(source.givenAs, rest) : path;
    }
    return path;
  };
}

/** What follows `location` in `path` ("" for itself, `/a.jpg` for a file, `!/a.jpg` in an archive), or null. */
function restWithin(location: string, path: string): string | null {
  const base = withoutTrailingSeparator(location);
  if (!path.startsWith(base)) return null;
  const rest = path.slice(base.length);
  return rest === "" || rest.startsWith(sep) || rest.startsWith("!/") ? rest : null;
}

/** Not `path.join`: that would turn `./photos` into `photos`, which the person did not type. */
function join(givenAs: string, rest: string): string {
  return rest === "" ? givenAs : withoutTrailingSeparator(givenAs) + rest;
}

function withoutTrailingSeparator(path: string): string {
  return path.replace(/[/\\]+$/, "");
}

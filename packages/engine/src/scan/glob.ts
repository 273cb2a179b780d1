/**
 * Glob patterns for leaving files out or taking only some: `*` and `?` within one name, `**` across
 * folders, `{a,b}` for alternatives. A pattern without a slash speaks of a name at any depth, as in
 * .gitignore; with one it is relative to the source. Letter case does not matter, because cameras
 * write `.JPG`. Leaves out negation and character classes.
 */
export type PathMatcher = (path: string) => boolean;

/** Whether any of the patterns fits `path` (relative, `/` between names). No pattern fits nothing. */
export function pathMatcher(patterns: readonly string[]): PathMatcher {
  const expressions = patterns.map((pattern) => new RegExp(`^${globSource(pattern)}$`, "iu"));
  return (path) => expressions.some((expression) => expression.test(path));
}

function globSource(pattern: string): string {
  const trimmed = pattern.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, "");
  const inFolder = trimmed.endsWith("/") ? `${trimmed}**` : trimmed;
  const anchored = trimmed.replace(/\/+$/, "").includes("/");
  return anchored ? translate(inFolder) : `(?:.*/)?${translate(inFolder)}`;
}

function translate(glob: string): string {
  const { source, end } = translateUntil(glob, 0, false);
  // A closing brace without an opening one stands for itself.
  return end < glob.length ? source + literal(glob[end]!) + translate(glob.slice(end + 1)) : source;
}

/** Translates from `at` to the end, or to the `}` that closes the alternatives it is in. */
function translateUntil(glob: string, at: number, isInBraces: boolean): { source: string; end: number } {
  let source = "";
  while (at < glob.length) {
    const rest = glob.slice(at);
    const character = glob[at]!;
    if (character === "}" && isInBraces) break;
    if (character === "," && isInBraces) {
      source += "|";
      at += 1;
    } else if (character === "{" && rest.includes("}")) {
      const inner = translateUntil(glob, at + 1, true);
      source += `(?:${inner.source})`;
      at = inner.end + 1;
    } else if (rest === "/**") {
      // `photos/**` is the folder itself and all that is in it.
      source += "(?:/.*)?";
      at += 3;
    } else if (rest.startsWith("**/")) {
      source += "(?:.*/)?";
      at += 3;
    } else if (rest.startsWith("**")) {
      source += ".*";
      at += 2;
    } else {
      source += character === "*" ? "[^/]*" : character === "?" ? "[^/]" : literal(character);
      at += 1;
    }
  }
  return { source, end: at };
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

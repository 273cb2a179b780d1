/** The path printer of a library, including folders that are typed now and become sources in a moment. */
import { resolve } from "node:path";
import type { Library } from "@imantics/engine";
import { pathPrinter } from "./render/paths.ts";

export async function typedPaths(
  library: Library,
  typedNow: readonly string[],
  cwd: string,
): Promise<(path: string) => string> {
  const now = typedNow.map((givenAs) => ({ location: resolve(cwd, givenAs), givenAs }));
  const { sources } = await library.describe();
  return pathPrinter([...now, ...sources], cwd);
}

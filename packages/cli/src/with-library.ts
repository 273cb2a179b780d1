/** Opens the library of a command, runs the command on it, and closes it whatever happens. */
import { resolve } from "node:path";
import { type Library, openLibrary, readSettings } from "@imantics/engine";
import type { LibraryOptions } from "./library-options.ts";
import type { Terminal } from "./terminal.ts";

/** `read` works beside a running server or index run; `write` needs the library for itself. */
export type LibraryMode = "read" | "write";

export async function withLibrary<T>(
  mode: LibraryMode,
  options: LibraryOptions,
  terminal: Terminal,
  action: (library: Library) => Promise<T>,
): Promise<T> {
  const location =
    options.library === undefined ? readSettings().libraryFolder : resolve(terminal.cwd, options.library);
  const library = await openLibrary(location, { isReadOnly: mode === "read" });
  try {
    return await action(library);
  } finally {
    await library.close();
  }
}

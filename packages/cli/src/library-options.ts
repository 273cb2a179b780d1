/** What every command takes: which library, and whether the answer is for a person or a script. */
import type { Command } from "commander";
import { z } from "zod";

export const LibraryOptions = z.object({
  library: z.string().min(1).optional(),
  json: z.boolean().default(false),
});
export type LibraryOptions = z.infer<typeof LibraryOptions>;

export function addLibraryOptions(command: Command): Command {
  return command
    .option("--library <dir>", "library folder (default: $IMANTICS_LIBRARY, else the user's data folder)")
    .option("--json", "answer in JSON on stdout, for scripts");
}

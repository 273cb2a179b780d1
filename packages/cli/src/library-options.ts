/** What every command takes (which library, and whether the answer is for a script), and how options are parsed. */
import { ImanticsError } from "@imantics/engine";
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

/** For options that may be given several times. */
export const collect = (value: string, earlier: readonly string[] = []): string[] => [...earlier, value];

/** Options as commander gives them → checked values. @throws ImanticsError `usage` naming each wrong option. */
export function parseOptions<T>(schema: z.ZodType<T>, options: unknown): T {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const words = result.error.issues.map(({ path, message }) => {
    const name = path.join(".").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `--${name}: ${message}`;
  });
  throw new ImanticsError("usage", `${words.join("; ")}. --help tells what each option takes.`);
}

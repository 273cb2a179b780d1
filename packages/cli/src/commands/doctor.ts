/** `imantics doctor`: is the library sound, and if not, what can be mended. */
import { ImanticsError } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { followJob } from "../follow-job.ts";
import { addLibraryOptions, LibraryOptions } from "../library-options.ts";
import { formatCount } from "../render/numbers.ts";
import { jsonLines, progressView } from "../render/progress.ts";
import type { Terminal } from "../terminal.ts";
import { withLibrary } from "../with-library.ts";

const DoctorOptions = LibraryOptions.extend({ repair: z.boolean().default(false) });

export function addDoctorCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("doctor")
    .summary("check the library, and repair it")
    .description(
      "Compares facts, vectors and thumbnails with each other and checks the database file. With --repair: " +
        "removes what nothing speaks of and marks what is missing to be made again. Photos are never touched.",
    )
    .option("--repair", "mend what was found");
  addLibraryOptions(command).action(async (options: unknown) => {
    const { repair, json, ...rest } = DoctorOptions.parse(options);
    await withLibrary("write", { ...rest, json }, terminal, async (library) => {
      const view = json ? jsonLines(terminal) : progressView(terminal);
      const { summary } = await followJob(library, { kind: "doctor", repair }, view, terminal);
      if (json) terminal.print(JSON.stringify({ type: "summary", ...summary.counts, ...summary.result }));
      else terminal.print(describe(summary.counts));
      const problems = Object.values(summary.counts).reduce((sum, count) => sum + count, 0);
      if (!repair && problems > 0) {
        throw new ImanticsError("library-needs-repair", 'Something is amiss. "imantics doctor --repair" mends it.');
      }
    });
  });
}

function describe(counts: Readonly<Record<string, number>>): string {
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  if (found.length === 0) return "The library is sound.";
  return found.map(([name, count]) => `${formatCount(count)} ${name}`).join("\n");
}

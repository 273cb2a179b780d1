/** `imantics doctor`: is the library sound, and if not, what can be mended. */
import { ImanticsError } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { followJob } from "../follow-job.ts";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { countOf, formatCount } from "../render/numbers.ts";
import { jsonLines, progressView } from "../render/progress.ts";
import { summaryOf } from "../render/summary.ts";
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
    const { repair, json, ...rest } = parseOptions(DoctorOptions, options);
    await withLibrary("write", { ...rest, json }, terminal, async (library) => {
      const view = json ? jsonLines(terminal) : progressView(terminal);
      const outcome = await followJob(library, { kind: "doctor", repair }, view, terminal);
      const { findings = 0, repaired = 0 } = outcome.summaries[0]?.counts ?? {};
      terminal.print(json ? JSON.stringify(summaryOf(outcome)) : describe(findings, repaired));
      if (findings > repaired) {
        const next = repair
          ? "Some of it could not be mended; see above."
          : '"imantics doctor --repair" mends it.';
        throw new ImanticsError("library-needs-repair", next);
      }
    });
  });
}

function describe(findings: number, repaired: number): string {
  if (findings === 0) return "The library is sound.";
  return `${countOf(findings, "finding")}, ${formatCount(repaired)} repaired.`;
}

/** `imantics index <folder...>`: brings the library up to date with folders, files and archives. */
import { ImanticsError, type JobRequest } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { followJob, type JobOutcome } from "../follow-job.ts";
import { addLibraryOptions, LibraryOptions } from "../library-options.ts";
import { countOf, formatDuration } from "../render/numbers.ts";
import { jsonLines, progressView } from "../render/progress.ts";
import type { Terminal } from "../terminal.ts";
import { withLibrary } from "../with-library.ts";

const IndexOptions = LibraryOptions.extend({
  include: z.array(z.string()).default([]),
  exclude: z.array(z.string()).default([]),
  cluster: z.boolean().default(false),
  strict: z.boolean().default(false),
});

export function addIndexCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("index")
    .summary("read folders, image files or zip archives into the library")
    .description(
      "Reads folders (with everything below them), single image files or zip archives into the library. " +
        "Your files are only read, never changed. Running it again costs a look per unchanged file; moved " +
        "files are recognised. Without a folder, everything that was indexed before is visited again.",
    )
    .argument("[folder...]", "folders, image files or zip archives")
    .option("--include <pattern...>", "only files that match, e.g. '**/*.jpg'")
    .option("--exclude <pattern...>", "leave out what matches, e.g. '**/raw/**'")
    .option("--cluster", "cluster and name afterwards when something changed")
    .option("--strict", "exit with 3 when some files could not be read")
    .addHelpText("after", examples);
  addLibraryOptions(command).action(async (folders: string[], options: unknown) => {
    await indexFolders(folders, IndexOptions.parse(options), terminal);
  });
}

const examples = `
Examples:
  $ imantics index ~/Pictures
  $ imantics index holiday.zip scans/ --exclude '**/drafts/**'
  $ imantics index ~/Pictures --json | tail -n 1`;

async function indexFolders(
  locations: readonly string[],
  options: z.infer<typeof IndexOptions>,
  terminal: Terminal,
): Promise<void> {
  const { include, exclude, cluster, json, strict } = options;
  const request: JobRequest = { kind: "index", locations, include, exclude, thenCluster: cluster };
  const failed = await withLibrary("write", options, terminal, async (library) => {
    const view = json ? jsonLines(terminal) : progressView(terminal);
    const outcome = await followJob(library, request, view, terminal);
    const summary = summaryOf(outcome);
    const { counts } = await library.describe();
    if (json) terminal.print(JSON.stringify({ ...summary, total: counts.images, library: library.location }));
    else terminal.print(`${describeIndex(outcome)} The library holds ${countOf(counts.images, "image")}.`);
    return summary.failed;
  });
  if (!json && failed > 0) terminal.tell('"imantics failures list" tells which files, and why.\n');
  if (strict && failed > 0) {
    throw new ImanticsError(
      "finished-with-failures",
      `${countOf(failed, "file")} could not be read. "imantics failures list" tells which and why.`,
    );
  }
}

/** The last line of `index --json`. `images`, `skipped` and `failed` are always there. */
function summaryOf({ summary, record }: JobOutcome) {
  const { images = 0, skipped = 0, failed = 0, ...others } = summary.counts;
  return { type: "summary", images, skipped, failed, ...others, seconds: secondsOf(record), ...summary.result };
}

/** One sentence: what came in, what was known, what failed, how long it took. */
export function describeIndex({ summary, record }: JobOutcome): string {
  const { images = 0, skipped = 0, failed = 0, duplicates = 0, missing = 0 } = summary.counts;
  const parts = [
    `${countOf(images, "new image")}`,
    `${countOf(skipped, "file")} unchanged`,
    ...(duplicates > 0 ? [countOf(duplicates, "duplicate")] : []),
    ...(missing > 0 ? [`${countOf(missing, "file")} missing`] : []),
    ...(failed > 0 ? [`${countOf(failed, "file")} failed`] : []),
  ];
  return `${parts.join(", ")} in ${formatDuration(secondsOf(record))}.`;
}

function secondsOf({ createdAt, endedAt }: JobOutcome["record"]): number {
  return endedAt === null ? 0 : (Date.parse(endedAt) - Date.parse(createdAt)) / 1000;
}

/** `imantics index <folder...>`: brings the library up to date with folders, files and archives. */
import { ImanticsError, type JobRequest } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { followJob } from "../follow-job.ts";
import { addLibraryOptions, collect, LibraryOptions, parseOptions } from "../library-options.ts";
import { describeEncoder } from "../render/encoder.ts";
import { countOf } from "../render/numbers.ts";
import { jsonLines, progressView } from "../render/progress.ts";
import { describeIndex, summaryOf } from "../render/summary.ts";
import type { Terminal } from "../terminal.ts";
import { typedPaths } from "../typed-paths.ts";
import { withLibrary } from "../with-library.ts";

const IndexOptions = LibraryOptions.extend({
  include: z.array(z.string()).default([]),
  exclude: z.array(z.string()).default([]),
  cluster: z.boolean().default(false),
  parts: z.boolean().default(false),
  model: z.string().min(1).exactOptional(),
  strict: z.boolean().default(false),
  force: z.boolean().default(false),
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
    .option("--include <pattern>", "only files that match, e.g. '**/*.jpg' (repeatable)", collect)
    .option("--exclude <pattern>", "leave out what matches, e.g. '**/raw/**' (repeatable)", collect)
    .option("--cluster", "cluster and name afterwards when something changed")
    .option("--parts", "look for things and text in the pictures afterwards")
    .option("--model <id>", "see the photos with this model from now on, as models use <id>")
    .option("--force", "read every file again, also those whose size and time are as before")
    .option("--strict", "exit with 3 when some files could not be read")
    .addHelpText("after", examples);
  addLibraryOptions(command).action(async (folders: string[], options: unknown) => {
    await indexFolders(folders, parseOptions(IndexOptions, options), terminal);
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
  const { include, exclude, cluster, parts, model, json, strict, force: readsAll } = options;
  const request: JobRequest = { kind: "index", locations, include, exclude, thenCluster: cluster, readsAll };
  const failed = await withLibrary("write", options, terminal, async (library) => {
    const asTyped = await typedPaths(library, locations, terminal.cwd);
    const view = json ? jsonLines(terminal, asTyped) : progressView(terminal);
    if (model !== undefined) await library.models.use(model);
    const outcome = await followJob(library, request, view, terminal);
    // Parts that were found before need a vector of the new model too; nobody looks for more of them here.
    const hasParts =
      model !== undefined && (await library.parts.counts()).some(({ type }) => type !== "whole");
    if (hasParts && !parts) await followJob(library, { kind: "parts", detectors: [] }, view, terminal);
    if (parts) await followJob(library, { kind: "parts" }, view, terminal);
    terminal.print(json ? JSON.stringify(summaryOf(outcome)) : describeIndex(outcome));
    if (!json) terminal.tell(`${describeEncoder((await library.describe()).encoder)}\n`);
    return outcome.summaries[0]?.counts.failed ?? 0;
  });
  if (failed === 0) return;
  const message = `${countOf(failed, "file")} could not be read. "imantics failures list" tells which and why.`;
  if (strict) throw new ImanticsError("finished-with-failures", message);
  if (!json) terminal.tell(`${message}\n`);
}

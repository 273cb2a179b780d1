/**
 * `imantics <folder...>`, the main way in: serves the page at once, reads the folders, groups and names
 * what is in them, and stays until Ctrl-C. The page fills while the photos are read.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ImanticsError } from "@imantics/engine";
import type { Command } from "commander";
import { followJob } from "../follow-job.ts";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { describeEncoder } from "../render/encoder.ts";
import { jsonLines, progressView } from "../render/progress.ts";
import { describeIndex, summaryOf } from "../render/summary.ts";
import { ServingOptions, startServing, untilInterrupted } from "../serving.ts";
import type { Terminal } from "../terminal.ts";
import { typedPaths } from "../typed-paths.ts";
import { withLibrary } from "../with-library.ts";
import { addServingOptions } from "./serve.ts";

const OpenOptions = LibraryOptions.extend(ServingOptions.shape);

export function addOpenCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("open", { isDefault: true })
    .summary("index, cluster and name, then serve the page (the default)")
    .description(
      "Reads folders into the library, groups and names their images, and serves the page until Ctrl-C. " +
        "The word open may be left out: imantics ~/Pictures.",
    )
    .argument("[folder...]", "folders, image files or zip archives");
  addServingOptions(command);
  addLibraryOptions(command).action(async (folders: string[], options: unknown) => {
    if (folders.length === 0) return program.outputHelp();
    requireFolders(folders, program, terminal.cwd);
    await openFolders(folders, parseOptions(OpenOptions, options), terminal);
  });
}

async function openFolders(
  folders: readonly string[],
  options: ReturnType<typeof OpenOptions.parse>,
  terminal: Terminal,
): Promise<void> {
  const { json } = options;
  await withLibrary("write", options, terminal, async (library) => {
    const server = await startServing(library, options, json, terminal);
    try {
      if (!json) {
        const { encoder } = await library.describe();
        terminal.tell(`The page fills while your photos are read.\n${describeEncoder(encoder)}\n`);
      }
      const asTyped = await typedPaths(library, folders, terminal.cwd);
      const view = json ? jsonLines(terminal, asTyped) : progressView(terminal);
      const request = { kind: "index", locations: folders, thenCluster: true } as const;
      const outcome = await followJob(library, request, view, terminal);
      // From here on Ctrl-C closes the server, whatever is still on its way.
      const closed = untilInterrupted(server, terminal);
      terminal.print(json ? JSON.stringify(summaryOf(outcome)) : describeIndex(outcome));
      await library.prepareSearch();
      if (!json) terminal.print(`Ready: ${server.address}`);
      // Takes minutes where the rest takes seconds, and everything works meanwhile: nobody waits for it.
      await library.jobs.start({ kind: "parts" });
      if (!json)
        terminal.tell("Things and text in your photos are looked for in the background. Ctrl-C stops.\n");
      await closed;
    } finally {
      await server.close();
    }
  });
}

/** A mistyped command would otherwise be taken for a folder. */
function requireFolders(folders: readonly string[], program: Command, cwd: string): void {
  const [first] = folders;
  if (first === undefined || existsSync(resolve(cwd, first)) || /[/\\.]/.test(first)) return;
  const names = program.commands.map((command) => command.name());
  throw new ImanticsError(
    "usage",
    `"${first}" is neither a command nor a folder here. The commands are ${names.join(", ")}.`,
  );
}

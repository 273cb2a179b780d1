/** `imantics serve`: the page and the API over a library that was indexed before. */
import type { Command } from "commander";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { ServingOptions, startServing, untilInterrupted } from "../serving.ts";
import type { Terminal } from "../terminal.ts";
import { withLibrary } from "../with-library.ts";

const ServeOptions = LibraryOptions.extend(ServingOptions.shape);

export function addServeCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("serve")
    .summary("serve the page and the API")
    .description(
      "Serves the page and the API until Ctrl-C. By default only this machine can reach it; any other --host " +
        'needs an API key ("imantics keys create").',
    )
    .addHelpText("after", examples);
  addServingOptions(command);
  addLibraryOptions(command).action(async (options: unknown) => {
    const parsed = parseOptions(ServeOptions, options);
    await withLibrary("write", parsed, terminal, async (library) => {
      const server = await startServing(library, parsed, parsed.json, terminal);
      if (!parsed.json) terminal.tell("Ctrl-C stops.\n");
      await untilInterrupted(server, terminal);
    });
  });
}

export function addServingOptions(command: Command): Command {
  return command
    .option("--host <host>", "address to listen on (default: 127.0.0.1)")
    .option("--port <n>", "port; 0 for any free one (default: 4400)")
    .option("--no-browser", "do not open a browser");
}

const examples = `
Examples:
  $ imantics serve
  $ imantics serve --host 0.0.0.0 --port 8080`;

/** All commands on one screen. Each lives in a file of its own under ./commands. */
import { version } from "@imantics/engine";
import { Command } from "commander";
import { addAssignCommand } from "./commands/assign.ts";
import { addClusterCommand } from "./commands/cluster.ts";
import { addDoctorCommand } from "./commands/doctor.ts";
import { addEvaluateCommand } from "./commands/evaluate.ts";
import { addExportCommand } from "./commands/export.ts";
import { addFailuresCommand } from "./commands/failures.ts";
import { addIndexCommand } from "./commands/index-folders.ts";
import { addJobsCommand } from "./commands/jobs.ts";
import { addKeysCommand } from "./commands/keys.ts";
import { addModelsCommand } from "./commands/models.ts";
import { addNeighboursCommand } from "./commands/neighbours.ts";
import { addOpenCommand } from "./commands/open.ts";
import { addPartsCommand } from "./commands/parts.ts";
import { addPeopleCommand } from "./commands/people.ts";
import { addProjectCommand } from "./commands/project.ts";
import { addRunsCommand } from "./commands/runs.ts";
import { addSearchCommand } from "./commands/search.ts";
import { addServeCommand } from "./commands/serve.ts";
import { addShowCommand } from "./commands/show.ts";
import { addSpacesCommand } from "./commands/spaces.ts";
import { addSuggestCommand } from "./commands/suggest.ts";
import type { Terminal } from "./terminal.ts";

export function createProgram(
  terminal: Terminal,
  { tellsUsageErrors }: { readonly tellsUsageErrors: boolean },
): Command {
  const program = new Command("imantics")
    .description("Gives a folder of photos structure: searchable by words and pictures, grouped and named.")
    .version(version, "-V, --version", "print the version")
    .usage("<folder...>  |  imantics <command> [options]")
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => terminal.tell(text),
      outputError: (text, write) => tellsUsageErrors && write(text),
    })
    .addHelpText("after", examples);
  for (const addCommand of commands) addCommand(program, terminal);
  return program;
}

const commands = [
  addOpenCommand,
  addIndexCommand,
  addSearchCommand,
  addClusterCommand,
  addPartsCommand,
  addPeopleCommand,
  addShowCommand,
  addModelsCommand,
  addSpacesCommand,
  addServeCommand,
  addDoctorCommand,
  addExportCommand,
  addKeysCommand,
  addJobsCommand,
  addRunsCommand,
  addFailuresCommand,
  addSuggestCommand,
  addProjectCommand,
  addAssignCommand,
  addNeighboursCommand,
  addEvaluateCommand,
];

const examples = `
Examples:
  $ imantics ~/Pictures                     read, group, name, and open the page
  $ imantics search "children on a beach"   find by words
  $ imantics search --image sketch.jpg      find by a picture

  $ imantics cluster --vectors x.npy --json  group vectors of your own, without a library

Every command takes --json; those on photos take --library <dir>. docs/cli.md has exit codes and JSON shapes.`;

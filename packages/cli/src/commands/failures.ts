/** `imantics failures`: the ledger of files that could not be read, with reasons. */
import { resolve } from "node:path";
import type { FailureRecord, Library } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { followStarted } from "../follow-job.ts";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { countOf } from "../render/numbers.ts";
import { jsonLines, progressView } from "../render/progress.ts";
import { describeIndex, summaryOf } from "../render/summary.ts";
import { renderTable } from "../render/table.ts";
import type { Terminal } from "../terminal.ts";
import { typedPaths } from "../typed-paths.ts";
import { withLibrary } from "../with-library.ts";

const ListOptions = LibraryOptions.extend({
  limit: z.coerce.number().int().min(1).default(1000),
  offset: z.coerce.number().int().min(0).default(0),
});

export function addFailuresCommand(program: Command, terminal: Terminal): void {
  const failures = program
    .command("failures")
    .summary("list files that could not be read, and why")
    .description("One row a file. A file is tried again by itself when it changes.");
  addList(failures, terminal);
  addRetry(failures, terminal);
  addIgnore(failures, terminal);
}

function addList(failures: Command, terminal: Terminal): void {
  const list = failures
    .command("list", { isDefault: true })
    .description("Files with the stage where they broke, a stable code and the reason.")
    .option("--limit <n>", "how many (default: 1000)")
    .option("--offset <n>", "how many to leave out, for paging");
  addLibraryOptions(list).action(async (options: unknown) => {
    const parsed = parseOptions(ListOptions, options);
    await withLibrary("read", parsed, terminal, async (library) => {
      const page = await library.failures.page({ offset: parsed.offset, limit: parsed.limit });
      const asTyped = await typedPaths(library, [], terminal.cwd);
      const records = page.failures.map((one) => ({ ...one, path: asTyped(one.path) }));
      if (parsed.json) terminal.print(JSON.stringify({ total: page.total, failures: records }));
      else if (records.length > 0) terminal.print(renderTable(records.map(cells)));
      else terminal.tell("No file failed.\n");
    });
  });
}

function addRetry(failures: Command, terminal: Terminal): void {
  const retry = failures
    .command("retry")
    .description("Forgets the rows and tries these files again. Without a path: all of them.")
    .argument("[path...]", "paths as listed");
  addLibraryOptions(retry).action(async (paths: string[], options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("write", parsed, terminal, async (library) => {
      const chosen = paths.length === 0 ? undefined : absolute(paths, terminal.cwd);
      const asTyped = await typedPaths(library, [], terminal.cwd);
      const view = parsed.json ? jsonLines(terminal, asTyped) : progressView(terminal);
      const outcome = await followStarted(library, await library.failures.retry(chosen), view, terminal);
      if (parsed.json) terminal.print(JSON.stringify(summaryOf(outcome)));
      else terminal.print(`${describeIndex(outcome)} ${await remaining(library)}`);
    });
  });
}

function addIgnore(failures: Command, terminal: Terminal): void {
  const ignore = failures
    .command("ignore")
    .description("Keeps the rows, but marks them as known.")
    .argument("<path...>", "paths as listed");
  addLibraryOptions(ignore).action(async (paths: string[], options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("write", parsed, terminal, (library) =>
      library.failures.ignore(absolute(paths, terminal.cwd)),
    );
    terminal.print(parsed.json ? JSON.stringify({ ignored: paths }) : `Ignored: ${paths.join(", ")}`);
  });
}

function cells({ path, stage, code, message, isIgnored }: FailureRecord): string[] {
  return [path, stage, code, isIgnored ? `(ignored) ${message}` : message];
}

async function remaining(library: Library): Promise<string> {
  const { total } = await library.failures.page({ offset: 0, limit: 1 });
  return total === 0 ? "No failure is left." : `${countOf(total, "failure")} left.`;
}

function absolute(paths: readonly string[], cwd: string): string[] {
  return paths.map((path) => resolve(cwd, path));
}

/** `imantics jobs`: what ran, how it ended, and how to take it up again. */
import type { JobRecord } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { followStarted } from "../follow-job.ts";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { formatCount } from "../render/numbers.ts";
import { jsonLines, progressView } from "../render/progress.ts";
import { summaryOf } from "../render/summary.ts";
import { renderTable } from "../render/table.ts";
import type { Terminal } from "../terminal.ts";
import { withLibrary } from "../with-library.ts";

const ListOptions = LibraryOptions.extend({ limit: z.coerce.number().int().min(1).default(20) });

export function addJobsCommand(program: Command, terminal: Terminal): void {
  const jobs = program
    .command("jobs")
    .summary("list what ran, and resume it")
    .description("Index, cluster and other runs.");

  const list = jobs
    .command("list", { isDefault: true })
    .description("The newest runs first.")
    .option("--limit <n>", "how many (default: 20)");
  addLibraryOptions(list).action(async (options: unknown) => {
    const parsed = parseOptions(ListOptions, options);
    await withLibrary("read", parsed, terminal, async (library) => {
      const records = await library.jobs.list(parsed.limit);
      if (parsed.json) terminal.print(JSON.stringify({ jobs: records }));
      else if (records.length > 0) terminal.print(renderTable(records.map(cells)));
      else terminal.tell("Nothing has run yet.\n");
    });
  });

  const resume = jobs
    .command("resume")
    .description("Starts the same run again; finished work is skipped.")
    .argument("<id>", "id of jobs list");
  addLibraryOptions(resume).action(async (id: string, options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("write", parsed, terminal, async (library) => {
      const view = parsed.json ? jsonLines(terminal) : progressView(terminal);
      const outcome = await followStarted(library, await library.jobs.resume(id), view, terminal);
      terminal.print(parsed.json ? JSON.stringify(summaryOf(outcome)) : cells(outcome.record).join("  "));
    });
  });
}

function cells({ id, kind, state, createdAt, counts, error }: JobRecord): string[] {
  const figures = Object.entries(counts).map(([name, count]) => `${formatCount(count)} ${name}`);
  return [id, kind, state, createdAt.slice(0, 16).replace("T", " "), error?.message ?? figures.join(", ")];
}

/** `imantics runs`: how clusterings came about, with everything that is needed to make one again. */
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Run } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { renderTable } from "../render/table.ts";
import type { Terminal } from "../terminal.ts";
import { withLibrary } from "../with-library.ts";

const ListOptions = LibraryOptions.extend({ limit: z.coerce.number().int().min(1).default(20) });

export function addRunsCommand(program: Command, terminal: Terminal): void {
  const runs = program
    .command("runs")
    .summary("how clusterings came about")
    .description("Runs of methods: settings, seed, versions and figures. They outlive what they made.");

  const list = runs
    .command("list", { isDefault: true })
    .description("The newest first.")
    .option("--limit <n>", "how many (default: 20)");
  addLibraryOptions(list).action(async (options: unknown) => {
    const parsed = parseOptions(ListOptions, options);
    await withLibrary("read", parsed, terminal, async (library) => {
      const found = await library.runs.list(parsed.limit);
      if (parsed.json) terminal.print(JSON.stringify({ runs: found }));
      else if (found.length > 0) terminal.print(renderTable(found.map(cells)));
      else terminal.tell("Nothing has been clustered yet.\n");
    });
  });

  const show = runs.command("show").description("One run.").argument("<id>", "id of runs list");
  addLibraryOptions(show).action(async (id: string, options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("read", parsed, terminal, async (library) => {
      const run = await library.runs.get(id);
      terminal.print(parsed.json ? JSON.stringify(run) : renderTable(lines(run)));
    });
  });

  const save = runs
    .command("export")
    .description("Every run as one JSON document, to compare runs or to keep them.")
    .argument("[file]", "where to write it (default: standard output)");
  addLibraryOptions(save).action(async (file: string | undefined, options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("read", parsed, terminal, async (library) => {
      const found = await library.runs.list(Number.MAX_SAFE_INTEGER);
      const text = JSON.stringify({ runs: found }, null, 2);
      if (file === undefined) terminal.print(text);
      else await writeFile(resolve(terminal.cwd, file), `${text}\n`);
    });
  });
}

function cells({ id, kind, state, method, startedAt, metrics, error }: Run): string[] {
  const figures = Object.entries(metrics).flatMap(([name, value]) =>
    isFigure(value) ? [`${name} ${figure(value)}`] : [],
  );
  return [
    id,
    kind,
    state,
    method,
    startedAt.slice(0, 16).replace("T", " "),
    error?.message ?? figures.join(", "),
  ];
}

function lines(run: Run): string[][] {
  const { versions, metrics, settings, artefacts } = run;
  return [
    ["run", run.id],
    ["kind", run.kind],
    ["state", run.state],
    ["method", run.method],
    ["settings", JSON.stringify(settings)],
    ["seed", String(run.seed)],
    ["began", run.startedAt],
    ["ended", run.endedAt ?? "not yet"],
    ["versions", `imantics ${versions.imantics}, core ${versions.core}, model ${versions.model ?? "none"}`],
    ["space", run.space ?? "none"],
    ["clustering", run.clustering ?? "none"],
    ...Object.entries(metrics).map(([name, value]) => [
      name,
      isFigure(value) ? figure(value) : String(value),
    ]),
    ...artefacts.map(({ name, path, sha256 }) => [name, `${path} (${sha256.slice(0, 12)})`]),
    ...(run.error ? [["error", run.error.message]] : []),
  ];
}

function isFigure(value: number | boolean | null): value is number {
  return typeof value === "number";
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}

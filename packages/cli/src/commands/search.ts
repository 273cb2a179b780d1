/** `imantics search`: words, pictures and mixtures of them → ranked images. */
import type { Hit, SearchResult } from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { exitCodes } from "../exit-codes.ts";
import { addLibraryOptions, collect, LibraryOptions, parseOptions } from "../library-options.ts";
import { askedFor } from "../query-parts.ts";
import { renderTable } from "../render/table.ts";
import type { Terminal } from "../terminal.ts";
import { typedPaths } from "../typed-paths.ts";
import { withLibrary } from "../with-library.ts";

const SearchOptions = LibraryOptions.extend({
  limit: z.coerce.number().int().min(1).default(20),
  offset: z.coerce.number().int().min(0).default(0),
  and: z.array(z.string()).default([]),
  minus: z.array(z.string()).default([]),
  image: z.array(z.string()).default([]),
  like: z.array(z.string()).default([]),
  written: z.array(z.string()).default([]),
});

export function addSearchCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("search")
    .summary("find images by words, pictures, parts, people and facts")
    .description(
      "Finds the images nearest to words, to a picture, or to a mixture, and that meet conditions. The " +
        "first column is the percentile: the share of unrelated pairs that score lower, comparable between " +
        "queries. The words are one line of the query language: docs/search.md.",
    )
    .argument("[query...]", "what to look for, such as: 2*beach -people date:2019 person:Anna")
    .option("--and <text>", "a further text, mixed in (repeatable)", collect)
    .option("--minus <text>", "a text to stay away from (repeatable)", collect)
    .option("--image <file>", "a picture to be similar to (repeatable)", collect)
    .option("--like <id>", "an image of the library to be similar to (repeatable)", collect)
    .option("--written <text>", 'what must stand in the picture, as "..." in the query (repeatable)', collect)
    .option("--limit <n>", "how many hits (default: 20)")
    .option("--offset <n>", "how many of the best to leave out, for paging")
    .addHelpText("after", examples)
    // A word with a minus is part of the query, not an option that nobody knows.
    .allowUnknownOption()
    .helpOption("--help", "show this help");
  addLibraryOptions(command).action(async (words: string[], options: unknown) => {
    requireNoUnknownOption(words, command);
    const parsed = parseOptions(SearchOptions, options);
    const query = await askedFor({ words, ...parsed }, terminal.cwd);
    await withLibrary("read", parsed, terminal, async (library) => {
      const asTyped = await typedPaths(library, [], terminal.cwd);
      const result = await library.search({ ...query, limit: parsed.limit, offset: parsed.offset });
      if (parsed.json) terminal.print(JSON.stringify(toJson(result, asTyped)));
      else printResult(result, asTyped, terminal);
    });
  });
}

/** Only `--…` is an option that may be misspelt; `-h` alone is a call for help. */
function requireNoUnknownOption(words: readonly string[], command: Command): void {
  if (words.length === 1 && words[0] === "-h") command.help();
  const unknown = words.find((word) => /^--./.test(word));
  if (unknown === undefined) return;
  command.error(`error: unknown option '${unknown}'. To search for it write it in quotes: '"${unknown}"'.`, {
    exitCode: exitCodes.usage,
  });
}

const examples = `
Examples:
  $ imantics search "children on a beach" --limit 10
  $ imantics search beach -people date:2019
  $ imantics search --written "TOTAL 42" type:text
  $ imantics search --image sketch.jpg --and "2*in the snow"
  $ imantics search "a red car" --json | jq -r '.hits[].path'`;

/** Documented in docs/cli.md; `path`, `score`, `percentile` and `region` never change. */
function toJson(result: SearchResult, asTyped: (path: string) => string) {
  return {
    hits: result.hits.map(({ image, path, score, percentile, region, parts, reasons }) => {
      return { path: asTyped(path), score, percentile, region, id: image.id, parts, reasons };
    }),
    hasGoodMatch: result.hasGoodMatch,
    searched: result.searched,
    milliseconds: result.milliseconds,
  };
}

function printResult(result: SearchResult, asTyped: (path: string) => string, terminal: Terminal): void {
  if (result.searched === 0) {
    terminal.tell("No picture meets these conditions.\n");
    return;
  }
  if (!result.hasGoodMatch) terminal.tell("No good match; these are the nearest:\n");
  if (result.hits.length > 0)
    terminal.print(
      renderTable(
        result.hits.map((hit) => cells(hit, asTyped)),
        [0],
      ),
    );
}

function cells(hit: Hit, asTyped: (path: string) => string): string[] {
  return [`${hit.percentile.toFixed(1)} %`, asTyped(hit.path) + shownBy(hit)];
}

/** The part of the picture that speaks for it, where it is not the whole. */
function shownBy({ region }: Hit): string {
  if (region.type === "whole") return "";
  const words = region.label ?? region.text?.replace(/\s+/g, " ") ?? region.type;
  return `  (${words.length > 60 ? `${words.slice(0, 59)}…` : words})`;
}

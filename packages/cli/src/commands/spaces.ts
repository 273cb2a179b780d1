/** `imantics spaces`: what each model has seen of the library, removed, thrown out, compared. */
import {
  ImanticsError,
  type Library,
  type SpaceComparison,
  type SpaceSummary,
  type Trash,
} from "@imantics/engine";
import type { Command } from "commander";
import { z } from "zod";
import { confirm } from "../confirm.ts";
import { addLibraryOptions, collect, LibraryOptions, parseOptions } from "../library-options.ts";
import { askedFor } from "../query-parts.ts";
import { countOf, formatBytes, formatCount } from "../render/numbers.ts";
import { renderTable } from "../render/table.ts";
import type { Terminal } from "../terminal.ts";
import { typedPaths } from "../typed-paths.ts";
import { withLibrary } from "../with-library.ts";

const ConfirmedOptions = LibraryOptions.extend({ yes: z.boolean().default(false) });
const CompareOptions = LibraryOptions.extend({
  limit: z.coerce.number().int().min(1).max(200).default(10),
  image: z.array(z.string()).default([]),
  like: z.array(z.string()).default([]),
});

export function addSpacesCommand(program: Command, terminal: Terminal): void {
  const spaces = program
    .command("spaces")
    .summary("list, remove and compare what several models have seen")
    .description(
      "Each model keeps vectors in a space of its own, side by side with the others. Names, clusterings, people " +
        'and drawn parts belong to the library and stay whichever serves; "imantics models use <id>" chooses.',
    );
  addList(spaces, terminal);
  addRemove(spaces, terminal);
  addRestore(spaces, terminal);
  addEmpty(spaces, terminal);
  addCompare(spaces, terminal);
}

function addList(spaces: Command, terminal: Terminal): void {
  const list = spaces.command("list", { isDefault: true }).description("All spaces, and their sizes.");
  addLibraryOptions(list).action(async (options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("read", parsed, terminal, async (library) => {
      const listed = await library.spaces.list();
      terminal.print(parsed.json ? JSON.stringify({ spaces: listed }) : describe(listed));
    });
  });
}

const stateWords: Readonly<Record<SpaceSummary["state"], string>> = {
  active: "in use",
  idle: "",
  detector: "of a detector",
  removed: "in the trash",
};

function describe(spaces: readonly SpaceSummary[]): string {
  if (spaces.length === 0) return 'No space yet; "imantics index <folder>" makes the first.';
  const rows = spaces.map(({ id, state, images, parts, bytes, dimension, acceptsText }) => [
    id,
    stateWords[state],
    formatCount(images),
    formatCount(parts),
    formatBytes(bytes),
    `${dimension} numbers, ${acceptsText ? "words and pictures" : "pictures only"}`,
  ]);
  return renderTable([["space", "", "pictures", "parts", "size", ""], ...rows], [2, 3, 4]);
}

function addRemove(spaces: Command, terminal: Terminal): void {
  const remove = spaces
    .command("remove")
    .description("Puts a space into the trash, where it stays until the trash is emptied.")
    .argument("<space>", "id of spaces list, or a model with one space")
    .option("--yes", "do not ask");
  addLibraryOptions(remove).action(async (space: string, options: unknown) => {
    const { yes, ...parsed } = parseOptions(ConfirmedOptions, options);
    await withLibrary("write", parsed, terminal, async (library) => {
      await confirm(`Put the space "${space}" into the trash?`, yes, terminal);
      await library.spaces.remove(space);
      const next = `"imantics spaces restore ${space}" brings it back until "imantics spaces empty".`;
      terminal.print(parsed.json ? JSON.stringify({ removed: space }) : `${space} is in the trash. ${next}`);
    });
  });
}

function addRestore(spaces: Command, terminal: Terminal): void {
  const restore = spaces
    .command("restore")
    .description("Takes a space out of the trash, with every vector.")
    .argument("<space>", "id of spaces list, or a model with one space");
  addLibraryOptions(restore).action(async (space: string, options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("write", parsed, terminal, (library) => library.spaces.restore(space));
    terminal.print(parsed.json ? JSON.stringify({ restored: space }) : `${space} is back.`);
  });
}

function addEmpty(spaces: Command, terminal: Terminal): void {
  const empty = spaces
    .command("empty")
    .description(
      "Throws out all that is in the trash, for good: spaces, clusterings, and what detectors found.",
    )
    .option("--yes", "do not ask");
  addLibraryOptions(empty).action(async (options: unknown) => {
    const { yes, ...parsed } = parseOptions(ConfirmedOptions, options);
    await withLibrary("write", parsed, terminal, async (library) => {
      const removed = (await library.spaces.list()).filter(({ state }) => state === "removed");
      const trash = await library.spaces.trash();
      if (hasSomething(trash)) {
        const bytes = removed.reduce((sum, space) => sum + space.bytes, 0);
        const what = `${inWords(trash).join(", ")} (${formatBytes(bytes)} of vectors)`;
        await confirm(`Throw out ${what} for good?`, yes, terminal);
      }
      const gone = await library.spaces.empty();
      if (parsed.json) terminal.print(JSON.stringify(gone));
      else
        terminal.print(
          hasSomething(gone) ? `Thrown out: ${inWords(gone).join(", ")}` : "There is nothing in the trash.",
        );
    });
  });
}

function hasSomething({ spaces, clusterings, finds }: Trash): boolean {
  return spaces.length + clusterings.length + finds > 0;
}

function inWords({ spaces, clusterings, finds }: Trash): string[] {
  return [
    ...spaces,
    ...(clusterings.length > 0 ? [countOf(clusterings.length, "clustering")] : []),
    ...(finds > 0 ? [countOf(finds, "part")] : []),
  ];
}

function addCompare(spaces: Command, terminal: Terminal): void {
  const compare = spaces
    .command("compare")
    .description("Asks two spaces the same: what each finds, and how much of it both find.")
    .argument("<first>", "id of spaces list, or a model with one space")
    .argument("<second>", "the other")
    .argument("[words...]", "what to look for")
    .option("--image <file>", "a picture to be similar to", collect)
    .option("--like <id>", "an image of the library to be similar to", collect)
    .option("--limit <n>", "how many of the best (default: 10)");
  addLibraryOptions(compare).action(
    async (first: string, second: string, words: string[], options: unknown) => {
      const { limit, image, like, ...parsed } = parseOptions(CompareOptions, options);
      const query = { words, image, like, and: [], minus: [], written: [] };
      const { parts, conditions } = await askedFor(query, terminal.cwd);
      const [part, ...rest] = parts;
      if (part === undefined || rest.length > 0 || conditions.length > 0) {
        throw new ImanticsError(
          "usage",
          "Compare by one thing: plain words, --image <file> or --like <image id>.",
        );
      }
      await withLibrary("read", parsed, terminal, async (library) => {
        const comparison = await library.spaces.compare([first, second], part, limit);
        if (parsed.json) terminal.print(JSON.stringify(comparison));
        else terminal.print(await describeComparison(comparison, library, terminal));
      });
    },
  );
}

async function describeComparison(
  { rankings: [first, second], overlap, chance }: SpaceComparison,
  library: Library,
  terminal: Terminal,
): Promise<string> {
  const asTyped = await typedPaths(library, [], terminal.cwd);
  const ids = [...first.hits, ...second.hits].map(({ image }) => image);
  const entries = await library.images.many([...new Set(ids)]);
  const pathOf = new Map(entries.map(({ id, paths }) => [id, asTyped(paths[0] ?? id)]));
  const rows = Array.from({ length: Math.max(first.hits.length, second.hits.length) }, (_, rank) => [
    String(rank + 1),
    pathOf.get(first.hits[rank]?.image ?? "") ?? "",
    pathOf.get(second.hits[rank]?.image ?? "") ?? "",
  ]);
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const shared = `Both find ${percent(overlap)} of it; by chance it would be ${percent(chance)}.`;
  return `${renderTable([["", first.model, second.model], ...rows], [0])}\n${shared}`;
}

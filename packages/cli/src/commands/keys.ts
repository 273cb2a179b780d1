/** `imantics keys`: API keys, which every server needs that can be reached from another machine. */
import type { Command } from "commander";
import { z } from "zod";
import { addLibraryOptions, LibraryOptions, parseOptions } from "../library-options.ts";
import { renderTable } from "../render/table.ts";
import type { Terminal } from "../terminal.ts";
import { withLibrary } from "../with-library.ts";

const CreateOptions = LibraryOptions.extend({
  scope: z.enum(["read", "write", "admin"]).default("read"),
});

export function addKeysCommand(program: Command, terminal: Terminal): void {
  const keys = program
    .command("keys")
    .summary("make and remove API keys")
    .description(
      "API keys let other machines use the server. read: look and search; write: also index, cluster and " +
        "edit; admin: also keys and settings.",
    );

  addLibraryOptions(
    keys
      .command("list", { isDefault: true })
      .description("The keys there are; the keys themselves are never stored."),
  ).action(async (options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("read", parsed, terminal, async (library) => {
      const records = (await library.keys.list()).map(({ digest: _, ...record }) => record);
      const rows = records.map(({ id, scope, label, createdAt }) => [
        id,
        scope,
        label,
        createdAt.slice(0, 10),
      ]);
      if (parsed.json) terminal.print(JSON.stringify({ keys: records }));
      else if (rows.length > 0) terminal.print(renderTable(rows));
      else terminal.tell("There are no keys. Make one with: imantics keys create <label>\n");
    });
  });

  const create = keys
    .command("create")
    .description("Makes a key and prints it, this once.")
    .argument("<label>", "whose key it is, for you to recognise")
    .option("--scope <scope>", "read, write or admin (default: read)");
  addLibraryOptions(create).action(async (label: string, options: unknown) => {
    const parsed = parseOptions(CreateOptions, options);
    await withLibrary("write", parsed, terminal, async (library) => {
      const { record, key } = await library.keys.create(label, parsed.scope);
      terminal.print(parsed.json ? JSON.stringify({ id: record.id, label, scope: record.scope, key }) : key);
      if (!parsed.json) terminal.tell("Keep it now: it is not stored and cannot be shown again.\n");
    });
  });

  const remove = keys
    .command("remove")
    .description("Makes a key invalid.")
    .argument("<id>", "id of keys list");
  addLibraryOptions(remove).action(async (id: string, options: unknown) => {
    const parsed = parseOptions(LibraryOptions, options);
    await withLibrary("write", parsed, terminal, (library) => library.keys.remove(id));
    terminal.print(parsed.json ? JSON.stringify({ removed: id }) : `Removed key ${id}.`);
  });
}

/**
 * Comma-separated values as RFC 4180 has them, record by record: quoted fields may hold commas,
 * doubled quotes and line ends. Line ends are CRLF or LF, a byte order mark is skipped, and so are
 * empty lines. Knows nothing of what the fields mean.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { ImanticsError } from "../domain/errors.ts";
import { invalidTable, unreadableTable } from "./vector-table.ts";

export interface CsvRecord {
  /** Line of the file on which it begins, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** @throws ImanticsError `table-not-readable`, or `table-invalid` for a quote that never closes. */
export async function* readCsvRecords(file: string): AsyncGenerator<CsvRecord> {
  const input = createReadStream(file, "utf8");
  // Without this the error of a missing file would be nobody's: the interface only ends.
  const failed = new Promise<never>((_, reject) => input.once("error", reject));
  failed.catch(() => undefined);
  try {
    const opened = new Promise<void>((resolve) => input.once("open", () => resolve()));
    await Promise.race([opened, failed]);
    yield* recordsOf(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }), file);
    if (input.errored) throw input.errored;
  } catch (cause) {
    throw cause instanceof ImanticsError ? cause : unreadableTable(file, cause);
  } finally {
    input.destroy();
  }
}

/** Lines without their ends → records. A record goes on for as long as its quotes are odd in number. */
export async function* recordsOf(
  lines: AsyncIterable<string> | Iterable<string>,
  file: string,
): AsyncGenerator<CsvRecord> {
  let open: { readonly line: number; readonly text: string } | null = null;
  let number = 0;
  for await (const line of lines) {
    number++;
    const text: string =
      open === null ? (number === 1 ? line.replace(/^\uFEFF/, "") : line) : `${open.text}\n${line}`;
    const start: number = open?.line ?? number;
    open = null;
    if (!text.includes('"')) {
      if (text !== "") yield { line: start, fields: text.split(",") };
    } else if (hasOpenQuote(text)) open = { line: start, text };
    else yield { line: start, fields: quotedFields(text) };
  }
  if (open !== null) {
    throw invalidTable(
      file,
      `a quote on line ${open.line} never closes`,
      "Double the quotes inside of fields",
    );
  }
}

function hasOpenQuote(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
  return quotes % 2 === 1;
}

function quotedFields(text: string): string[] {
  const fields: string[] = [];
  for (let at = 0; at <= text.length; ) {
    if (text[at] !== '"') {
      const end = text.indexOf(",", at);
      fields.push(text.slice(at, end < 0 ? text.length : end));
      at = end < 0 ? text.length + 1 : end + 1;
      continue;
    }
    let end = text.indexOf('"', at + 1);
    while (text[end + 1] === '"') end = text.indexOf('"', end + 2);
    const comma = text.indexOf(",", end);
    const rest = text.slice(end + 1, comma < 0 ? text.length : comma);
    fields.push(text.slice(at + 1, end).replaceAll('""', '"') + rest);
    at = comma < 0 ? text.length + 1 : comma + 1;
  }
  return fields;
}

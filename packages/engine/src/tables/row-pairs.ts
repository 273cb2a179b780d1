/** Pairs of rows of a table of vectors, by number: CSV with two columns, with or without a header. */
import type { RowPair } from "@imantics/core";
import { readCsvRecords } from "./csv-records.ts";
import { invalidTable } from "./vector-table.ts";

/**
 * Rows count from 0; whether there are such rows is for those to say who have the vectors.
 * @throws ImanticsError `table-not-readable`, or `table-invalid` naming the line.
 */
export async function readRowPairs(file: string): Promise<RowPair[]> {
  const pairs: RowPair[] = [];
  let isFirst = true;
  for await (const { line, fields } of readCsvRecords(file)) {
    const isPair = fields.length === 2 && fields.every((field) => /^\s*\d+\s*$/.test(field));
    if (isPair) pairs.push([Number(fields[0]), Number(fields[1])]);
    else if (!isFirst || fields.length !== 2 || fields.some((field) => /^\s*[\d+-]/.test(field))) {
      throw invalidTable(
        file,
        `line ${line} is "${fields.join(",")}"`,
        "Write two row numbers a line, counted from 0, with a comma between them",
      );
    }
    isFirst = false;
  }
  return pairs;
}

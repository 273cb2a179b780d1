/**
 * Vectors from a .csv file: one a line, as many numbers in each, with an optional header and an
 * optional column of ids.
 *
 * The first line is a header when a field of it beyond the first is no number, or its first is `id`.
 * The ids are the column that the header calls `id`, else the first column when it holds no numbers.
 */
import { type Matrix, matrix } from "@imantics/core";
import { type CsvRecord, readCsvRecords } from "./csv-records.ts";
import { invalidTable, type VectorTable } from "./vector-table.ts";

/** @throws ImanticsError `table-not-readable`, or `table-invalid` naming line and column. */
export async function readCsvVectors(file: string): Promise<VectorTable> {
  const numbers = new GrowingNumbers();
  const ids: string[] = [];
  let rows = 0;
  let header: readonly string[] | null = null;
  let layout: Layout | null = null;
  for await (const record of readCsvRecords(file)) {
    if (layout === null && header === null && isHeader(record.fields)) {
      header = record.fields;
      continue;
    }
    layout ??= layoutOf(header, record.fields);
    readRecord(record, layout, file, numbers, ids);
    rows++;
  }
  if (layout === null) {
    throw invalidTable(
      file,
      "it holds no vectors",
      "Write one vector a line, its numbers separated by commas",
    );
  }
  const columns = layout.fieldCount - (layout.idColumn === null ? 0 : 1);
  return { vectors: numbers.take(rows, columns), ids: layout.idColumn === null ? null : ids };
}

interface Layout {
  readonly fieldCount: number;
  readonly idColumn: number | null;
}

function isHeader(fields: readonly string[]): boolean {
  return (
    isIdName(fields[0]) ||
    fields.slice(1).some((field) => !isNumber(field)) ||
    (fields.length === 1 && !isNumber(fields[0]))
  );
}

function layoutOf(header: readonly string[] | null, fields: readonly string[]): Layout {
  const named = header?.findIndex(isIdName) ?? -1;
  const idColumn = named >= 0 ? named : isNumber(fields[0]) ? null : 0;
  return { fieldCount: header?.length ?? fields.length, idColumn };
}

function readRecord(
  { line, fields }: CsvRecord,
  layout: Layout,
  file: string,
  numbers: GrowingNumbers,
  ids: string[],
): void {
  if (fields.length !== layout.fieldCount) {
    throw invalidTable(
      file,
      `line ${line} has ${fields.length} fields, the lines before it ${layout.fieldCount}`,
      "Every line needs the same fields, separated by commas",
    );
  }
  for (const [column, field] of fields.entries()) {
    if (column === layout.idColumn) {
      ids.push(field);
      continue;
    }
    const value = numberIn(field);
    if (value === null) {
      throw invalidTable(
        file,
        `line ${line}, field ${column + 1} is ${JSON.stringify(field)}, which is no number`,
        "All fields but the id are numbers with a decimal point",
      );
    }
    numbers.push(value);
  }
}

const isIdName = (field: string | undefined): boolean => field?.trim().toLowerCase() === "id";
const isNumber = (field: string | undefined): boolean => field !== undefined && numberIn(field) !== null;

/** `nan` and `inf` are numbers here, as other programs write them; who cannot use them says where they are. */
function numberIn(field: string): number | null {
  const text = field.trim();
  if (text === "") return null;
  const value = Number(text);
  if (!Number.isNaN(value)) return value;
  const word = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
  if (word === null) return null;
  if (word[2]?.toLowerCase() === "nan") return Number.NaN;
  return word[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** float32 numbers whose count is known at the end only. */
class GrowingNumbers {
  #data = new Float32Array(4096);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#data.length) {
      const larger = new Float32Array(2 * this.#data.length);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data[this.#length++] = value;
  }

  take(rows: number, columns: number): Matrix {
    return matrix(rows, columns, this.#data.slice(0, this.#length));
  }
}

/**
 * Vectors from a .parquet file, in the two shapes that programs write: one column of lists, all of one
 * length, or one number column for each dimension. A column called `id` names the rows.
 *
 * Reads one group of rows at a time (a group lies in memory as JavaScript arrays for a moment). Snappy,
 * gzip, brotli and Zstandard are unpacked; LZ4 is left out. The only place that knows hyparquet and fzstd.
 */
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { matrix } from "@imantics/core";
import { decompress } from "fzstd";
import {
  asyncBufferFromFile,
  type Compressors,
  parquetScan,
  parquetSchema,
  type SchemaTree,
} from "hyparquet";
import { ImanticsError, messageOf } from "../domain/errors.ts";
import { invalidTable, unreadableTable, type VectorTable } from "./vector-table.ts";

const compressors: Compressors = {
  GZIP: (bytes) => gunzipSync(bytes),
  BROTLI: (bytes) => brotliDecompressSync(bytes),
  ZSTD: (bytes) => decompress(bytes),
};

type Scan = Awaited<ReturnType<typeof parquetScan>>;

/** @throws ImanticsError `table-not-readable`, or `table-invalid` naming column and row. */
export async function readParquetVectors(file: string): Promise<VectorTable> {
  const buffer = await asyncBufferFromFile(file).catch((cause: unknown) => {
    throw unreadableTable(file, cause);
  });
  try {
    const scan = await parquetScan({ file: buffer, compressors });
    const { children } = parquetSchema(scan.metadata);
    const id = children.find(({ element }) => element.name.toLowerCase() === "id")?.element.name ?? null;
    const vectors = await readNumbers(
      scan,
      columnsOf(
        children.filter(({ element }) => element.name !== id),
        file,
      ),
      file,
    );
    return { vectors, ids: id === null ? null : await readIds(scan, id) };
  } catch (cause) {
    if (cause instanceof ImanticsError) throw cause;
    throw invalidTable(
      file,
      `it is not readable as Parquet (${messageOf(cause)})`,
      "Write it again with pyarrow or polars",
    );
  }
}

interface VectorColumns {
  /** One column of lists, or several of numbers. */
  readonly isList: boolean;
  readonly names: readonly string[];
}

function columnsOf(nodes: readonly SchemaTree[], file: string): VectorColumns {
  const lists = nodes.filter(({ children }) => children.length > 0);
  const names = (some: readonly SchemaTree[]) => some.map(({ element }) => element.name);
  if (lists.length === 1) return { isList: true, names: names(lists) };
  const others = nodes.filter((node) => !isNumeric(node));
  if (nodes.length === 0 || others.length > 0) {
    throw invalidTable(
      file,
      nodes.length === 0 ? "it has no columns of numbers" : `column "${names(others)[0]}" holds no numbers`,
      "Keep one column of lists, or number columns only; a column called id names the rows",
    );
  }
  return { isList: false, names: names(nodes) };
}

function isNumeric({ children, element }: SchemaTree): boolean {
  if (children.length > 0) return false;
  const isText = element.converted_type === "UTF8" || element.logical_type?.type === "STRING";
  if (element.logical_type?.type === "FLOAT16") return true;
  return !isText && ["FLOAT", "DOUBLE", "INT32", "INT64"].includes(element.type ?? "");
}

async function readNumbers(scan: Scan, { isList, names }: VectorColumns, file: string) {
  const rows = Number(scan.metadata.num_rows);
  let vectors = isList ? null : matrix(rows, names.length);
  for (const range of scan.ranges) {
    for (const [column, name] of names.entries()) {
      const values = await scan.readColumn({ column: name, ...range });
      for (let i = 0; i < values.length; i++) {
        const row = range.rowStart + i;
        const value: unknown = values[i];
        if (!isList) {
          if (vectors) vectors.data[row * names.length + column] = numberOf(value, name, row, file);
          continue;
        }
        if (!isArrayLike(value)) throw notANumber(value, name, row, file);
        vectors ??= matrix(rows, value.length);
        if (value.length !== vectors.columns) {
          throw invalidTable(
            file,
            `the list of column "${name}" in row ${row} has ${value.length} numbers, those before it ${vectors.columns}`,
            "All vectors need one length",
          );
        }
        for (let j = 0; j < value.length; j++) {
          vectors.data[row * vectors.columns + j] = numberOf(value[j], name, row, file);
        }
      }
    }
  }
  if (vectors === null) throw invalidTable(file, "it holds no vectors", "Write at least one row");
  return vectors;
}

async function readIds(scan: Scan, column: string): Promise<string[]> {
  const ids: string[] = [];
  for (const range of scan.ranges)
    for (const id of await scan.readColumn({ column, ...range })) ids.push(String(id));
  return ids;
}

function numberOf(value: unknown, column: string, row: number, file: string): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  throw notANumber(value, column, row, file);
}

function notANumber(value: unknown, column: string, row: number, file: string): ImanticsError {
  const problem = `column "${column}" holds ${value === null || value === undefined ? "nothing" : String(value)} in row ${row}`;
  return invalidTable(file, problem, "Every vector needs all its numbers: leave that row out or fill it");
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || value instanceof Float32Array || value instanceof Float64Array;
}

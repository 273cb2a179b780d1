/**
 * Between typed arrays and Arrow's columns, buffer by buffer: no JavaScript object per row, which
 * would cost more than reading 100,000 vectors from disk.
 */
import { createRequire } from "node:module";
import type { Query } from "@lancedb/lancedb";
import type * as Arrow from "apache-arrow";
import { ImanticsError } from "../../domain/errors.ts";

// LanceDB is CommonJS and asks `instanceof`; an `import` would load Arrow's other, ES module copy.
const arrow: typeof Arrow = createRequire(import.meta.url)("apache-arrow");

const MADE = "made";

/** `made` tells a table from one of the same name that was there before; older tables have none. */
export function schemaOf(dimension: number, made?: string): Arrow.Schema {
  return new arrow.Schema(
    [
      new arrow.Field("regionId", new arrow.Utf8(), false),
      new arrow.Field("vector", listOf(dimension), false),
    ],
    made === undefined ? undefined : new Map([[MADE, made]]),
  );
}

export function madeOf(schema: Arrow.Schema): string {
  return schema.metadata.get(MADE) ?? "";
}

function listOf(dimension: number): Arrow.FixedSizeList<Arrow.Float32> {
  return new arrow.FixedSizeList(dimension, new arrow.Field("item", new arrow.Float32(), true));
}

/** The width of a stored table's vectors. */
export function dimensionOf(schema: Arrow.Schema): number {
  const type = schema.fields.find((field) => field.name === "vector")?.type;
  if (type instanceof arrow.FixedSizeList) return type.listSize;
  throw unexpected(`a column "vector" of type ${String(type)}`);
}

export function tableOf(dimension: number, rows: ReadonlyMap<string, Float32Array>): Arrow.Table {
  const numbers = new Float32Array(rows.size * dimension);
  let at = 0;
  for (const vector of rows.values()) {
    numbers.set(vector, at);
    at += dimension;
  }
  const schema = schemaOf(dimension);
  const ids = arrow.vectorFromArray([...rows.keys()], new arrow.Utf8()).data[0]!;
  const item = arrow.makeData({
    type: new arrow.Float32(),
    length: numbers.length,
    nullCount: 0,
    data: numbers,
  });
  const vectors = arrow.makeData({ type: listOf(dimension), length: rows.size, nullCount: 0, child: item });
  const data = arrow.makeData({
    type: new arrow.Struct(schema.fields),
    length: rows.size,
    nullCount: 0,
    children: [ids, vectors],
  });
  return new arrow.Table(schema, [new arrow.RecordBatch(schema, data)]);
}

export interface VectorBatch {
  readonly ids: readonly string[];
  /** A view on `ids.length` rows. */
  readonly numbers: Float32Array;
  /** The largest of Lance's own numbers of these rows. */
  readonly lastRow: bigint;
}

/** Batches as they come from disk. */
export async function* vectorBatches(query: Query): AsyncGenerator<VectorBatch> {
  for await (const batch of query.select(["regionId", "vector", "_rowid"])) {
    const list = batch.getChild("vector")?.data[0];
    const numbers: unknown = list?.children[0]?.values;
    if (!list || !(list.type instanceof arrow.FixedSizeList) || !(numbers instanceof Float32Array)) {
      throw unexpected("vectors that are not lists of float32");
    }
    // Slices share their parent's buffer, and only the list's own offset says where they start.
    const first = list.offset * list.type.listSize;
    yield {
      ids: idsOf(batch),
      numbers: numbers.subarray(first, first + batch.numRows * list.type.listSize),
      lastRow: lastRowOf(batch),
    };
  }
}

function lastRowOf(batch: Arrow.RecordBatch): bigint {
  const column = batch.getChild("_rowid")?.data[0];
  const numbers: unknown = column?.values;
  if (!column || !(numbers instanceof BigUint64Array)) throw unexpected("rows without a number");
  let last = -1n;
  for (const number of numbers.subarray(0, column.length)) if (number > last) last = number;
  return last;
}

export async function idsIn(query: Query): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const batch of query.select(["regionId"])) for (const id of idsOf(batch)) ids.add(id);
  return ids;
}

const decoder = new TextDecoder();

/** One decoding for the whole batch when it is ASCII (our ids are), else one per id. */
function idsOf(batch: Arrow.RecordBatch): string[] {
  const column = batch.getChild("regionId")?.data[0];
  if (!column || !(column.type instanceof arrow.Utf8)) throw unexpected("region ids that are not text");
  const { values, valueOffsets }: { values: Uint8Array; valueOffsets: Int32Array } = column;
  const start = valueOffsets[0] ?? 0;
  const bytes = values.subarray(start, valueOffsets[column.length]);
  const text = decoder.decode(bytes);
  const isAscii = text.length === bytes.length;
  const ids: string[] = [];
  for (let i = 0; i < column.length; i++) {
    const from = (valueOffsets[i] ?? 0) - start;
    const to = (valueOffsets[i + 1] ?? 0) - start;
    ids.push(isAscii ? text.slice(from, to) : decoder.decode(bytes.subarray(from, to)));
  }
  return ids;
}

function unexpected(found: string): ImanticsError {
  return new ImanticsError(
    "library-corrupt",
    `The vector table has ${found}; expected regionId (utf8) and vector (list of float32). ` +
      "Move the vectors folder aside and index again.",
  );
}

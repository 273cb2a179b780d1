/**
 * Reading rows of a Lance table: all of them, or those that a reader does not hold yet.
 *
 * Lance numbers rows by the fragment they lie in, and fragments in the order they were written: what was
 * added, replaced or moved since lies above the last number that a reader saw. What was deleted leaves
 * nothing behind, but then the counts differ, and the ids say which.
 */
import { matrix } from "@imantics/core";
import type { Query, Table } from "@lancedb/lancedb";
import type { Space } from "../../domain/space.ts";
import type { HeldVectors, VectorChanges, VectorSet } from "../vectors.ts";
import { idsIn, vectorBatches } from "./arrow-rows.ts";
import { sortRows } from "./sort-rows.ts";

export function emptySet({ dimension }: Space): VectorSet {
  return { ids: [], vectors: matrix(0, dimension) };
}

/** `table` stays at one version meanwhile. */
export async function changesSince(
  space: Space,
  { table, generation }: { readonly table: Table; readonly generation: string },
  held: HeldVectors,
): Promise<VectorChanges> {
  const before = held.mark && madeIn(held.mark.generation) === madeIn(generation) ? held.mark.lastRow : -1n;
  const rows = before < 0n ? table.query() : table.query().where(`_rowid > ${before}`);
  const { set, lastRow } = await readAll(space, rows, before < 0n ? await table.countRows() : 0);
  const newCount = set.ids.reduce((count, id) => count + (held.has(id) ? 0 : 1), 0);
  const isAllThere = held.size + newCount === (await table.countRows());
  const there = isAllThere ? null : await idsIn(table.query());
  return {
    mark: { generation, lastRow: lastRow > before ? lastRow : before },
    put: set,
    removed: there === null ? [] : [...held.ids()].filter((id) => !there.has(id)),
  };
}

const madeIn = (generation: string) => generation.slice(0, generation.indexOf("@"));

/** Memory: the result, plus one batch. O(rows · log rows) for the order of the ids. */
export async function readAll(
  space: Space,
  query: Query,
  expected = 0,
): Promise<{ readonly set: VectorSet; readonly lastRow: bigint }> {
  const ids: string[] = [];
  let data = new Float32Array(expected * space.dimension);
  let lastRow = -1n;
  for await (const batch of vectorBatches(query)) {
    const start = ids.length * space.dimension;
    const end = start + batch.numbers.length;
    if (end > data.length) data = enlarged(data, end);
    data.set(batch.numbers, start);
    for (const id of batch.ids) ids.push(id);
    if (batch.lastRow > lastRow) lastRow = batch.lastRow;
  }
  const vectors = matrix(ids.length, space.dimension, data.subarray(0, ids.length * space.dimension));
  return { set: { ids: sortRows(ids, vectors), vectors }, lastRow };
}

/** By half as much again: batches of rows that were not counted come one by one. */
function enlarged(data: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(Math.max(length, Math.ceil(data.length * 1.5)));
  larger.set(data);
  return larger;
}

/**
 * VectorStore on LanceDB: one table per space in one folder (or bucket), a row per region with the
 * columns `regionId` and `vector`. The only file that imports LanceDB and Arrow, with `arrow-rows.ts`.
 *
 * An append of 256 rows takes a few milliseconds; an upsert joins with the whole table, which is ten
 * times that at 100,000 rows. So `put` appends unless it meets an id that is already there, for which
 * the ids of a table are read once and then kept up to date: one process writes to a library.
 */
import { randomUUID } from "node:crypto";
import { type Connection, connect, type Table } from "@lancedb/lancedb";
import { ImanticsError, messageOf } from "../../domain/errors.ts";
import type { Space } from "../../domain/space.ts";
import { storageError } from "../library-errors.ts";
import { checkDimension, rowsOf } from "../vector-rows.ts";
import type { VectorStore } from "../vectors.ts";
import { dimensionOf, idsIn, madeOf, schemaOf, tableOf } from "./arrow-rows.ts";
import { changesSince, emptySet, readAll } from "./read-rows.ts";

/** Versions that another process may still be reading. Each optimise removes what is older. */
const KEEP_VERSIONS_MS = 10 * 60_000;
/** Ids in one predicate. */
const REMOVE_AT_ONCE = 1000;

interface OpenTable {
  readonly table: Table;
  /** Read at the first `put`. */
  known: Set<string> | null;
}

/** `folder` exists. Readers see what a writing process has committed since they opened. */
export async function openLanceVectors(folder: string): Promise<VectorStore> {
  const explained = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      const cause = withoutLayers(error);
      throw (
        storageError(cause, `The vectors in ${folder} could not be read or written`) ??
        new ImanticsError(
          "vector-store-failed",
          `The vectors in ${folder} could not be read or written: ${messageOf(cause)}. Run "imantics doctor".`,
          { cause },
        )
      );
    }
  };
  // One after the other: two first writes at once would each take the table for their own.
  let writing: Promise<unknown> = Promise.resolve();
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = writing.then(() => explained(act));
    writing = turn.catch(() => undefined);
    return turn;
  }
  const connection = await explained(() => connect(folder, { readConsistencyInterval: 0 }));
  const tables = new Map<string, OpenTable>();

  async function find(space: Space): Promise<OpenTable | null> {
    const open = tables.get(space.id);
    if (open) return open;
    const table = await openIfThere(connection, space.id);
    if (table === null) return null;
    checkDimension(space, dimensionOf(await table.schema()));
    return remember(space, { table, known: null });
  }

  function remember(space: Space, open: OpenTable): OpenTable {
    tables.set(space.id, open);
    return open;
  }

  return {
    put: (space, set) =>
      inTurn(async () => {
        const rows = rowsOf(space, set);
        if (rows.size === 0) return;
        const open =
          (await find(space)) ??
          remember(space, {
            table: await connection.createEmptyTable(space.id, schemaOf(space.dimension, randomUUID()), {
              existOk: true,
            }),
            known: new Set(),
          });
        open.known ??= await idsIn(open.table.query());
        const known = open.known;
        const data = tableOf(space.dimension, rows);
        if ([...rows.keys()].some((id) => known.has(id))) {
          await open.table
            .mergeInsert("regionId")
            .whenMatchedUpdateAll()
            .whenNotMatchedInsertAll()
            .execute(data);
        } else {
          await open.table.add(data);
        }
        for (const id of rows.keys()) known.add(id);
      }),

    load: (space) =>
      explained(async () => {
        const open = await find(space);
        return open === null
          ? emptySet(space)
          : (await readAll(space, open.table.query(), await open.table.countRows())).set;
      }),

    generation: (space) =>
      explained(async () => {
        const open = await find(space);
        return open === null ? "" : generationOf(open.table);
      }),

    changes: (space, held) =>
      explained(async () => {
        const open = await find(space);
        if (open === null) {
          return {
            mark: { generation: "", lastRow: -1n },
            put: emptySet(space),
            removed: [...held.ids()],
          };
        }
        // A table of its own that stays at one version, so that a writer in between splits no answer.
        const table = await connection.openTable(space.id);
        try {
          await table.checkout(await table.version());
          return await changesSince(space, { table, generation: await generationOf(table) }, held);
        } finally {
          table.close();
        }
      }),

    ids: (space) =>
      explained(async () => {
        const open = await find(space);
        return open === null ? new Set<string>() : idsIn(open.table.query());
      }),

    sizeBytes: (space) => explained(async () => (await (await find(space))?.table.stats())?.totalBytes ?? 0),

    remove: (space, ids) =>
      inTurn(async () => {
        const open = await find(space);
        if (open === null) return;
        for (let start = 0; start < ids.length; start += REMOVE_AT_ONCE) {
          const quoted = ids
            .slice(start, start + REMOVE_AT_ONCE)
            .map((id) => `'${id.replaceAll("'", "''")}'`);
          await open.table.delete(`regionId IN (${quoted.join(", ")})`);
        }
        for (const id of ids) open.known?.delete(id);
      }),

    drop: (spaceId) =>
      inTurn(async () => {
        tables.get(spaceId)?.table.close();
        tables.delete(spaceId);
        const names = await connection.tableNames();
        if (names.includes(spaceId)) await connection.dropTable(spaceId);
      }),

    optimise: (space) =>
      inTurn(async () => {
        const open = await find(space);
        await open?.table.optimize({ cleanupOlderThan: new Date(Date.now() - KEEP_VERSIONS_MS) });
      }),

    async close() {
      for (const { table } of tables.values()) table.close();
      tables.clear();
      connection.close();
    },
  };
}

/** Lance repeats a message for each layer it passed, with the lines of its own source: keeps the first. */
function withoutLayers(error: unknown): unknown {
  if (error instanceof Error) {
    const [first = error.message] = error.message.split(/\s+Caused by:/);
    error.message = first.replaceAll(/,? ?\/\S+\.rs:\d+(:\d+)?/g, "");
  }
  return error;
}

/** A process killed while it made the table leaves a folder without a version: as good as none. */
async function openIfThere(connection: Connection, name: string): Promise<Table | null> {
  try {
    return await connection.openTable(name);
  } catch (error) {
    if (/was not found/.test(messageOf(error))) return null;
    throw error;
  }
}

/** Version numbers begin again in a table that is made again; then it has another `made`. */
async function generationOf(table: Table): Promise<string> {
  return `${madeOf(await table.schema())}@${await table.version()}`;
}

/** VectorStore in memory: what the contract means, in the fewest words. Nothing survives the process. */
import { matrix } from "@imantics/core";
import type { Space } from "../../domain/space.ts";
import { rowsOf } from "../vector-rows.ts";
import type { VectorSet, VectorStore } from "../vectors.ts";

interface StoredRow {
  readonly vector: Float32Array;
  /** The write that put it. */
  readonly written: bigint;
}

export function memoryVectors(): VectorStore {
  const spaces = new Map<string, Map<string, StoredRow>>();
  const generations = new Map<string, bigint>();
  // One count over all spaces: one that is dropped and made again is not taken for what it was.
  let writes = 0n;
  const of = (id: string) => spaces.get(id) ?? new Map<string, StoredRow>();
  const written = (id: string) => {
    writes++;
    generations.set(id, writes);
  };
  const generationOf = ({ id }: Space) => generations.get(id)?.toString() ?? "";

  function setOf(space: Space, isMeant: (row: StoredRow) => boolean): VectorSet {
    const rows = [...of(space.id)].filter(([, row]) => isMeant(row));
    const ids = rows.map(([id]) => id).sort();
    const vectors = matrix(ids.length, space.dimension);
    for (const [at, id] of ids.entries()) {
      vectors.data.set(of(space.id).get(id)?.vector ?? [], at * space.dimension);
    }
    return { ids, vectors };
  }

  return {
    async put(space, set) {
      const rows = of(space.id);
      const added = rowsOf(space, set);
      if (added.size === 0) return;
      written(space.id);
      for (const [id, vector] of added) rows.set(id, { vector: vector.slice(), written: writes });
      spaces.set(space.id, rows);
    },
    load: async (space) => setOf(space, () => true),
    generation: async (space) => generationOf(space),
    async changes(space, held) {
      const { lastRow } = held.mark ?? { lastRow: -1n };
      const rows = of(space.id);
      return {
        mark: { generation: generationOf(space), lastRow: writes },
        put: setOf(space, (row) => row.written > lastRow),
        removed: [...held.ids()].filter((id) => !rows.has(id)),
      };
    },
    ids: async (space) => new Set(of(space.id).keys()),
    sizeBytes: async (space) => of(space.id).size * space.dimension * Float32Array.BYTES_PER_ELEMENT,
    async remove(space, ids) {
      for (const id of ids) of(space.id).delete(id);
      if (spaces.has(space.id)) written(space.id);
    },
    async drop(spaceId) {
      spaces.delete(spaceId);
      generations.delete(spaceId);
    },
    optimise: async () => undefined,
    close: async () => undefined,
  };
}

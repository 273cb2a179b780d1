/** VectorStore in memory: what the contract means, in the fewest words. Nothing survives the process. */
import { matrix } from "@imantics/core";
import { rowsOf } from "../vector-rows.ts";
import type { VectorStore } from "../vectors.ts";

export function memoryVectors(): VectorStore {
  const spaces = new Map<string, Map<string, Float32Array>>();
  const of = (id: string) => spaces.get(id) ?? new Map<string, Float32Array>();
  return {
    async put(space, set) {
      const rows = of(space.id);
      for (const [id, vector] of rowsOf(space, set)) rows.set(id, vector.slice());
      spaces.set(space.id, rows);
    },
    async load(space) {
      const rows = of(space.id);
      const ids = [...rows.keys()].sort();
      const vectors = matrix(ids.length, space.dimension);
      for (const [index, id] of ids.entries()) vectors.data.set(rows.get(id) ?? [], index * space.dimension);
      return { ids, vectors };
    },
    ids: async (space) => new Set(of(space.id).keys()),
    sizeBytes: async (space) => of(space.id).size * space.dimension * Float32Array.BYTES_PER_ELEMENT,
    async remove(space, ids) {
      for (const id of ids) of(space.id).delete(id);
    },
    async drop(spaceId) {
      spaces.delete(spaceId);
    },
    optimise: async () => undefined,
    close: async () => undefined,
  };
}

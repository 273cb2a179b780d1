/** Spaces in memory. */
import type { SpacePort } from "../ports/spaces.ts";
import type { State } from "./state.ts";

export function memorySpaces(state: State): SpacePort {
  const where = (isRemoved: boolean) =>
    [...state.spaces.values()].filter(({ id }) => state.removedSpaces.has(id) === isRemoved);
  return {
    async add(space) {
      if (!state.spaces.has(space.id)) state.spaces.set(space.id, space);
      state.removedSpaces.delete(space.id);
    },
    list: async () => where(false),
    removed: async () => where(true),
    async setRemoved(id, isRemoved) {
      if (!state.spaces.has(id)) return;
      if (isRemoved) state.removedSpaces.add(id);
      else state.removedSpaces.delete(id);
    },
    async forget(id) {
      state.spaces.delete(id);
      state.removedSpaces.delete(id);
    },
  };
}

/** Sources and paths in memory. */
import type { KnownFile } from "../../domain/source.ts";
import { brokenReference } from "../broken-reference.ts";
import { folderNames } from "../folder-names.ts";
import type { SourcePort } from "../ports/sources.ts";
import { entryOf } from "./images.ts";
import type { State } from "./state.ts";

export function memorySources(state: State): SourcePort {
  return {
    async add(source) {
      const at = state.sources.findIndex(({ location }) => location === source.location);
      const stored = { ...source, id: (at < 0 ? state.sources.length : at) + 1 };
      state.sources[stored.id - 1] = stored;
      return stored;
    },
    list: async () => [...state.sources],
    async files(source) {
      const known = [...(state.sourcePaths.get(source) ?? [])].map((path): [string, KnownFile] => {
        const { image, ...file } = mustHave(state.paths, path);
        return [path, file];
      });
      return new Map(known);
    },
    async link(source, links) {
      state.imageChanges++;
      if (!state.sources.some(({ id }) => id === source)) throw brokenReference(`source ${source}`);
      for (const { image } of links) mustHave(state.images, image);
      const members = state.sourcePaths.get(source) ?? new Set();
      state.sourcePaths.set(source, members);
      for (const { file, image } of links) {
        const { path, sizeBytes, modifiedMs } = file;
        state.paths.set(path, { path, sizeBytes, modifiedMs, image, isAvailable: true });
        members.add(path);
        state.failures.delete(path);
      }
    },
    async setAvailable(changed, isAvailable) {
      state.imageChanges++;
      for (const path of changed) {
        const known = state.paths.get(path);
        if (known) state.paths.set(path, { ...known, isAvailable });
      }
    },
    imageOf: async (path) => state.paths.get(path)?.image ?? null,
    async fileOf(id) {
      const linked = state.paths.get(entryOf(state, id)?.paths[0] ?? "");
      if (linked === undefined) return null;
      const { image, isAvailable, ...seen } = linked;
      const source = state.sources.find((candidate) => state.sourcePaths.get(candidate.id)?.has(seen.path));
      return source === undefined ? null : { ...seen, source: source.id };
    },
    async folders() {
      return folderNames(
        [...state.paths.values()].filter(({ isAvailable }) => isAvailable).map(({ path }) => path),
      );
    },
  };
}

function mustHave<Value>(map: ReadonlyMap<string, Value>, id: string): Value {
  const value = map.get(id);
  if (value === undefined) throw brokenReference(id);
  return value;
}

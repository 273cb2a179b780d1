/** Images in memory. */
import { sep } from "node:path";
import type { ImageEntry, ImageFilter } from "../../domain/image.ts";
import { brokenReference } from "../broken-reference.ts";
import { capturedMs } from "../captured-time.ts";
import type { ImagePort } from "../ports/images.ts";
import { runsOfDays } from "../runs-of-days.ts";
import { underFolder } from "../under-folder.ts";
import { byText } from "./by-text.ts";
import { promotedClusters, strengthsIn } from "./clusterings.ts";
import { shows } from "./predicates.ts";
import type { LinkedPath, State } from "./state.ts";

function pathsOf(state: State, image: string): LinkedPath[] {
  return [...state.paths.values()].filter((path) => path.image === image);
}

/** An image as it is listed; null when it is not known. */
export function entryOf(state: State, id: string): ImageEntry | null {
  const record = state.images.get(id);
  if (record === undefined) return null;
  const linked = pathsOf(state, id)
    .sort(byText((path) => path.path))
    .sort((a, b) => Number(b.isAvailable) - Number(a.isAvailable));
  return {
    ...record,
    paths: linked.map((path) => path.path),
    isAvailable: linked.some((path) => path.isAvailable),
  };
}

export function memoryImages(state: State): ImagePort {
  function shownMs(image: ImageEntry): number {
    const times = pathsOf(state, image.id).map((path) => path.modifiedMs);
    return capturedMs(image.takenAt) ?? (times.length > 0 ? Math.min(...times) : 0);
  }

  function inOrder(filter: Omit<ImageFilter, "offset" | "limit">): ImageEntry[] {
    const { order, folder, cluster, among, withUnavailable } = filter;
    const range = folder === undefined ? null : underFolder(folder, sep);
    const strengths = cluster ? strengthsIn(state, cluster) : null;
    const stored = [...state.images.keys()];
    const chosen = stored
      .flatMap((id) => entryOf(state, id) ?? [])
      .filter((image) => withUnavailable || image.isAvailable)
      .filter((image) => !range || image.paths.some((path) => path >= range.from && path < range.before))
      .filter((image) => !strengths || strengths.has(image.id))
      .filter((image) => !among || among.includes(image.id))
      .sort(byText((image) => image.id));
    if (strengths) return chosen.sort((a, b) => (strengths.get(b.id) ?? 0) - (strengths.get(a.id) ?? 0));
    if (order === "path") return chosen.sort(byText((image) => image.paths[0] ?? ""));
    if (order === "added") {
      const position = new Map(stored.map((id, index) => [id, index]));
      return chosen
        .sort((a, b) => (position.get(b.id) ?? 0) - (position.get(a.id) ?? 0))
        .sort(byText((image) => image.addedAt, -1));
    }
    const newest = chosen.sort((a, b) => shownMs(b) - shownMs(a));
    return order === "newest" ? newest : newest.reverse();
  }

  return {
    async add(added) {
      state.imageChanges++;
      const { images, incomplete, regions } = state;
      const ids = new Set([...images.keys(), ...added.map(({ image }) => image.id)]);
      for (const region of added.flatMap((image) => image.regions)) {
        if (!ids.has(region.imageId)) throw brokenReference(region.imageId);
      }
      for (const { image, regions: found } of added) {
        const before = images.get(image.id);
        if (before === undefined) images.set(image.id, image);
        else if (incomplete.has(image.id)) images.set(image.id, { ...image, addedAt: before.addedAt });
        incomplete.delete(image.id);
        for (const region of found) if (!regions.has(region.id)) regions.set(region.id, region);
      }
    },
    async existing(ids) {
      return new Set(ids.filter((id) => state.images.has(id) && !state.incomplete.has(id)));
    },
    async markIncomplete(ids) {
      for (const id of ids.filter((candidate) => state.images.has(candidate))) {
        state.incomplete.add(id);
        for (const path of pathsOf(state, id)) state.paths.set(path.path, { ...path, sizeBytes: -1 });
      }
    },
    get: async (id) => entryOf(state, id),
    many: async (ids) => ids.flatMap((id) => entryOf(state, id) ?? []),
    async page(filter) {
      const chosen = inOrder(filter);
      const tiles = chosen.slice(filter.offset, filter.offset + filter.limit);
      return {
        total: chosen.length,
        tiles: tiles.map(({ id, width, height, takenAt, placeholder, isAnimated }) => ({
          id,
          width,
          height,
          takenAt,
          placeholder,
          isAnimated,
        })),
      };
    },
    async layout(filter) {
      const chosen = inOrder(filter);
      return {
        ratios: chosen.map(({ width, height }) => Math.max(1, Math.round((width * 100) / height))),
        days: runsOfDays(chosen.map((image) => image.takenAt?.slice(0, 10) ?? null)),
      };
    },
    available: async () => [...state.images.keys()].filter((id) => entryOf(state, id)?.isAvailable).sort(),
    generation: async () => `${state.imageChanges}`,
    async *ids() {
      yield* [...state.images.keys()].sort();
    },

    async where(predicate) {
      const clusterOf = promotedClusters(state);
      const met = new Map<string, string | null>();
      for (const id of state.images.keys()) {
        const image = entryOf(state, id);
        if (image === null) continue;
        const own = [...state.regions.values()]
          .filter(({ imageId }) => imageId === id)
          .sort(byText((it) => it.id));
        const clusters = own.flatMap((region) => clusterOf.get(region.id) ?? []);
        const region = shows(predicate, { image, regions: own, clusters });
        if (region !== undefined) met.set(id, region);
      }
      return met;
    },
    async positions() {
      return [...state.images.values()]
        .flatMap(({ id, latitude, longitude }) =>
          latitude === null || longitude === null ? [] : [{ id, latitude, longitude }],
        )
        .sort(byText(({ id }) => id));
    },
    async cameras() {
      const counts = new Map<string, number>();
      for (const { camera } of state.images.values()) {
        if (camera !== null) counts.set(camera, (counts.get(camera) ?? 0) + 1);
      }
      return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([camera]) => camera);
    },
    perceptualHashes: async () => new Map([...state.images].map(([id, image]) => [id, image.perceptualHash])),
  };
}

/** Regions in memory. */
import { foldedText } from "../../domain/folded-text.ts";
import type { RegionType } from "../../domain/region.ts";
import { brokenReference } from "../broken-reference.ts";
import type { RegionPort } from "../ports/regions.ts";
import { byText } from "./by-text.ts";
import type { State } from "./state.ts";

export function memoryRegions(state: State): RegionPort {
  function requireImage(id: string): void {
    if (!state.images.has(id)) throw brokenReference(id);
  }

  function dropRegion(id: string): void {
    state.regions.delete(id);
    for (const [clustering, stored] of state.clusterings) {
      const assignments = stored.assignments.filter(({ region }) => region !== id);
      state.clusterings.set(clustering, { ...stored, assignments });
    }
  }

  return {
    many: async (ids) => ids.flatMap((id) => state.regions.get(id) ?? []),
    async ofImages(ids) {
      const wanted = new Set(ids);
      return [...state.regions.values()]
        .filter(({ imageId }) => wanted.has(imageId))
        .sort(byText(({ id }) => id));
    },
    async ofDetector(detector) {
      const found = [...state.regions.values()].filter((region) => region.detector === detector);
      return found.map(({ id }) => id).sort();
    },
    async add(region) {
      requireImage(region.imageId);
      state.regions.set(region.id, region);
    },
    async remove(ids) {
      for (const id of ids) dropRegion(id);
    },
    inspections: async (detector) => new Map(state.inspections.get(detector)),
    async recordInspections(detector, version, looks) {
      for (const { image } of looks) requireImage(image);
      const seen = state.inspections.get(detector) ?? new Map<string, string>();
      state.inspections.set(detector, seen);
      const kept = new Set(looks.flatMap((look) => look.regions.map(({ id }) => id)));
      const inspected = new Set(looks.map(({ image }) => image));
      const gone = [...state.regions.values()]
        .filter((region) => region.detector === detector && inspected.has(region.imageId))
        .map(({ id }) => id)
        .filter((id) => !kept.has(id));
      for (const id of gone) dropRegion(id);
      for (const region of [...state.removedRegions.values()]) {
        const isSeenAgain = region.detector === detector && inspected.has(region.imageId);
        if (isSeenAgain) state.removedRegions.delete(region.id);
      }
      for (const { image, regions: found } of looks) {
        seen.set(image, version);
        for (const region of found) state.regions.set(region.id, region);
      }
      return gone;
    },
    async forgetInspections(detector, forgotten) {
      const seen = state.inspections.get(detector);
      for (const image of forgotten ?? [...(seen?.keys() ?? [])]) seen?.delete(image);
    },
    async setRemovedOf(detector, isRemoved) {
      const [from, to] = isRemoved
        ? [state.regions, state.removedRegions]
        : [state.removedRegions, state.regions];
      for (const region of [...from.values()].filter((each) => each.detector === detector)) {
        to.set(region.id, region);
        if (isRemoved) dropRegion(region.id);
        else from.delete(region.id);
      }
      if (isRemoved) state.inspections.delete(detector);
    },
    removedOf: async (detector) =>
      [...state.removedRegions.values()]
        .filter((region) => region.detector === detector)
        .map(({ id }) => id)
        .sort(),
    async emptyTrash() {
      const gone = [...state.removedRegions.keys()].sort();
      state.removedRegions.clear();
      return gone;
    },
    async *ids() {
      yield* [...state.regions.keys()].sort();
    },
    async withText(text) {
      const folded = foldedText(text);
      if (folded === "") return [];
      return [...state.regions.values()]
        .filter((region) => region.text !== null && foldedText(region.text).includes(folded))
        .sort(byText(({ id }) => id));
    },
    async counts() {
      const groups = new Map<string, { type: RegionType; label: string | null; ids: string[] }>();
      for (const { type, label, imageId } of state.regions.values()) {
        const key = JSON.stringify([type, label]);
        const group = groups.get(key) ?? { type, label, ids: [] };
        groups.set(key, group);
        group.ids.push(imageId);
      }
      return [...groups.values()]
        .map(({ type, label, ids }) => ({ type, label, regions: ids.length, images: new Set(ids).size }))
        .sort(byText((count) => count.label ?? ""))
        .sort(byText((count) => count.type))
        .sort((a, b) => b.regions - a.regions);
    },
  };
}

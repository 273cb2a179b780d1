/** The part of the in-memory FactStore that knows regions beyond the whole image. */

import { foldedText } from "../../domain/folded-text.ts";
import type { RegionRecord, RegionType } from "../../domain/region.ts";
import { brokenReference } from "../broken-reference.ts";
import type { FactStore } from "../facts.ts";
import { byText } from "./by-text.ts";

type PartFacts = Pick<
  FactStore,
  | "regions"
  | "regionsOf"
  | "regionsOfDetector"
  | "addRegion"
  | "removeRegions"
  | "inspections"
  | "recordInspections"
  | "forgetInspections"
  | "findText"
  | "partCounts"
>;

/** @param forgetRegion what else speaks of a region that goes */
export function memoryParts(
  images: ReadonlyMap<string, unknown>,
  regions: Map<string, RegionRecord>,
  forgetRegion: (id: string) => void,
): PartFacts {
  /** By detector: image id → version. */
  const inspections = new Map<string, Map<string, string>>();

  function requireImage(id: string): void {
    if (!images.has(id)) throw brokenReference(id);
  }

  function dropRegion(id: string): void {
    regions.delete(id);
    forgetRegion(id);
  }

  return {
    regions: async (ids) => ids.flatMap((id) => regions.get(id) ?? []),
    async regionsOf(ids) {
      const wanted = new Set(ids);
      return [...regions.values()].filter(({ imageId }) => wanted.has(imageId)).sort(byText(({ id }) => id));
    },
    async regionsOfDetector(detector) {
      const found = [...regions.values()].filter((region) => region.detector === detector);
      return found.map(({ id }) => id).sort();
    },
    async addRegion(region) {
      requireImage(region.imageId);
      regions.set(region.id, region);
    },
    async removeRegions(ids) {
      for (const id of ids) dropRegion(id);
    },
    inspections: async (detector) => new Map(inspections.get(detector)),
    async recordInspections(detector, version, looks) {
      for (const { image } of looks) requireImage(image);
      const seen = inspections.get(detector) ?? new Map<string, string>();
      inspections.set(detector, seen);
      const kept = new Set(looks.flatMap((look) => look.regions.map(({ id }) => id)));
      const inspected = new Set(looks.map(({ image }) => image));
      const gone = [...regions.values()]
        .filter((region) => region.detector === detector && inspected.has(region.imageId))
        .map(({ id }) => id)
        .filter((id) => !kept.has(id));
      for (const id of gone) dropRegion(id);
      for (const { image, regions: found } of looks) {
        seen.set(image, version);
        for (const region of found) regions.set(region.id, region);
      }
      return gone;
    },
    async forgetInspections(detector, forgotten) {
      const seen = inspections.get(detector);
      for (const image of forgotten ?? [...(seen?.keys() ?? [])]) seen?.delete(image);
    },
    async findText(text) {
      const folded = foldedText(text);
      if (folded === "") return [];
      return [...regions.values()]
        .filter((region) => region.text !== null && foldedText(region.text).includes(folded))
        .sort(byText(({ id }) => id));
    },
    async partCounts() {
      const groups = new Map<string, { type: RegionType; label: string | null; ids: string[] }>();
      for (const { type, label, imageId } of regions.values()) {
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

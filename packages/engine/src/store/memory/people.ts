/** The part of the in-memory FactStore that knows whose face is whose. */

import type { FacePlace, Refusal } from "../../domain/person.ts";
import type { RegionRecord } from "../../domain/region.ts";
import type { PeopleFacts } from "../people.ts";
import { byText } from "./by-text.ts";

export function memoryPeople(regions: ReadonlyMap<string, RegionRecord>): PeopleFacts {
  const names = new Map<string, string>();
  const places = new Map<string, FacePlace>();
  const refused = new Map<string, Refusal>();

  const inOrder = () => [...places.values()].sort(byText(({ region }) => region));
  /** Faces that are there, the surest first. */
  function facesOf(people: readonly string[]) {
    return inOrder()
      .flatMap((place) => {
        const region = regions.get(place.region);
        return region && people.includes(place.person ?? "") ? [{ ...place, image: region.imageId }] : [];
      })
      .sort((a, b) => b.confidence - a.confidence);
  }

  return {
    async people() {
      const ids = new Set(inOrder().flatMap(({ person }) => person ?? []));
      return [...ids]
        .sort()
        .flatMap((id) => {
          const faces = facesOf([id]);
          const images = new Set(faces.map(({ image }) => image)).size;
          const [surest] = faces;
          const name = names.get(id) ?? null;
          return surest ? [{ id, name, faces: faces.length, images, cover: surest.region }] : [];
        })
        .sort((a, b) => b.faces - a.faces)
        .sort((a, b) => Number(a.name === null) - Number(b.name === null));
    },
    async setPersonName(person, name) {
      if (name === null) names.delete(person);
      else names.set(person, name);
    },
    nameOfPerson: async (person) => names.get(person) ?? null,
    facePlaces: async () => inOrder(),
    async placeFaces(added) {
      for (const place of added) places.set(place.region, place);
    },
    async removeFacePlaces(removed) {
      for (const region of removed) places.delete(region);
    },
    refusals: async () => [...refused.values()].sort(byText(({ region, person }) => `${region} ${person}`)),
    async setRefusal(refusal, isRefused) {
      const key = JSON.stringify([refusal.region, refusal.person]);
      if (isRefused) refused.set(key, refusal);
      else refused.delete(key);
    },
    async imagesOfPeople(people) {
      const found = new Map<string, string>();
      for (const { image, region } of facesOf(people)) if (!found.has(image)) found.set(image, region);
      return found;
    },
  };
}

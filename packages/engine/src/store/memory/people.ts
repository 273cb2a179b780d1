/** Whose face is whose, in memory. */
import type { PeoplePort } from "../ports/people.ts";
import { byText } from "./by-text.ts";
import type { State } from "./state.ts";

export function memoryPeople(state: State): PeoplePort {
  const inOrder = () => [...state.places.values()].sort(byText(({ region }) => region));
  /** Faces that are there, the surest first. */
  function facesOf(people: readonly string[]) {
    return inOrder()
      .flatMap((place) => {
        const region = state.regions.get(place.region);
        return region && people.includes(place.person ?? "") ? [{ ...place, image: region.imageId }] : [];
      })
      .sort((a, b) => b.confidence - a.confidence);
  }

  return {
    async list() {
      const ids = new Set(inOrder().flatMap(({ person }) => person ?? []));
      return [...ids]
        .sort()
        .flatMap((id) => {
          const faces = facesOf([id]);
          const images = new Set(faces.map(({ image }) => image)).size;
          const [surest] = faces;
          const name = state.peopleNames.get(id) ?? null;
          return surest ? [{ id, name, faces: faces.length, images, cover: surest.region }] : [];
        })
        .sort((a, b) => b.faces - a.faces)
        .sort((a, b) => Number(a.name === null) - Number(b.name === null));
    },
    async setName(person, name) {
      if (name === null) state.peopleNames.delete(person);
      else state.peopleNames.set(person, name);
    },
    nameOf: async (person) => state.peopleNames.get(person) ?? null,
    places: async () => inOrder(),
    async place(added) {
      for (const place of added) state.places.set(place.region, place);
    },
    async removePlaces(removed) {
      for (const region of removed) state.places.delete(region);
    },
    refusals: async () =>
      [...state.refusals.values()].sort(byText(({ region, person }) => `${region} ${person}`)),
    async setRefusal(refusal, isRefused) {
      const key = JSON.stringify([refusal.region, refusal.person]);
      if (isRefused) state.refusals.set(key, refusal);
      else state.refusals.delete(key);
    },
    async images(people) {
      const found = new Map<string, string>();
      for (const { image, region } of facesOf(people)) if (!found.has(image)) found.set(image, region);
      return found;
    },
  };
}

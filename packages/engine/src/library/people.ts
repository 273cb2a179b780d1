/**
 * People as a person meets them: seen, named, put together, taken apart, corrected. Every act is one
 * entry of the journal that says what became of names, faces and refusals, and what they were before.
 *
 * An act touches the faces it names and no others; nothing is grouped again until faces are next looked
 * for. Who an unnamed face may be is `who-is-this.ts`.
 */
import { randomUUID } from "node:crypto";
import { ImanticsError } from "../domain/errors.ts";
import type { FaceOfPerson, FacePlace, PersonRecord, Refusal } from "../domain/person.ts";
import { boxOfRegion, imageOfRegion, typeOfRegion } from "../domain/region-id.ts";
import { DOUBT } from "../organise/arrange-people.ts";
import { questionsAboutFaces, suggestionsForFace } from "../organise/who-is-this.ts";
import type { VectorIndexes } from "../search/vector-indexes.ts";
import type { FactStore } from "../store/facts.ts";
import { perform } from "./journal.ts";
import type { Library } from "./library.ts";

/** What an act changes; what is not named stays. */
export interface PeopleChange {
  readonly names?: readonly { readonly person: string; readonly name: string | null }[];
  readonly places?: readonly FacePlace[];
  readonly refusals?: readonly (Refusal & { readonly isRefused: boolean })[];
}

export function peopleVerbs(facts: FactStore, indexes: VectorIndexes): Library["people"] {
  async function change(detail: PeopleChange): Promise<void> {
    await perform(facts, "change-people", { ...detail });
  }

  async function personOf(id: string): Promise<PersonRecord> {
    const found = (await facts.people()).find((person) => person.id === id);
    if (found) return found;
    throw new ImanticsError("person-not-found", `There is no person "${id}" in this library.`);
  }

  /** Places of faces that are there: those that a changed detector no longer finds wait unseen. */
  async function placesWhere(isMeant: (place: FacePlace) => boolean): Promise<FacePlace[]> {
    const places = (await facts.facePlaces()).filter(isMeant);
    const there = new Set((await facts.regions(places.map(({ region }) => region))).map(({ id }) => id));
    return places.filter(({ region }) => there.has(region));
  }

  /** Surest first. */
  async function facesOf(person: string): Promise<FacePlace[]> {
    const own = await placesWhere((place) => place.person === person);
    return own.sort((a, b) => b.confidence - a.confidence);
  }

  /** The places of these faces. */
  async function requireFaces(regions: readonly string[]): Promise<FacePlace[]> {
    const wanted = new Set(regions);
    const places = await placesWhere(({ region }) => wanted.has(region));
    if (places.length === wanted.size && wanted.size > 0) return places;
    const known = new Set(places.map(({ region }) => region));
    const missing = regions.find((region) => !known.has(region));
    throw new ImanticsError(
      "face-not-found",
      missing === undefined
        ? "No face was named; name at least one."
        : `There is no face "${missing}" in this library, or it is not in order yet; look for faces again.`,
    );
  }

  /**
   * What keeps a person known when faces leave: the surest that stays stands for them from now on. When
   * none stays there is nobody left to bear the name.
   */
  async function withoutFaces(person: string, leaving: readonly FacePlace[]): Promise<PeopleChange> {
    const gone = new Set(leaving.map(({ region }) => region));
    const surest = (await facesOf(person)).find(({ region }) => !gone.has(region));
    return surest ? { places: [confirmed(surest)] } : { names: [{ person, name: null }] };
  }

  return {
    list: () => facts.people(),

    get: async (id) => {
      const person = await personOf(id);
      const faces = (await facesOf(id)).map(faceOf);
      const doubtFrom = faces.filter(({ confidence }) => confidence >= DOUBT).length;
      return { person, faces, doubtFrom };
    },

    ofImage: async (image) => {
      const regions = (await facts.regionsOf([image])).filter(({ id }) => typeOfRegion(id) === "face");
      if (regions.length === 0) return [];
      const byRegion = new Map((await facts.facePlaces()).map((place) => [place.region, place]));
      const byId = new Map((await facts.people()).map((person) => [person.id, person]));
      return regions.map(({ id }) => {
        const place = byRegion.get(id) ?? nobodys(id);
        return { ...faceOf(place), person: byId.get(place.person ?? "") ?? null };
      });
    },

    rename: async (id, name) => {
      const { cover, name: before } = await personOf(id);
      if (name === before) {
        throw alreadySo(name === null ? `Person "${id}" has no name.` : `Their name is "${name}" already.`);
      }
      // The face that stands for the person says for good who is meant.
      const places = (await facesOf(id)).filter(({ region }) => region === cover).map(confirmed);
      await change({ names: [{ person: id, name }], ...(name !== null && { places }) });
    },

    merge: async (into, others) => {
      const target = await personOf(into);
      const people = await Promise.all(others.map(personOf));
      if (people.length === 0 || people.some(({ id }) => id === into)) {
        throw new ImanticsError("bad-merge", "A merge needs other people to join to the first one.");
      }
      const joining = new Set(others);
      const places = await facts.facePlaces();
      const moved = places.filter(({ person }) => joining.has(person ?? ""));
      const movedRegions = new Set(moved.map(({ region }) => region));
      const refused = (await facts.refusals()).filter(
        ({ region, person }) => person === into && movedRegions.has(region),
      );
      const name = target.name ?? people.find((person) => person.name !== null)?.name ?? null;
      await change({
        names: [{ person: into, name }, ...others.map((person) => ({ person, name: null }))],
        places: [
          ...places.filter(({ region }) => region === target.cover).map(confirmed),
          // As sure as it was that they belong together, so that doubtful ones still stand last.
          ...moved.map((place) => ({ ...place, person: into, isConfirmed: true })),
        ],
        refusals: refused.map((refusal) => ({ ...refusal, isRefused: false })),
      });
    },

    split: async (id, regions) => {
      await personOf(id);
      const places = (await requireFaces(regions)).filter((place) => place.person === id);
      const rest = await withoutFaces(id, places);
      if (places.length !== new Set(regions).size || !rest.places) {
        throw new ImanticsError(
          "bad-split",
          `A new person is made of some faces of person "${id}": at least one must be theirs and one must stay.`,
        );
      }
      const person = `p-${randomUUID()}`;
      await change({
        places: [...rest.places, ...places.map((place) => confirmed({ ...place, person }))],
        refusals: places.map(({ region }) => ({ region, person: id, isRefused: true })),
      });
      return person;
    },

    refuse: async (id, regions) => {
      await personOf(id);
      const faces = await requireFaces(regions);
      const known = new Set((await facts.refusals()).map(({ region, person }) => `${region} ${person}`));
      const own = faces.filter(({ person }) => person === id);
      if (own.length === 0 && faces.every(({ region }) => known.has(`${region} ${id}`))) {
        throw alreadySo("It is known already that these faces are not this person.");
      }
      const rest: PeopleChange = own.length === 0 ? {} : await withoutFaces(id, own);
      await change({
        ...rest,
        places: [...(rest.places ?? []), ...own.map(({ region }) => nobodys(region))],
        // Where nobody stays there is nobody to be kept from: the group is dissolved.
        refusals: rest.names ? [] : faces.map(({ region }) => ({ region, person: id, isRefused: true })),
      });
    },

    confirm: async (id, regions) => {
      await personOf(id);
      const faces = await requireFaces(regions);
      if (faces.every(({ person, isConfirmed }) => person === id && isConfirmed)) {
        throw alreadySo("These faces were confirmed before.");
      }
      const left = new Set(faces.flatMap(({ person }) => (person === null || person === id ? [] : [person])));
      const rests: PeopleChange[] = [];
      for (const person of left) rests.push(await withoutFaces(person, faces));
      await change({
        names: rests.flatMap(({ names = [] }) => names),
        places: [
          ...rests.flatMap(({ places = [] }) => places),
          ...faces.map((place) => confirmed({ ...place, person: id })),
        ],
        refusals: faces.map(({ region }) => ({ region, person: id, isRefused: false })),
      });
    },

    suggest: (region) => suggestionsForFace(region, { facts, indexes }),
    questions: (limit) => questionsAboutFaces(limit, { facts, indexes }),
  };
}

function faceOf({ region, confidence, isConfirmed }: FacePlace): FaceOfPerson {
  return { region, image: imageOfRegion(region), box: boxOfRegion(region), confidence, isConfirmed };
}

function confirmed(place: FacePlace): FacePlace {
  return { ...place, confidence: 1, isConfirmed: true };
}

function nobodys(region: string): FacePlace {
  return { region, person: null, confidence: 0, isConfirmed: false };
}

function alreadySo(message: string): ImanticsError {
  return new ImanticsError("already-so", message);
}

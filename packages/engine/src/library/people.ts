/**
 * People as a person meets them: seen, named, put together, taken apart, corrected. What an act does is in
 * `acts`; it touches the faces it names and no others, and nothing is grouped again until faces are next
 * looked for. Who an unnamed face may be is `organise/who-is-this.ts`.
 */
import { randomUUID } from "node:crypto";
import { facesOf, nobodys, requirePerson } from "../acts/faces.ts";
import { acts } from "../acts/registry.ts";
import type { FaceOfPerson, FacePlace } from "../domain/person.ts";
import { boxOfRegion, imageOfRegion, typeOfRegion } from "../domain/region-id.ts";
import { DOUBT } from "../organise/arrange-people.ts";
import { questionsAboutFaces, suggestionsForFace } from "../organise/who-is-this.ts";
import type { VectorIndexes } from "../search/vector-indexes.ts";
import type { FactPorts } from "../store/ports/facts.ts";
import type { ActVerb } from "./act-verb.ts";
import type { Library } from "./library.ts";

export function peopleVerbs(facts: FactPorts, indexes: VectorIndexes, act: ActVerb): Library["people"] {
  return {
    list: () => facts.people.list(),

    get: async (id) => {
      const person = await requirePerson(facts, id);
      const faces = (await facesOf(facts, id)).map(faceOf);
      const doubtFrom = faces.filter(({ confidence }) => confidence >= DOUBT).length;
      return { person, faces, doubtFrom };
    },

    ofImage: async (image) => {
      const regions = (await facts.regions.ofImages([image])).filter(({ id }) => typeOfRegion(id) === "face");
      if (regions.length === 0) return [];
      const byRegion = new Map((await facts.people.places()).map((place) => [place.region, place]));
      const byId = new Map((await facts.people.list()).map((person) => [person.id, person]));
      return regions.map(({ id }) => {
        const place = byRegion.get(id) ?? nobodys(id);
        return { ...faceOf(place), person: byId.get(place.person ?? "") ?? null };
      });
    },

    rename: async (id, name) => {
      const { sequence, answer } = await act(acts.renamePerson, { person: id, name });
      return { sequence, person: answer };
    },
    merge: (into, others) => act(acts.mergePeople, { into, others }),
    split: async (person, faces) => {
      const into = `p-${randomUUID()}`;
      const { sequence } = await act(acts.splitPerson, { person, faces, into });
      return { sequence, person: into };
    },
    refuse: (person, faces) => act(acts.refuseFaces, { person, faces }),
    confirm: (person, faces) => act(acts.confirmFaces, { person, faces }),

    suggest: (region) => suggestionsForFace(region, { facts, indexes }),
    questions: (limit) => questionsAboutFaces(limit, { facts, indexes }),
  };
}

function faceOf({ region, confidence, isConfirmed }: FacePlace): FaceOfPerson {
  return { region, image: imageOfRegion(region), box: boxOfRegion(region), confidence, isConfirmed };
}

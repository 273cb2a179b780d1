/** Some of a person's faces are a person of their own. */
import { z } from "zod";
import { ImanticsError } from "../domain/errors.ts";
import { changing, defineAct } from "./act.ts";
import { confirmed, countOfFaces, requireFaces, requirePerson, withoutFaces } from "./faces.ts";

export const splitPerson = defineAct({
  name: "split-person",
  /** `into` is the id of the new person. */
  schema: z.object({ person: z.string(), faces: z.array(z.string()).readonly(), into: z.string() }),
  async plan(facts, { person, faces, into }) {
    await requirePerson(facts, person);
    const places = (await requireFaces(facts, faces)).filter((place) => place.person === person);
    const rest = await withoutFaces(facts, person, places);
    if (places.length !== new Set(faces).size || !rest.places) {
      throw new ImanticsError(
        "bad-split",
        `A new person is made of some faces of person "${person}": at least one must be theirs and one must stay.`,
      );
    }
    return changing({
      places: [...rest.places, ...places.map((place) => confirmed({ ...place, person: into }))],
      refusals: places.map(({ region }) => ({ region, person, isRefused: true })),
    });
  },
  words: ({ faces }) => `Made ${countOfFaces(faces)} a person of their own`,
});

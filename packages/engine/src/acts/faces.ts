/** What acts on people look up and say alike: whose faces are there, and what becomes of those that stay. */
import { ImanticsError } from "../domain/errors.ts";
import type { FacePlace, PersonRecord } from "../domain/person.ts";
import type { FactPorts } from "../store/ports/facts.ts";
import type { Change } from "./change.ts";

/** @throws ImanticsError `person-not-found`. */
export async function requirePerson({ people }: FactPorts, id: string): Promise<PersonRecord> {
  const found = (await people.list()).find((person) => person.id === id);
  if (found) return found;
  throw new ImanticsError("person-not-found", `There is no person "${id}" in this library.`);
}

/** Places of faces that are there: those that a changed detector no longer finds wait unseen. */
async function placesWhere(
  { people, regions }: FactPorts,
  isMeant: (place: FacePlace) => boolean,
): Promise<FacePlace[]> {
  const places = (await people.places()).filter(isMeant);
  const there = new Set((await regions.many(places.map(({ region }) => region))).map(({ id }) => id));
  return places.filter(({ region }) => there.has(region));
}

/** The faces of a person, surest first. */
export async function facesOf(facts: FactPorts, person: string): Promise<FacePlace[]> {
  const own = await placesWhere(facts, (place) => place.person === person);
  return own.sort((a, b) => b.confidence - a.confidence);
}

/** The places of these faces. @throws ImanticsError `face-not-found`. */
export async function requireFaces(facts: FactPorts, regions: readonly string[]): Promise<FacePlace[]> {
  const wanted = new Set(regions);
  const places = await placesWhere(facts, ({ region }) => wanted.has(region));
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
export async function withoutFaces(
  facts: FactPorts,
  person: string,
  leaving: readonly FacePlace[],
): Promise<Pick<Change, "places" | "personNames">> {
  const gone = new Set(leaving.map(({ region }) => region));
  const surest = (await facesOf(facts, person)).find(({ region }) => !gone.has(region));
  return surest ? { places: [confirmed(surest)] } : { personNames: [{ person, name: null }] };
}

export function confirmed(place: FacePlace): FacePlace {
  return { ...place, confidence: 1, isConfirmed: true };
}

export function nobodys(region: string): FacePlace {
  return { region, person: null, confidence: 0, isConfirmed: false };
}

/** "a face", "3 faces". */
export function countOfFaces(faces: readonly string[]): string {
  return faces.length === 1 ? "a face" : `${faces.length} faces`;
}

/**
 * Who a face may be: people ranked by likeness, with the chance that it is them (`face-likeness.ts`).
 * Nobody is suggested whom a human has ruled out, and nobody who is already in the picture.
 *
 * Looks at all face vectors for each answer, O(faces · columns), in the index that is kept of them.
 */
import { ImanticsError } from "../domain/errors.ts";
import type { FaceQuestion, FaceSuggestion, PersonRecord } from "../domain/person.ts";
import { boxOfRegion, imageOfRegion } from "../domain/region-id.ts";
import type { VectorIndexes } from "../search/vector-indexes.ts";
import type { FactPorts } from "../store/ports/facts.ts";
import { type Person, personFrom, suggestPerson } from "./face-likeness.ts";

interface FaceTools {
  readonly facts: FactPorts;
  readonly indexes: VectorIndexes;
}

/** Suggestions a face. */
const MOST = 5;
/** A question is worth a person's time from this chance on. */
const WORTH_ASKING = 0.1;

/** Likeliest first. @throws ImanticsError `face-not-found`. */
export async function suggestionsForFace(
  region: string,
  tools: FaceTools,
): Promise<readonly FaceSuggestion[]> {
  const known = await readFaces(tools);
  const vector = known.vectorOf(region);
  if (!vector) {
    throw new ImanticsError("face-not-found", `There is no face "${region}" in this library.`);
  }
  const ruledOut = known.ruledOut([region]);
  const candidates = known.people.flatMap((person) => {
    const seen = ruledOut.has(person.id) ? null : known.seen(person, region);
    return seen ? [{ person, seen }] : [];
  });
  return rank(vector, candidates);
}

/** Faces of nobody, and unnamed people by their cover, that may be somebody with a name; surest first. */
export async function questionsAboutFaces(limit: number, tools: FaceTools): Promise<readonly FaceQuestion[]> {
  const known = await readFaces(tools);
  const named = known.people.flatMap((person) => {
    const seen = person.name === null ? null : known.seen(person);
    return seen ? [{ person, seen }] : [];
  });
  if (named.length === 0) return [];
  const ask = (face: string, person: PersonRecord | null, group: readonly string[], vector: Float32Array) => {
    const ruledOut = known.ruledOut(group);
    const candidates = named.filter((candidate) => !ruledOut.has(candidate.person.id));
    const suggestions = rank(vector, candidates).filter(({ confidence }) => confidence >= WORTH_ASKING);
    if (suggestions.length === 0) return [];
    return [{ region: face, image: imageOfRegion(face), box: boxOfRegion(face), person, suggestions }];
  };
  const questions: FaceQuestion[] = known.people.flatMap((person) => {
    const seen = person.name === null ? known.seen(person) : null;
    return seen ? ask(person.cover, person, known.facesOf(person.id), seen.mean) : [];
  });
  for (const region of known.facesOf(null)) {
    const vector = known.vectorOf(region);
    if (vector) questions.push(...ask(region, null, [region], vector));
  }
  const chance = ({ suggestions }: FaceQuestion) => suggestions[0]?.confidence ?? 0;
  return questions.sort((a, b) => chance(b) - chance(a)).slice(0, limit);
}

interface Candidate {
  readonly person: PersonRecord;
  readonly seen: Person;
}

function rank(vector: Float32Array, candidates: readonly Candidate[]): FaceSuggestion[] {
  const ranked = suggestPerson(
    vector,
    candidates.map(({ seen }) => seen),
  );
  return ranked.slice(0, MOST).flatMap(({ person: position, confidence }) => {
    const candidate = candidates[position];
    return candidate ? [{ person: candidate.person, confidence }] : [];
  });
}

/** Faces that have a vector, and what is known of them. */
async function readFaces({ facts, indexes }: FaceTools) {
  const space = (await facts.spaces.list()).findLast(({ model }) => model === "faces");
  const index = space && (await indexes.of(space));
  const vectorOf = (region: string) => index?.vector(region) ?? null;
  const people = await facts.people.list();
  const regionsOf = new Map<string | null, string[]>();
  /** Face of each person in each image. */
  const peopleIn = new Map<string, Map<string | null, string>>();
  for (const { region, person } of await facts.people.places()) {
    if (!index?.has(region)) continue;
    const own = regionsOf.get(person);
    if (own) own.push(region);
    else regionsOf.set(person, [region]);
    const image = imageOfRegion(region);
    peopleIn.set(image, (peopleIn.get(image) ?? new Map()).set(person, region));
  }
  const refusedOf = new Map<string, string[]>();
  for (const { region, person } of await facts.people.refusals()) {
    refusedOf.set(region, [...(refusedOf.get(region) ?? []), person]);
  }
  const facesOf = (person: string | null) => regionsOf.get(person) ?? [];
  return {
    people,
    vectorOf,
    facesOf,
    /** Somebody as their faces show them, `without` one; null when none is left. */
    seen({ id }: PersonRecord, without?: string): Person | null {
      const own = facesOf(id).flatMap((region) => (region === without ? [] : (vectorOf(region) ?? [])));
      return own.length === 0 ? null : personFrom(own);
    },
    /** People that these faces cannot be: refused by a human, or there in the same picture. */
    ruledOut(faces: readonly string[]): ReadonlySet<string | null> {
      const out = new Set<string | null>();
      for (const face of faces) {
        for (const person of refusedOf.get(face) ?? []) out.add(person);
        for (const [person, there] of peopleIn.get(imageOfRegion(face)) ?? []) {
          if (there !== face) out.add(person);
        }
      }
      return out;
    },
  };
}

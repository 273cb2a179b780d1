/**
 * From faces to people: who is on which picture, as far as likeness and what humans have said tell.
 *
 * Average linkage (`joinGroups` of core) over face vectors. Two faces of one picture are two people. Faces that
 * a human has confirmed for a person are one group from the start and stay; what a human has said is not a
 * person never joins them. Measured against HDBSCAN, which chains strangers together: evals/faces.ts.
 */
import { type ClusterContext, joinGroups, type Matrix, row } from "@imantics/core";
import { confidenceAt, MIN_LIKENESS, type Person, personFrom } from "./face-likeness.ts";

/** Faces in one order: item `i` of each list, and row `i`, are one face. */
export interface Faces {
  readonly ids: readonly string[];
  /** The picture that each is in. */
  readonly images: readonly string[];
  /** Unit length. */
  readonly vectors: Matrix;
}

/** What humans have said. Faces that are not there are passed over. */
export interface FaceVerdicts {
  /** Person of each confirmed face, by the face's id. */
  readonly confirmed: ReadonlyMap<string, string>;
  /** Faces that are not the person named. Persons without a confirmed face have nobody to be kept from. */
  readonly denied: readonly { readonly face: string; readonly person: string }[];
}

export interface GroupedPerson extends Person {
  /** The person that humans know, or null for somebody without a name yet. */
  readonly id: string | null;
  /** Positions in `Faces`, ascending. */
  readonly faces: readonly number[];
}

export interface People {
  /** Known persons first, in the order of their first confirmed face; then the unknown, most faces first. */
  readonly people: readonly GroupedPerson[];
  /** Position in `people` of each face; -1 for faces that are like no other. */
  readonly personOf: Int32Array;
  /** How sure that is, 0..1: 1 for confirmed faces, 0 for those of nobody. */
  readonly confidence: Float32Array;
}

export const peopleDefaults = {
  /** Mean cosine with a group from which on a face belongs to it. */
  minLikeness: MIN_LIKENESS,
  /** Unknown people with fewer faces are nobody yet. */
  minFaces: 2,
};

/** Deterministic. O(faces² · columns) at most, memory O(faces · columns); see `joinGroups`. */
export async function groupFaces(
  faces: Faces,
  verdicts: FaceVerdicts,
  context: ClusterContext,
  options: Partial<typeof peopleDefaults> = {},
): Promise<People> {
  const { minLikeness, minFaces } = { ...peopleDefaults, ...options };
  const { start, knownIds } = startingGroups(faces, verdicts);
  const facts = factsOfGroups(faces, verdicts, { start, knownIds });
  const last = await joinGroups(faces.vectors, start, { minLikeness, ...facts }, context);

  const members = new Map<number, number[]>(knownIds.map((_, group) => [group, []]));
  for (const [face, group] of last.entries()) {
    const list = members.get(group);
    if (list === undefined) members.set(group, [face]);
    else list.push(face);
  }
  const isKnown = (group: number) => group < knownIds.length;
  const groups = [...members].filter(([group, list]) => isKnown(group) || list.length >= minFaces);
  groups.sort(([a, one], [b, other]) =>
    isKnown(a) || isKnown(b) ? a - b : other.length - one.length || (one[0] ?? 0) - (other[0] ?? 0),
  );

  const personOf = new Int32Array(faces.ids.length).fill(-1);
  const confidence = new Float32Array(faces.ids.length);
  const people = groups.map(([group, list], position): GroupedPerson => {
    const person = personFrom(list.map((face) => row(faces.vectors, face)));
    for (const face of list) {
      personOf[face] = position;
      confidence[face] = verdicts.confirmed.has(faces.ids[face] ?? "")
        ? 1
        : confidenceAt(likenessToOthers(row(faces.vectors, face), person));
    }
    return { ...person, id: knownIds[group] ?? null, faces: list };
  });
  return { people, personOf, confidence };
}

/** Confirmed faces together, each other face alone. Groups of known persons have the first numbers. */
function startingGroups({ ids }: Faces, { confirmed }: FaceVerdicts) {
  const groupOfPerson = new Map<string, number>();
  for (const id of ids) {
    const person = confirmed.get(id);
    if (person !== undefined && !groupOfPerson.has(person)) groupOfPerson.set(person, groupOfPerson.size);
  }
  let next = groupOfPerson.size;
  const start = Int32Array.from(ids, (id) => groupOfPerson.get(confirmed.get(id) ?? "") ?? next++);
  return { start, knownIds: [...groupOfPerson.keys()] };
}

/** What groups must not share: a picture, two known persons, or a person and a face denied to them. */
function factsOfGroups(
  { ids, images }: Faces,
  { denied }: FaceVerdicts,
  { start, knownIds }: { start: Int32Array; knownIds: readonly string[] },
) {
  const groupOfFace = new Map(ids.map((id, face) => [id, start[face] ?? -1]));
  const groupOfPerson = new Map(knownIds.map((id, group) => [id, group]));
  const picturesOf = new Map<number, Set<string>>();
  for (const [face, group] of start.entries()) entryOf(picturesOf, group).add(images[face] ?? "");
  /** Groups of known persons that must stay away, and the reverse. */
  const apart = new Map<number, Set<number>>();
  for (const { face, person } of denied) {
    const [one, other] = [groupOfFace.get(face), groupOfPerson.get(person)];
    // A human who confirms a face for the very person has the last word.
    if (one === undefined || other === undefined || one === other) continue;
    entryOf(apart, one).add(other);
  }
  return {
    mayJoin: (one: number, other: number): boolean => {
      if (one < knownIds.length && other < knownIds.length) return false;
      if (apart.get(one)?.has(other) || apart.get(other)?.has(one)) return false;
      return areDisjoint(entryOf(picturesOf, one), entryOf(picturesOf, other));
    },
    onJoin: (one: number, other: number): void => {
      for (const picture of entryOf(picturesOf, other)) entryOf(picturesOf, one).add(picture);
      for (const person of apart.get(other) ?? []) entryOf(apart, one).add(person);
      picturesOf.delete(other);
    },
  };
}

function entryOf<Key, Value>(map: Map<Key, Set<Value>>, key: Key): Set<Value> {
  let entry = map.get(key);
  if (entry === undefined) {
    entry = new Set();
    map.set(key, entry);
  }
  return entry;
}

function areDisjoint<Value>(one: ReadonlySet<Value>, other: ReadonlySet<Value>): boolean {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  for (const value of small) if (large.has(value)) return false;
  return true;
}

/** Mean cosine with the other faces of one's person. */
function likenessToOthers(vector: Float32Array, { mean, count }: Person): number {
  if (count < 2) return 0;
  let product = 0;
  for (const [j, value] of vector.entries()) product += value * (mean[j] ?? 0);
  return (product * count - 1) / (count - 1);
}

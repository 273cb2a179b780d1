/**
 * Puts faces in order after they were looked for: carries whose they are over to faces that were found
 * again, groups all faces into people (`group-faces.ts`), and lets people keep their ids.
 *
 * What a human confirmed is never moved. Neither are the sure faces of people whom a human has spoken of:
 * one face that is refused must not draw those that look like it after it.
 */
import { type ClusterContext, intersectionOverUnion } from "@imantics/core";
import type { FacePlace } from "../domain/person.ts";
import { boxOfRegion, imageOfRegion, typeOfRegion } from "../domain/region-id.ts";
import type { Space } from "../domain/space.ts";
import type { VectorIndexes } from "../search/vector-indexes.ts";
import type { FactPorts } from "../store/ports/facts.ts";
import { groupFaces } from "./group-faces.ts";
import { inheritIds } from "./inherit-ids.ts";

interface PeopleTools {
  readonly facts: FactPorts;
  readonly indexes: VectorIndexes;
}

/** Less sure than nine in ten, a face wants a look and may be moved. */
export const DOUBT = 0.9;

/** Share of their union that two boxes must have in common to show the same face. */
const SAME_FACE = 0.4;

/** Groups every face of `space`. Writes one transaction at the end. Complexity: see `groupFaces`. */
export async function arrangePeople(
  space: Space,
  tools: PeopleTools,
  context: ClusterContext,
): Promise<void> {
  const { facts, indexes } = tools;
  const index = await indexes.of(space);
  const set = index.vectors([...index.ids()].sort());
  await carryOver(set.ids, facts);
  const places = await facts.people.places();
  const refusals = await facts.people.refusals();
  const there = new Set(set.ids);
  // Of a person whose confirmed faces are all gone the rest is recognised as any other group is.
  const known = new Set(
    places.flatMap(({ region, person, isConfirmed }) => (isConfirmed && there.has(region) ? person : [])),
  );
  const settled = new Map(
    places.flatMap(({ region, person, isConfirmed, confidence }) => {
      const stays = isConfirmed || (known.has(person) && confidence >= DOUBT);
      return stays && person !== null ? [[region, person] as const] : [];
    }),
  );
  const faces = { ids: set.ids, images: set.ids.map(imageOfRegion), vectors: set.vectors };
  const denied = refusals.map(({ region, person }) => ({ face: region, person }));
  const { people, personOf, confidence } = await groupFaces(faces, { confirmed: settled, denied }, context);

  const unknown = people.filter(({ id }) => id === null);
  const members = unknown.map((person) => person.faces.map((at) => set.ids[at]!));
  const inherited = inheritIds(members, [membershipOf(places, known)]);
  const newIds = inherited.values();
  const idOf = people.map((person) => person.id ?? newIds.next().value);
  const before = new Map(places.map((place) => [place.region, place]));
  const arranged = set.ids.map((region, at): FacePlace => {
    const kept = before.get(region);
    if (kept && settled.has(region)) return kept;
    const person = idOf[personOf[at] ?? -1] ?? null;
    return { region, person, confidence: confidence[at] ?? 0, isConfirmed: false };
  });
  await facts.people.place(arranged);
  const stale = places.filter(({ region, isConfirmed }) => !isConfirmed && !there.has(region));
  await facts.people.removePlaces(stale.map(({ region }) => region));
}

/** People nobody spoke of as they were, so that a group that is still the same keeps its id. */
function membershipOf(
  places: readonly FacePlace[],
  known: ReadonlySet<string | null>,
): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const { region, person } of places) {
    if (person === null || known.has(person)) continue;
    members.set(person, [...(members.get(person) ?? []), region]);
  }
  return members;
}

/**
 * A detector that changed finds the same face a little elsewhere, under another id: what was said of the
 * old region goes to the new one that covers it best.
 */
async function carryOver(current: readonly string[], facts: FactPorts): Promise<void> {
  const there = new Set(current);
  const byImage = new Map<string, string[]>();
  for (const region of current) {
    if (typeOfRegion(region) !== "face") continue;
    byImage.set(imageOfRegion(region), [...(byImage.get(imageOfRegion(region)) ?? []), region]);
  }
  const moved = new Map<string, string>();
  const successor = (region: string): string | null => {
    const candidates = byImage.get(imageOfRegion(region)) ?? [];
    const box = boxOfRegion(region);
    const [best] = candidates
      .map((candidate) => ({ candidate, overlap: intersectionOverUnion(box, boxOfRegion(candidate)) }))
      .filter(({ overlap }) => overlap >= SAME_FACE)
      .sort((a, b) => b.overlap - a.overlap);
    return best?.candidate ?? null;
  };
  const places = await facts.people.places();
  const taken = new Set(places.filter(({ person }) => person !== null).map(({ region }) => region));
  const carried: FacePlace[] = [];
  for (const place of places) {
    if (there.has(place.region) || place.person === null) continue;
    const region = successor(place.region);
    if (region === null || taken.has(region)) continue;
    taken.add(region);
    moved.set(place.region, region);
    carried.push({ ...place, region });
  }
  await facts.people.place(carried);
  await facts.people.removePlaces([...moved.keys()]);
  for (const { region, person } of await facts.people.refusals()) {
    const next = there.has(region) ? null : successor(region);
    if (next === null) continue;
    await facts.people.setRefusal({ region: next, person }, true);
    await facts.people.setRefusal({ region, person }, false);
  }
}

/** The values that a library has for the fields of a query: what a person can choose from. */
import { openGazetteer } from "../places/gazetteer.ts";
import { superclassOf } from "../regions/objects/coco-classes.ts";
import type { FactPorts } from "../store/ports/facts.ts";

/** Field name → values, most frequent first where that is known. */
export type SearchVocabulary = Readonly<
  Record<"person" | "label" | "cluster" | "camera" | "place" | "folder", readonly string[]>
>;

/** Folder names and places beyond these are found by typing them. */
const most = 500;

export async function searchVocabulary(facts: FactPorts): Promise<SearchVocabulary> {
  const [people, counts, clusterings, cameras, positions, sources] = await Promise.all([
    facts.people.list(),
    facts.regions.counts(),
    facts.clusterings.list(),
    facts.images.cameras(),
    facts.images.positions(),
    facts.sources.folders(),
  ]);
  const labels = counts.flatMap(({ type, label }) => (type === "object" && label !== null ? [label] : []));
  const promoted = clusterings.find(({ isPromoted }) => isPromoted);
  const clusters = promoted ? await facts.clusterings.clusters(promoted.id) : [];
  return {
    person: unique(people.flatMap(({ name }) => name ?? [])),
    label: unique([...labels, ...labels.map(superclassOf)]),
    cluster: unique(clusters.map(({ givenName, suggestedName }) => givenName ?? suggestedName)),
    camera: unique(cameras),
    place: positions.length === 0 ? [] : unique(await placesOf(positions)),
    folder: unique(sources),
  };
}

async function placesOf(positions: Awaited<ReturnType<FactPorts["images"]["positions"]>>): Promise<string[]> {
  const gazetteer = await openGazetteer();
  return positions.flatMap(({ latitude, longitude }) => {
    const place = gazetteer.placeOf(latitude, longitude);
    return place ? [place.city, place.country] : [];
  });
}

/** Each value once, most frequent first, ties in the order they came. */
function unique(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([value]) => value)
    .slice(0, most);
}

/**
 * Conditions of a query: which pictures may be found at all, and which region shows that they meet it.
 * A new condition is one line in `resolvers`.
 */
import { ImanticsError } from "../domain/errors.ts";
import { foldedText } from "../domain/folded-text.ts";
import type { Condition } from "../domain/query.ts";
import { isCalled, openGazetteer } from "../places/gazetteer.ts";
import { superclassOf } from "../regions/objects/coco-classes.ts";
import type { FactPorts } from "../store/ports/facts.ts";
import { nearDuplicates } from "./near-duplicates.ts";

export interface Accepted {
  /** Ids of the pictures that meet every condition and can be read. */
  readonly images: ReadonlySet<string>;
  /** By image: the region that met a condition (the words that were asked for, the person, the thing). */
  readonly shownBy: ReadonlyMap<string, string>;
}

type Met = ReadonlyMap<string, string | null>;
type Field = Condition["field"];
type Of<Name extends Field> = Extract<Condition, { readonly field: Name }>;

const resolvers: { readonly [Name in Field]: (condition: Of<Name>, facts: FactPorts) => Promise<Met> } = {
  written: async ({ text }, facts) =>
    new Map((await facts.regions.withText(text)).map(({ imageId, id }) => [imageId, id])),
  person: async ({ name }, facts) => {
    const named = (await facts.people.list()).filter((person) => person.name !== null);
    const wanted = foldedText(name);
    const meant = named.filter((person) => person.id === name || foldedText(person.name ?? "") === wanted);
    if (meant.length > 0) return facts.people.images(meant.map(({ id }) => id));
    const known = named.map((person) => person.name).slice(0, 12);
    throw new ImanticsError(
      "person-not-found",
      `Nobody is called "${name}" here; ` +
        (known.length > 0 ? `there are ${known.join(", ")}.` : "switch faces on and give somebody a name."),
    );
  },
  type: async ({ type }, facts) => facts.images.where({ by: "region", type }),
  label: async ({ label }, facts) => {
    const known = (await facts.regions.counts()).flatMap((count) => count.label ?? []);
    const wanted = label.toLowerCase();
    const labels = known.filter((each) => each === wanted || superclassOf(each) === wanted);
    if (labels.length > 0) return facts.images.where({ by: "region", type: "object", labels });
    throw new ImanticsError(
      "label-not-found",
      `No thing called "${label}" was found in any picture; ` +
        (known.length > 0
          ? `there are ${[...new Set(known)].slice(0, 12).join(", ")} …`
          : 'look for things with "imantics parts".'),
    );
  },
  date: async ({ from, to }, facts) => facts.images.where({ by: "captured", from, to }),
  place: async ({ name }, facts) => {
    const gazetteer = await openGazetteer();
    const there = (await facts.images.positions()).filter(({ latitude, longitude }) => {
      const place = gazetteer.placeOf(latitude, longitude);
      return place !== null && isCalled(place, name);
    });
    return new Map(there.map(({ id }) => [id, null]));
  },
  camera: async ({ name }, facts) => facts.images.where({ by: "camera", contains: name }),
  folder: async ({ name }, facts) => facts.images.where({ by: "path", contains: name }),
  cluster: async ({ name }, facts) => facts.images.where({ by: "cluster", name }),
  is: async ({ what }, facts) => {
    switch (what) {
      case "duplicate":
        return new Map([...nearDuplicates(await facts.images.perceptualHashes())].map((id) => [id, null]));
      case "screenshot":
        return facts.images.where({ by: "screenshot", sizes: screenSizes });
      case "unnamed":
        return facts.images.where({ by: "unnamed" });
    }
  },
};

/** Screens of common phones, tablets and computers, in pixels, upright; both ways round count. */
const screens: readonly (readonly [number, number])[] = [
  ...([
    [640, 1136],
    [750, 1334],
    [828, 1792],
    [1080, 1920],
    [1080, 2160],
    [1080, 2220],
    [1080, 2280],
  ] as const),
  ...([
    [1080, 2340],
    [1080, 2400],
    [1125, 2436],
    [1170, 2532],
    [1179, 2556],
    [1206, 2622],
    [1242, 2208],
  ] as const),
  ...([
    [1242, 2688],
    [1284, 2778],
    [1290, 2796],
    [1320, 2868],
    [1440, 2560],
    [1440, 2960],
    [1440, 3040],
  ] as const),
  ...([
    [1440, 3088],
    [1440, 3200],
    [1536, 2048],
    [1620, 2160],
    [1640, 2360],
    [1668, 2388],
    [2048, 2732],
  ] as const),
  ...([
    [768, 1366],
    [800, 1280],
    [900, 1440],
    [900, 1600],
    [1050, 1680],
    [1200, 1920],
    [1600, 2560],
  ] as const),
  ...([
    [1664, 2560],
    [1800, 2880],
    [1964, 3024],
    [2160, 3840],
    [2234, 3456],
    [2880, 5120],
  ] as const),
];
const screenSizes = screens.flatMap(([short, long]) => [[short, long] as const, [long, short] as const]);

/**
 * Those of `available` that meet every condition; `available` itself where there is none.
 * @throws ImanticsError that names the condition at fault, such as `label-not-found`.
 */
export async function meetConditions(
  conditions: readonly Condition[],
  available: ReadonlySet<string>,
  facts: FactPorts,
): Promise<Accepted> {
  let images = available;
  const shownBy = new Map<string, string>();
  for (const condition of conditions) {
    const met = await meet(condition, facts);
    images = new Set([...images].filter((image) => met.has(image) !== condition.isNot));
    if (condition.isNot) continue;
    for (const [image, region] of met) if (region !== null && !shownBy.has(image)) shownBy.set(image, region);
  }
  return { images, shownBy };
}

/** Written out because a table's entry and a union's member are not matched by the compiler. */
function meet(condition: Condition, facts: FactPorts): Promise<Met> {
  const resolver = resolvers[condition.field] as (condition: Condition, facts: FactPorts) => Promise<Met>;
  return resolver(condition, facts);
}

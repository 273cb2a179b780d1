/**
 * Each kind of fact that an act can change: how it is read, written, told apart, and what follows. Nothing
 * else writes for an act, so what is here is all that undo must know.
 */
import { switchOf, turnDetector } from "../regions/switches.ts";
import type { FactPorts } from "../store/ports/facts.ts";
import type { Change, Effect } from "./change.ts";

/** How one field of a change meets the facts. */
interface Aspect {
  /** The same things as they are now. */
  now(facts: FactPorts, change: Change): Promise<Change>;
  write(facts: FactPorts, change: Change): Promise<void>;
  /** Names of the things, unlike those of any other aspect. */
  touched(change: Change): readonly string[];
  /** Why it cannot be written any more; null when it can. */
  missing(facts: FactPorts, change: Change): Promise<string | null>;
  effects(change: Change): readonly Effect[];
}

interface Field<Item> {
  readonly of: (change: Change) => readonly Item[] | undefined;
  readonly as: (items: readonly Item[]) => Change;
  readonly key: (item: Item) => string;
  readonly now: (facts: FactPorts, items: readonly Item[]) => Promise<readonly Item[]>;
  readonly write: (facts: FactPorts, items: readonly Item[]) => Promise<void>;
  readonly missing?: (facts: FactPorts, items: readonly Item[]) => Promise<string | null>;
  readonly effects?: (items: readonly Item[]) => readonly Effect[];
}

function aspect<Item>({ of, as, key, now, write, missing, effects }: Field<Item>): Aspect {
  return {
    async now(facts, change) {
      const items = of(change);
      return items === undefined ? {} : as(await now(facts, items));
    },
    async write(facts, change) {
      await write(facts, of(change) ?? []);
    },
    touched: (change) => (of(change) ?? []).map(key),
    missing: async (facts, change) => (await missing?.(facts, of(change) ?? [])) ?? null,
    effects: (change) => effects?.(of(change) ?? []) ?? [],
  };
}

/** One item after the other: the order counts where two speak of one thing. */
function each<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  return items.reduce<Promise<Result[]>>(
    async (done, item) => [...(await done), await work(item)],
    Promise.resolve([]),
  );
}

const clusterNames = aspect({
  of: (change) => change.clusterNames,
  as: (clusterNames) => ({ clusterNames }),
  key: ({ cluster }) => `cluster name ${cluster}`,
  now: ({ clusterings }, items) =>
    each(items, async ({ cluster }) => ({ cluster, name: await clusterings.givenName(cluster) })),
  write: async ({ clusterings }, items) => {
    for (const { cluster, name } of items) await clusterings.setName(cluster, name);
  },
});

const promoted = aspect({
  of: (change) => change.promoted,
  as: (promoted) => ({ promoted }),
  key: () => "promoted clustering",
  now: async ({ clusterings }) => {
    const all = [...(await clusterings.list()), ...(await clusterings.removed())];
    return [{ clustering: all.find(({ isPromoted }) => isPromoted)?.id ?? null }];
  },
  write: async ({ clusterings }, items) => {
    for (const { clustering } of items) await clusterings.promote(clustering);
  },
});

const clusterings = aspect({
  of: (change) => change.clusterings,
  as: (clusterings) => ({ clusterings }),
  key: ({ clustering }) => `clustering ${clustering}`,
  now: async ({ clusterings }, items) => {
    const removed = new Set((await clusterings.removed()).map(({ id }) => id));
    return items.map(({ clustering }) => ({ clustering, isRemoved: removed.has(clustering) }));
  },
  write: async ({ clusterings }, items) => {
    for (const { clustering, isRemoved } of items) await clusterings.setRemoved(clustering, isRemoved);
  },
  missing: async ({ clusterings }, items) => {
    const known = new Set(
      [...(await clusterings.list()), ...(await clusterings.removed())].map(({ id }) => id),
    );
    const gone = items.find(({ clustering }) => !known.has(clustering));
    return gone === undefined ? null : `clustering "${gone.clustering}" is gone for good`;
  },
});

const regions = aspect({
  of: (change) => change.regions,
  as: (regions) => ({ regions }),
  key: ({ region }) => `region ${region.id}`,
  now: async ({ regions }, items) => {
    const there = new Set((await regions.many(items.map(({ region }) => region.id))).map(({ id }) => id));
    return items.map(({ region }) => ({ region, isThere: there.has(region.id) }));
  },
  write: async ({ regions }, items) => {
    for (const { region, isThere } of items) {
      if (isThere) await regions.add(region);
      else await regions.remove([region.id]);
    }
  },
  missing: async ({ images }, items) => {
    for (const { region } of items) {
      if ((await images.get(region.imageId)) === null) return `image "${region.imageId}" is gone`;
    }
    return null;
  },
  effects: (items) =>
    items.length === 0 ? [] : [{ kind: "vectors", regions: items.map(({ region }) => region.id) }],
});

const personNames = aspect({
  of: (change) => change.personNames,
  as: (personNames) => ({ personNames }),
  key: ({ person }) => `person name ${person}`,
  now: ({ people }, items) =>
    each(items, async ({ person }) => ({ person, name: await people.nameOf(person) })),
  write: async ({ people }, items) => {
    for (const { person, name } of items) await people.setName(person, name);
  },
});

const places = aspect({
  of: (change) => change.places,
  as: (places) => ({ places }),
  key: ({ region }) => `face ${region}`,
  now: async ({ people }, items) => {
    const known = new Map((await people.places()).map((place) => [place.region, place]));
    return items.map(
      ({ region }) => known.get(region) ?? { region, person: null, confidence: 0, isConfirmed: false },
    );
  },
  write: ({ people }, items) => people.place(items),
});

const refusals = aspect({
  of: (change) => change.refusals,
  as: (refusals) => ({ refusals }),
  key: ({ region, person }) => `refusal ${region} ${person}`,
  now: async ({ people }, items) => {
    const refused = new Set((await people.refusals()).map(({ region, person }) => `${region} ${person}`));
    return items.map((item) => ({ ...item, isRefused: refused.has(`${item.region} ${item.person}`) }));
  },
  write: async ({ people }, items) => {
    for (const { isRefused, ...refusal } of items) await people.setRefusal(refusal, isRefused);
  },
});

const spaces = aspect({
  of: (change) => change.spaces,
  as: (spaces) => ({ spaces }),
  key: ({ space }) => `space ${space}`,
  now: async ({ spaces }, items) => {
    const removed = new Set((await spaces.removed()).map(({ id }) => id));
    return items.map(({ space }) => ({ space, isRemoved: removed.has(space) }));
  },
  write: async ({ spaces }, items) => {
    for (const { space, isRemoved } of items) await spaces.setRemoved(space, isRemoved);
  },
  missing: async ({ spaces }, items) => {
    const known = new Set([...(await spaces.list()), ...(await spaces.removed())].map(({ id }) => id));
    const gone = items.find(({ space }) => !known.has(space));
    return gone === undefined ? null : `space "${gone.space}" was thrown out for good`;
  },
});

const switches = aspect({
  of: (change) => change.switches,
  as: (switches) => ({ switches }),
  key: ({ detector }) => `switch ${detector}`,
  now: (facts, items) =>
    each(items, async ({ detector }) => ({ detector, isOn: await switchOf(facts, detector) })),
  write: async (facts, items) => {
    for (const { detector, isOn } of items) await turnDetector(facts, detector, isOn);
  },
});

const finds = aspect({
  of: (change) => change.finds,
  as: (finds) => ({ finds }),
  key: ({ detector }) => `finds ${detector}`,
  now: ({ regions }, items) =>
    each(items, async ({ detector }) => ({
      detector,
      isRemoved: (await regions.removedOf(detector)).length > 0,
    })),
  write: async ({ regions }, items) => {
    for (const { detector, isRemoved } of items) await regions.setRemovedOf(detector, isRemoved);
  },
  missing: async ({ regions }, items) => {
    for (const { detector, isRemoved } of items) {
      if (isRemoved || (await regions.ofDetector(detector)).length > 0) continue;
      if ((await regions.removedOf(detector)).length === 0) {
        return `nothing that "${detector}" found is in the trash any more`;
      }
    }
    return null;
  },
  effects: (items) =>
    items.map(({ detector, isRemoved }) => ({ kind: isRemoved ? "finds-gone" : "finds-back", detector })),
});

const settings = aspect({
  of: (change) => change.settings,
  as: (settings) => ({ settings }),
  key: ({ name }) => `setting ${name}`,
  now: ({ settings }, items) => each(items, async ({ name }) => ({ name, value: await settings.get(name) })),
  write: async ({ settings }, items) => {
    for (const { name, value } of items) await settings.set(name, value);
  },
});

const failures = aspect({
  of: (change) => change.failures,
  as: (failures) => ({ failures }),
  key: ({ path }) => `failure ${path}`,
  now: async ({ failures }, items) => {
    const rows = await failures.ofPaths(items.map(({ path }) => path));
    const ignored = new Set(rows.filter(({ isIgnored }) => isIgnored).map(({ path }) => path));
    return items.map(({ path }) => ({ path, isIgnored: ignored.has(path) }));
  },
  write: async ({ failures }, items) => {
    for (const isIgnored of [true, false]) {
      const paths = items.filter((item) => item.isIgnored === isIgnored).map(({ path }) => path);
      if (paths.length > 0) await failures.setIgnored(paths, isIgnored);
    }
  },
});

/** In the order in which they are written. */
export const aspects: readonly Aspect[] = [
  ...[clusterNames, promoted, clusterings, regions, personNames, places, refusals],
  ...[spaces, switches, finds, settings, failures],
];

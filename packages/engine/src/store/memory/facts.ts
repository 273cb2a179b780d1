/**
 * FactStore in memory: what the contract means, in the fewest words. Every question is answered by
 * looking at everything. A write checks all it was given before it changes anything, which makes it a
 * transaction: nothing else runs in between. Nothing survives the process.
 */
import { sep } from "node:path";
import type { ApiKeyRecord } from "../../domain/api-key.ts";
import type { FailureRecord } from "../../domain/failure.ts";
import type { ImageEntry, ImageFilter, ImageRecord } from "../../domain/image.ts";
import type { JobRecord } from "../../domain/job.ts";
import type { JournalEntry } from "../../domain/journal.ts";
import type { RegionRecord } from "../../domain/region.ts";
import type { KnownFile, Source } from "../../domain/source.ts";
import type { Space } from "../../domain/space.ts";
import { brokenReference } from "../broken-reference.ts";
import { capturedMs } from "../captured-time.ts";
import type { FactStore } from "../facts.ts";
import { folderNames } from "../folder-names.ts";
import { runsOfDays } from "../runs-of-days.ts";
import { underFolder } from "../under-folder.ts";
import { byText } from "./by-text.ts";
import { memoryClusterings } from "./clusterings.ts";
import { memoryParts } from "./parts.ts";
import { memoryPeople } from "./people.ts";
import { shows } from "./predicates.ts";

interface LinkedPath extends KnownFile {
  readonly image: string;
}

export function memoryFacts(): FactStore {
  const sources: Source[] = [];
  const sourcePaths = new Map<number, Set<string>>();
  const paths = new Map<string, LinkedPath>();
  const images = new Map<string, ImageRecord>();
  const incomplete = new Set<string>();
  const regions = new Map<string, RegionRecord>();
  const spaces = new Map<string, Space>();
  const removed = new Set<string>();
  const jobs = new Map<string, JobRecord>();
  const failures = new Map<string, FailureRecord & { readonly source: number }>();
  const journal: JournalEntry[] = [];
  const settings = new Map<string, string>();
  const apiKeys = new Map<string, ApiKeyRecord>();
  const clusterings = memoryClusterings(regions);
  let imagesGeneration = 0;

  const pathsOf = (image: string) => [...paths.values()].filter((path) => path.image === image);
  const ledger = () => [...failures.values()].sort(byText((failure) => failure.path)).map(withoutSource);

  function entry(id: string): ImageEntry | null {
    const record = images.get(id);
    if (record === undefined) return null;
    const linked = pathsOf(id)
      .sort(byText((path) => path.path))
      .sort((a, b) => Number(b.isAvailable) - Number(a.isAvailable));
    return {
      ...record,
      paths: linked.map((path) => path.path),
      isAvailable: linked.some((path) => path.isAvailable),
    };
  }

  function shownMs(image: ImageEntry): number {
    const times = pathsOf(image.id).map((path) => path.modifiedMs);
    return capturedMs(image.takenAt) ?? (times.length > 0 ? Math.min(...times) : 0);
  }

  function inOrder(filter: Omit<ImageFilter, "offset" | "limit">): ImageEntry[] {
    const { order, folder, cluster, among, withUnavailable } = filter;
    const range = folder === undefined ? null : underFolder(folder, sep);
    const strengths = cluster ? clusterings.strengths(cluster) : null;
    const stored = [...images.keys()];
    const chosen = stored
      .flatMap((id) => entry(id) ?? [])
      .filter((image) => withUnavailable || image.isAvailable)
      .filter((image) => !range || image.paths.some((path) => path >= range.from && path < range.before))
      .filter((image) => !strengths || strengths.has(image.id))
      .filter((image) => !among || among.includes(image.id))
      .sort(byText((image) => image.id));
    if (strengths) return chosen.sort((a, b) => (strengths.get(b.id) ?? 0) - (strengths.get(a.id) ?? 0));
    if (order === "path") return chosen.sort(byText((image) => image.paths[0] ?? ""));
    if (order === "added") {
      const position = new Map(stored.map((id, index) => [id, index]));
      return chosen
        .sort((a, b) => (position.get(b.id) ?? 0) - (position.get(a.id) ?? 0))
        .sort(byText((image) => image.addedAt, -1));
    }
    const newest = chosen.sort((a, b) => shownMs(b) - shownMs(a));
    return order === "newest" ? newest : newest.reverse();
  }

  return {
    ...clusterings.facts,
    ...memoryPeople(regions),
    ...memoryParts(images, regions, clusterings.forgetRegion),

    async counts() {
      const entries = [...images.keys()].flatMap((id) => entry(id) ?? []);
      return {
        images: images.size,
        available: entries.filter((image) => image.isAvailable).length,
        paths: paths.size,
        regions: regions.size,
        failures: [...failures.values()].filter((failure) => !failure.isIgnored).length,
        clusterings: (await clusterings.facts.clusterings()).length,
        sizeBytes: entries.reduce((sum, image) => sum + image.sizeBytes, 0),
      };
    },

    async addSource(source) {
      const at = sources.findIndex(({ location }) => location === source.location);
      const stored = { ...source, id: (at < 0 ? sources.length : at) + 1 };
      sources[stored.id - 1] = stored;
      return stored;
    },
    sources: async () => [...sources],

    async knownFiles(source) {
      const known = [...(sourcePaths.get(source) ?? [])].map((path): [string, KnownFile] => {
        const { image, ...file } = mustHave(paths, path);
        return [path, file];
      });
      return new Map(known);
    },
    async linkPaths(source, links) {
      imagesGeneration++;
      if (!sources.some(({ id }) => id === source)) throw brokenReference(`source ${source}`);
      for (const { image } of links) mustHave(images, image);
      const members = sourcePaths.get(source) ?? new Set();
      sourcePaths.set(source, members);
      for (const { file, image } of links) {
        const { path, sizeBytes, modifiedMs } = file;
        paths.set(path, { path, sizeBytes, modifiedMs, image, isAvailable: true });
        members.add(path);
        failures.delete(path);
      }
    },
    async setAvailability(changed, isAvailable) {
      imagesGeneration++;
      for (const path of changed) {
        const known = paths.get(path);
        if (known) paths.set(path, { ...known, isAvailable });
      }
    },
    imageOfPath: async (path) => paths.get(path)?.image ?? null,
    async fileOf(id) {
      const linked = paths.get(entry(id)?.paths[0] ?? "");
      if (linked === undefined) return null;
      const { image, isAvailable, ...seen } = linked;
      const source = sources.find((candidate) => sourcePaths.get(candidate.id)?.has(seen.path));
      return source === undefined ? null : { ...seen, source: source.id };
    },

    async addImages(added) {
      imagesGeneration++;
      const ids = new Set([...images.keys(), ...added.map(({ image }) => image.id)]);
      for (const region of added.flatMap((image) => image.regions)) {
        if (!ids.has(region.imageId)) throw brokenReference(region.imageId);
      }
      for (const { image, regions: found } of added) {
        const before = images.get(image.id);
        if (before === undefined) images.set(image.id, image);
        else if (incomplete.has(image.id)) images.set(image.id, { ...image, addedAt: before.addedAt });
        incomplete.delete(image.id);
        for (const region of found) if (!regions.has(region.id)) regions.set(region.id, region);
      }
    },
    async existingImages(ids) {
      return new Set(ids.filter((id) => images.has(id) && !incomplete.has(id)));
    },
    async markIncomplete(ids) {
      for (const id of ids.filter((candidate) => images.has(candidate))) {
        incomplete.add(id);
        for (const path of pathsOf(id)) paths.set(path.path, { ...path, sizeBytes: -1 });
      }
    },
    image: async (id) => entry(id),
    images: async (ids) => ids.flatMap((id) => entry(id) ?? []),
    async tiles(filter) {
      const chosen = inOrder(filter);
      const tiles = chosen.slice(filter.offset, filter.offset + filter.limit);
      return {
        total: chosen.length,
        tiles: tiles.map(({ id, width, height, takenAt, placeholder, isAnimated }) => ({
          id,
          width,
          height,
          takenAt,
          placeholder,
          isAnimated,
        })),
      };
    },
    async layout(filter) {
      const chosen = inOrder(filter);
      return {
        ratios: chosen.map(({ width, height }) => Math.max(1, Math.round((width * 100) / height))),
        days: runsOfDays(chosen.map((image) => image.takenAt?.slice(0, 10) ?? null)),
      };
    },
    async availableImages() {
      return [...images.keys()].filter((id) => entry(id)?.isAvailable).sort();
    },
    imagesGeneration: async () => `${imagesGeneration}`,
    async *imageIds() {
      yield* [...images.keys()].sort();
    },
    async *regionIds() {
      yield* [...regions.keys()].sort();
    },

    async imagesWhere(predicate) {
      const clusterOf = clusterings.promoted();
      const met = new Map<string, string | null>();
      for (const id of images.keys()) {
        const image = entry(id);
        if (image === null) continue;
        const own = [...regions.values()].filter(({ imageId }) => imageId === id).sort(byText((it) => it.id));
        const clusters = own.flatMap((region) => clusterOf.get(region.id) ?? []);
        const region = shows(predicate, { image, regions: own, clusters });
        if (region !== undefined) met.set(id, region);
      }
      return met;
    },
    async positions() {
      return [...images.values()]
        .flatMap(({ id, latitude, longitude }) =>
          latitude === null || longitude === null ? [] : [{ id, latitude, longitude }],
        )
        .sort(byText(({ id }) => id));
    },
    async cameras() {
      const counts = new Map<string, number>();
      for (const { camera } of images.values()) {
        if (camera !== null) counts.set(camera, (counts.get(camera) ?? 0) + 1);
      }
      return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([camera]) => camera);
    },
    async folders() {
      return folderNames(
        [...paths.values()].filter(({ isAvailable }) => isAvailable).map(({ path }) => path),
      );
    },
    perceptualHashes: async () => new Map([...images].map(([id, image]) => [id, image.perceptualHash])),

    async addSpace(space) {
      if (!spaces.has(space.id)) spaces.set(space.id, space);
      removed.delete(space.id);
    },
    spaces: async () => [...spaces.values()].filter(({ id }) => !removed.has(id)),
    removedSpaces: async () => [...spaces.values()].filter(({ id }) => removed.has(id)),
    async setSpaceRemoved(id, isRemoved) {
      if (!spaces.has(id)) return;
      if (isRemoved) removed.add(id);
      else removed.delete(id);
    },
    async forgetSpace(id) {
      spaces.delete(id);
      removed.delete(id);
    },

    async saveJob(job) {
      jobs.set(job.id, job);
    },
    job: async (id) => jobs.get(id) ?? null,
    async jobs(limit, state) {
      const chosen = [...jobs.values()].filter((job) => state === undefined || job.state === state);
      return chosen
        .reverse()
        .sort(byText((job) => job.createdAt, -1))
        .slice(0, limit);
    },

    async recordFailures(source, added) {
      if (!sources.some(({ id }) => id === source)) throw brokenReference(`source ${source}`);
      for (const failure of added) failures.set(failure.path, { ...failure, source });
    },
    async failures({ offset, limit }) {
      return { total: failures.size, failures: ledger().slice(offset, offset + limit) };
    },
    async failuresOf(source) {
      return new Map(
        ledger().flatMap((row) => (failures.get(row.path)?.source === source ? [[row.path, row]] : [])),
      );
    },
    async clearFailures(cleared = [...failures.keys()]) {
      for (const path of cleared) failures.delete(path);
    },
    async ignoreFailures(ignored) {
      for (const path of ignored) {
        const failure = failures.get(path);
        if (failure) failures.set(path, { ...failure, isIgnored: true });
      }
    },

    async appendJournal(added) {
      const stored = { ...added, sequence: journal.length + 1, isUndone: false };
      journal.push(stored);
      return stored;
    },
    journal: async (limit) => journal.slice().reverse().slice(0, limit),
    async markUndone(sequence, isUndone) {
      const stored = journal[sequence - 1];
      if (stored) journal[sequence - 1] = { ...stored, isUndone };
    },

    setting: async (name) => settings.get(name) ?? null,
    async setSetting(name, value) {
      if (value === null) settings.delete(name);
      else settings.set(name, value);
    },

    async addApiKey(key) {
      apiKeys.set(key.id, key);
    },
    apiKeys: async () => [...apiKeys.values()].sort(byText((key) => key.createdAt)),
    async removeApiKey(id) {
      apiKeys.delete(id);
    },

    verify: async () => [],
    close: async () => undefined,
  };
}

function withoutSource({ source, ...failure }: FailureRecord & { readonly source: number }): FailureRecord {
  return failure;
}

function mustHave<Value>(map: ReadonlyMap<string, Value>, id: string): Value {
  const value = map.get(id);
  if (value === undefined) throw brokenReference(id);
  return value;
}

/** Opens a library: puts the rooms of the engine together behind the face of `./library.ts`. */
import { basename } from "node:path";
import { listActs, redo, undo, type Walked } from "../acts/journal.ts";
import { acts } from "../acts/registry.ts";
import { modelSettingsOf, readSettings, type Settings } from "../config.ts";
import { ImanticsError } from "../domain/errors.ts";
import type { ImageEntry } from "../domain/image.ts";
import { ActiveEncoder } from "../embed/active-encoder.ts";
import { Jobs } from "../jobs/jobs.ts";
import { jobKinds } from "../jobs/kinds/all.ts";
import { describe } from "../models/catalogue/embedded-description.ts";
import { listModels } from "../models/registry.ts";
import { readOriginal } from "../scan/read-original.ts";
import { Explainer } from "../search/saliency/explainer.ts";
import { Searcher } from "../search/searcher.ts";
import { VectorIndexes } from "../search/vector-indexes.ts";
import { searchVocabulary } from "../search/vocabulary.ts";
import { recoverOnOpen } from "../store/doctor.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { version } from "../version.ts";
import { actVerb } from "./act-verb.ts";
import { clusteringVerbs } from "./clusterings.ts";
import { follow } from "./effects.ts";
import { createKey, removeKey, verifyKey } from "./keys.ts";
import type { EncoderSummary, Library } from "./library.ts";
import { forgetFailedInspections, partVerbs } from "./parts.ts";
import { peopleVerbs } from "./people.ts";
import { spaceVerbs } from "./spaces.ts";

export interface OpenOptions extends Partial<Settings> {
  /** Read alongside the one process that writes. Default false. */
  readonly isReadOnly?: boolean;
}

/**
 * Opens the library in `location`, made when it is not there. One process writes at a time.
 * @throws ImanticsError `library-busy` naming the process that has it, `library-read-only`,
 *   `library-too-new`, `library-corrupt`, each with the next step.
 */
export async function openLibrary(location: string, options: OpenOptions = {}): Promise<Library> {
  const { isReadOnly = false, ...overrides } = options;
  const settings = readSettings({ ...overrides, libraryFolder: location });
  const store = await openStore(settings.libraryFolder, { readOnly: isReadOnly });
  try {
    if (!isReadOnly) await recoverOnOpen(store);
    return libraryOver(store, settings);
  } catch (error) {
    await store.close();
    throw error;
  }
}

function libraryOver(store: Store, settings: Settings): Library {
  const { facts, files, isReadOnly } = store;
  const models = modelSettingsOf(settings);
  const encoder = new ActiveEncoder(facts, models, settings.workerCount);
  const indexes = new VectorIndexes(store.vectors);
  const searcher = new Searcher(store, encoder, indexes, settings.cacheFolder);
  const jobs = new Jobs(facts, jobKinds, { store, encoder, indexes, settings, models });
  const tools = { store, encoder, indexes, models, jobs };
  const explainer = new Explainer({ store, encoder, searcher }, settings.workerCount);
  const act = actVerb(tools);
  const followed = async (walked: Walked | null) => {
    await follow(walked?.effects ?? [], tools);
    return walked?.entry ?? null;
  };

  const image = async (id: string): Promise<ImageEntry> => {
    const entry = await facts.images.get(id);
    if (entry) return entry;
    throw new ImanticsError("image-not-found", `There is no image "${id}" in this library.`);
  };

  return {
    location: settings.libraryFolder,
    isReadOnly,
    describe: async () => ({
      location: settings.libraryFolder,
      version,
      counts: await facts.counts(),
      sources: await facts.sources.list(),
      encoder: await summaryOf(encoder, facts),
      isReadOnly,
    }),

    images: {
      page: (filter) => facts.images.page(filter),
      layout: (filter) => facts.images.layout(filter),
      get: image,
      many: (ids) => facts.images.many(ids),
      clustersOf: (id) => facts.clusterings.ofImage(id),
      thumbnail: (id, size) => files.thumbnail(id, size),
      original: async (id) => {
        const entry = await image(id);
        const { bytes, path } = await readOriginal(id, entry.paths);
        return { bytes, format: entry.format, name: basename(path) };
      },
    },

    search: (query) => searcher.search(query),
    explain: (id, query, options) => explainer.explain(id, query, options),
    vocabulary: () => searchVocabulary(facts),
    prepareSearch: () => searcher.prepare(),
    parts: partVerbs(tools, act),
    people: peopleVerbs(facts, indexes, act),
    clusterings: clusteringVerbs(store, indexes, act),

    jobs: {
      start: async (request) => {
        const job = await jobs.start(request);
        if (request.kind === "index" && request.thenParts) await jobs.ensure({ kind: "parts" });
        return job;
      },
      get: (id) => jobs.get(id),
      list: (limit) => jobs.list(limit),
      cancel: (id) => jobs.cancel(id),
      resume: (id) => jobs.resume(id),
      events: (selection) => jobs.events(selection),
    },

    runs: {
      list: (limit = 100) => facts.runs.list(limit),
      get: async (id) => {
        const run = await facts.runs.get(id);
        if (run) return run;
        throw new ImanticsError("run-not-found", `There is no run "${id}". "imantics runs" lists them.`);
      },
    },

    failures: {
      page: (page) => facts.failures.page(page),
      retry: async (paths) => {
        const hasParts = await forgetFailedInspections(facts, paths);
        await facts.failures.clear(paths);
        const job = await jobs.start({ kind: "index", locations: [] });
        if (hasParts) await jobs.ensure({ kind: "parts" });
        return job;
      },
      ignore: (paths) => act(acts.ignoreFailures, { paths }),
    },

    journal: {
      list: (limit = 100) => listActs(facts, limit),
      undo: async (sequence) => followed(await undo(facts, sequence)),
      redo: async (sequence) => followed(await redo(facts, sequence)),
    },

    models: {
      list: async () => {
        const active = (await encoder.model()).entry.id;
        return (await listModels(models)).map(({ licence, goodFor, ...listing }) => ({
          ...listing,
          licence: licence.id,
          quality: `${goodFor} ${listing.quality}`,
          isActive: listing.id === active,
        }));
      },
      use: async (id) => act(acts.useModel, await encoder.tryOut(id)),
    },

    spaces: spaceVerbs(tools, act),

    keys: {
      list: () => facts.keys.list(),
      create: (label, scope) => createKey(act, label, scope),
      remove: (id) => removeKey(facts, act, id),
      verify: (key) => verifyKey(facts, key),
    },

    close: async () => {
      await jobs.close();
      await explainer.close();
      await encoder.close();
      await store.close();
    },
  };
}

async function summaryOf(encoder: ActiveEncoder, facts: Store["facts"]): Promise<EncoderSummary> {
  const { entry } = await encoder.model();
  const own = (await facts.spaces.list()).filter(({ model }) => model === entry.id);
  // Opening costs half a second, which is worth it only where the model has a space for each variant.
  const active = own.length > 1 ? (await encoder.open()).space.id : own[0]?.id;
  const isEmbedded = entry.loader === "embedded";
  return {
    model: entry.id,
    title: entry.title,
    space: own.find(({ id }) => id === active)?.id ?? null,
    dimension: entry.dimension,
    acceptsText: entry.text !== null,
    quality: entry.quality,
    advice: isEmbedded ? describe.full.howToGetBetter : null,
  };
}

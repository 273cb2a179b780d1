/**
 * The library: one collection of photos with everything known about it, and the verbs a
 * terminal, a server or a script needs. Each verb is a few lines over the rooms below.
 */
import { basename } from "node:path";
import type { ClusterMethod } from "@imantics/core";
import { modelSettingsOf, readSettings, type Settings } from "./config.ts";
import { ActiveEncoder } from "./embed/active-encoder.ts";
import { describe } from "./embed/embedded/description.ts";
import { ImanticsError } from "./errors.ts";
import { createKey, verifyKey } from "./keys.ts";
import { listModels } from "./models/registry.ts";
import { clusteringVerbs } from "./organise/clusterings.ts";
import { requireClusterOptions } from "./organise/group.ts";
import { redo, undo } from "./organise/journal.ts";
import type { FailureRecord, JobRecord, NumberedEvent } from "./run/events.ts";
import type { JobRequest } from "./run/job-requests.ts";
import { Jobs } from "./run/jobs.ts";
import { jobHandlers } from "./run/kinds/all.ts";
import { readScanned } from "./scan/read.ts";
import type { Source } from "./scan/scanned-file.ts";
import type { Query, SearchResult } from "./search/query.ts";
import { Searcher } from "./search/searcher.ts";
import { recoverOnOpen } from "./store/doctor.ts";
import type {
  ApiKeyRecord,
  Assignment,
  ClusteringRecord,
  ClusterRecord,
  ImageEntry,
  ImageFilter,
  ImageLayout,
  ImageTile,
  JournalEntry,
  LibraryCounts,
} from "./store/facts.ts";
import type { ThumbnailSize } from "./store/files.ts";
import { openStore, type Store } from "./store/open-store.ts";

/** Which encoder serves, in words a person can act on. */
export interface EncoderSummary {
  readonly model: string;
  readonly title: string;
  readonly space: string | null;
  readonly dimension: number;
  readonly acceptsText: boolean;
  /** One honest line on how good it is. */
  readonly quality: string;
  /** How to get a better one, or null when it is the best we know. */
  readonly advice: string | null;
}

export interface LibrarySummary {
  readonly location: string;
  readonly version: string;
  readonly counts: LibraryCounts;
  readonly sources: readonly Source[];
  readonly encoder: EncoderSummary;
  readonly isReadOnly: boolean;
}

export interface NearCluster {
  readonly cluster: ClusterRecord;
  /** Cosine between the two centres. */
  readonly similarity: number;
}

/** A model as a list shows it. */
export interface ModelSummary {
  readonly id: string;
  readonly title: string;
  /** `ready`: can be used now, with no network. */
  readonly state: "ready" | "not-downloaded";
  /** Where it was found: a folder, the cache, an npm package; null when not downloaded. */
  readonly foundIn: "folder" | "cache" | "npm" | null;
  readonly downloadBytes: number | null;
  readonly licence: string;
  readonly dimension: number;
  readonly acceptsText: boolean;
  readonly quality: string;
  readonly isActive: boolean;
}

export interface Library {
  readonly location: string;
  readonly isReadOnly: boolean;
  describe(): Promise<LibrarySummary>;

  readonly images: {
    page(filter: ImageFilter): Promise<{ readonly total: number; readonly tiles: readonly ImageTile[] }>;
    layout(filter: Omit<ImageFilter, "offset" | "limit">): Promise<ImageLayout>;
    /** Rejects with `image-not-found`. */
    get(id: string): Promise<ImageEntry>;
    /** In the order of `ids`; unknown ids are left out. */
    many(ids: readonly string[]): Promise<readonly ImageEntry[]>;
    clustersOf(id: string): Promise<readonly (ClusterRecord & { readonly strength: number })[]>;
    /** Absolute path of a WebP file, or null while there is none. */
    thumbnail(id: string, size: ThumbnailSize): Promise<string | null>;
    /** The bytes of the original, from the first path that can be read; `image-unavailable` when none can. */
    original(
      id: string,
    ): Promise<{ readonly bytes: Uint8Array; readonly format: string; readonly name: string }>;
  };

  search(query: Query): Promise<SearchResult>;
  /** Loads what the first search would have to wait for; nothing happens where search is not possible yet. */
  prepareSearch(): Promise<void>;

  readonly clusterings: {
    methods(): readonly ClusterMethod[];
    list(): Promise<readonly ClusteringRecord[]>;
    /** Rejects with `clustering-not-found`. */
    get(
      id: string,
    ): Promise<{ readonly clustering: ClusteringRecord; readonly clusters: readonly ClusterRecord[] }>;
    assignments(id: string): Promise<readonly Assignment[]>;
    /** The clusters nearest to one, nearest first. */
    near(clustering: string, cluster: string, limit: number): Promise<readonly NearCluster[]>;
    /** How many members of a cluster, in order of typicality, come before the first doubtful one. */
    doubtFrom(clustering: string, cluster: string): Promise<number>;
    promote(id: string): Promise<void>;
    remove(id: string): Promise<void>;
    /** Journalled; null gives the suggested name back. Rejects with `cluster-not-found`. */
    rename(cluster: string, name: string | null): Promise<void>;
  };

  readonly jobs: {
    /**
     * Starts a job; jobs of one library run one after the other. Rejects with `method-not-found` or
     * `bad-cluster-options` before anything is started.
     */
    start(request: JobRequest): Promise<JobRecord>;
    get(id: string): Promise<JobRecord>;
    list(limit?: number): Promise<readonly JobRecord[]>;
    /** Stops at the next safe point; what is done stays done. */
    cancel(id: string): Promise<void>;
    /** Starts the same request again; finished work is skipped. */
    resume(id: string): Promise<JobRecord>;
    /** Events after `sequence` (default: from now on), of one job or of all, until the signal or the job ends. */
    events(options?: {
      readonly after?: number;
      readonly job?: string;
      readonly signal?: AbortSignal;
    }): AsyncIterable<NumberedEvent>;
  };

  readonly failures: {
    page(page: {
      offset: number;
      limit: number;
    }): Promise<{ readonly total: number; readonly failures: readonly FailureRecord[] }>;
    /** Forgets the rows and starts an index run over the sources. No paths: all. */
    retry(paths?: readonly string[]): Promise<JobRecord>;
    ignore(paths: readonly string[]): Promise<void>;
  };

  readonly journal: {
    list(limit?: number): Promise<readonly JournalEntry[]>;
    /** The entry that was undone, or null when there was none. */
    undo(): Promise<JournalEntry | null>;
    redo(): Promise<JournalEntry | null>;
  };

  readonly models: {
    list(): Promise<readonly ModelSummary[]>;
    /** Makes a model the active one for searching and the next index run; rejects with `model-not-found`. */
    use(id: string): Promise<void>;
  };

  readonly keys: {
    list(): Promise<readonly ApiKeyRecord[]>;
    /** The key itself is in the answer only here, never stored. */
    create(
      label: string,
      scope: ApiKeyRecord["scope"],
    ): Promise<{ readonly record: ApiKeyRecord; readonly key: string }>;
    remove(id: string): Promise<void>;
    /** The record of a presented key, compared in constant time; null when unknown. */
    verify(key: string): Promise<ApiKeyRecord | null>;
  };

  /** Waits for the running job to stop at a safe point, then closes everything. */
  close(): Promise<void>;
}

export interface OpenOptions extends Partial<Settings> {
  /** Read alongside the one process that writes. Default false. */
  readonly isReadOnly?: boolean;
}

const version = "0.1.0";

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
  const searcher = new Searcher(store, encoder, settings.cacheFolder);
  const jobs = new Jobs(facts, jobHandlers({ store, encoder, searcher, settings, models }));

  const image = async (id: string): Promise<ImageEntry> => {
    const entry = await facts.image(id);
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
      sources: await facts.sources(),
      encoder: await summaryOf(encoder, facts),
      isReadOnly,
    }),

    images: {
      page: (filter) => facts.tiles(filter),
      layout: (filter) => facts.layout(filter),
      get: image,
      many: (ids) => facts.images(ids),
      clustersOf: (id) => facts.clustersOfImage(id),
      thumbnail: (id, size) => files.thumbnail(id, size),
      original: async (id) => {
        const entry = await image(id);
        for (const path of entry.paths) {
          const bytes = await readScanned(path).catch(() => null);
          if (bytes) return { bytes, format: entry.format, name: basename(path) };
        }
        throw new ImanticsError(
          "image-unavailable",
          `The file of image "${id}" cannot be read at present (${entry.paths.join(", ")}). Connect its disk and index again.`,
        );
      },
    },

    search: (query) => searcher.search(query),
    prepareSearch: () => searcher.prepare(),
    clusterings: clusteringVerbs(store),

    jobs: {
      start: async (request) => {
        if (request.kind === "cluster") requireClusterOptions(request);
        return jobs.start(request);
      },
      get: (id) => jobs.get(id),
      list: (limit) => jobs.list(limit),
      cancel: (id) => jobs.cancel(id),
      resume: (id) => jobs.resume(id),
      events: (selection) => jobs.events(selection),
    },

    failures: {
      page: (page) => facts.failures(page),
      retry: async (paths) => {
        await facts.clearFailures(paths);
        return jobs.start({ kind: "index", locations: [] });
      },
      ignore: (paths) => facts.ignoreFailures(paths),
    },

    journal: {
      list: (limit = 100) => facts.journal(limit),
      undo: () => undo(facts),
      redo: () => redo(facts),
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
      use: async (id) => {
        await encoder.use(id);
        searcher.markStale();
      },
    },

    keys: {
      list: () => facts.apiKeys(),
      create: (label, scope) => createKey(facts, label, scope),
      remove: (id) => facts.removeApiKey(id),
      verify: (key) => verifyKey(facts, key),
    },

    close: async () => {
      await jobs.close();
      await encoder.close();
      await store.close();
    },
  };
}

async function summaryOf(encoder: ActiveEncoder, facts: Store["facts"]): Promise<EncoderSummary> {
  const { entry } = await encoder.model();
  const space = (await facts.spaces()).findLast((candidate) => candidate.model === entry.id);
  const isEmbedded = entry.loader === "embedded";
  return {
    model: entry.id,
    title: entry.title,
    space: space?.id ?? null,
    dimension: entry.dimension,
    acceptsText: entry.text !== null,
    quality: entry.quality,
    advice: isEmbedded ? describe.full.howToGetBetter : null,
  };
}

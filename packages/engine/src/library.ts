/**
 * The library: one collection of photos with everything known about it, and the verbs a
 * terminal, a server or a script needs. Each verb is a few lines over the rooms below.
 */
import type { ClusterMethod } from "@imantics/core";
import type { FailureRecord, JobRecord, NumberedEvent } from "./run/events.ts";
import type { JobRequest } from "./run/job-requests.ts";
import type { Source } from "./scan/scanned-file.ts";
import type { Query, SearchResult } from "./search/query.ts";
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

/**
 * The library: one collection of photos with everything known about it, and the verbs a
 * terminal, a server or a script needs. Each verb is a few lines over the rooms below.
 */

import type { ClusterMethod } from "@imantics/core";
import type { JournalEntry } from "../acts/entry.ts";
import type { Done } from "../acts/journal.ts";
import type { ApiKeyRecord } from "../domain/api-key.ts";
import type { Box } from "../domain/box.ts";
import type { Assignment, ClusteringRecord, ClusterRecord, NearCluster } from "../domain/clustering.ts";
import type { DetectorSummary } from "../domain/detector.ts";
import type { FailureRecord } from "../domain/failure.ts";
import type { ImageEntry, ImageFilter, ImageLayout, ImageTile } from "../domain/image.ts";
import type { JobRecord, NumberedEvent } from "../domain/job.ts";
import type { LibraryCounts } from "../domain/library-counts.ts";
import type { FaceOfPerson, FaceQuestion, FaceSuggestion, PersonRecord } from "../domain/person.ts";
import type { Query, QueryPart, SearchResult } from "../domain/query.ts";
import type { PartCount, RegionRecord } from "../domain/region.ts";
import type { Run } from "../domain/run.ts";
import type { Source } from "../domain/source.ts";
import type { SpaceComparison, SpaceSummary } from "../domain/space.ts";
import type { JobRequest } from "../jobs/kinds/all.ts";
import type { Explanation } from "../search/saliency/explainer.ts";
import type { OcclusionOptions } from "../search/saliency/occlusion-map.ts";
import type { SearchVocabulary } from "../search/vocabulary.ts";
import type { ThumbnailSize } from "../store/ports/files.ts";

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

export interface Trash {
  /** Ids. */
  readonly spaces: readonly string[];
  /** Ids. */
  readonly clusterings: readonly string[];
  /** How many parts of pictures that detectors found. */
  readonly finds: number;
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
  /**
   * Which places of an image speak for a query and which against; null (or a query without parts): where
   * the encoder looks. A query's conditions say nothing here. About a second with the embedded encoder.
   * Rejects with `image-not-found`, `image-unavailable`, and as `search` does; with the signal's reason.
   */
  explain(image: string, query: Query | null, options?: OcclusionOptions): Promise<Explanation>;
  /** Values that this library has for the fields of a query. */
  vocabulary(): Promise<SearchVocabulary>;
  /** Loads what the first search would have to wait for; nothing happens where search is not possible yet. */
  prepareSearch(): Promise<void>;

  readonly parts: {
    /** What can look for parts, and whether it does. */
    detectors(): Promise<readonly DetectorSummary[]>;
    /** From the next search for parts on. Rejects with `detector-not-found`. */
    switch(id: string, isOn: boolean): Promise<Done>;
    /** Id of the network that finds things (`models list` has those that can be fetched or brought). */
    things(): Promise<string>;
    /**
     * Another network for things, with words where it is asked in words; the next search for parts finds
     * everything again. Rejects with `detector-not-found`, `model-not-found`, `words-missing`.
     */
    useForThings(model: string, words?: readonly string[]): Promise<Done>;
    /** Regions of an image but the whole. */
    ofImage(image: string): Promise<readonly RegionRecord[]>;
    counts(): Promise<readonly PartCount[]>;
    /** A region with a little around it, as WebP. Rejects with `region-not-found`, `thumbnail-missing`. */
    picture(region: string, size: ThumbnailSize): Promise<Uint8Array>;
    /** Journalled. Can be searched with and found at once. Rejects with `image-not-found`, `bad-region`. */
    draw(image: string, box: Box): Promise<Done & { readonly region: RegionRecord }>;
    /** Journalled; only what was drawn. Rejects with `region-not-found`. */
    erase(region: string): Promise<Done>;
    /**
     * Puts everything that a detector found into the trash and switches it off; journalled. Vectors go at
     * once, so the way back is that it looks again; `spaces.empty` throws the rest out for good. What people said of
     * it (names, corrections) stays, and holds again should it be looked for again.
     */
    forget(detector: string): Promise<Done>;
  };

  readonly people: {
    /** Named ones first, then those with most faces. */
    list(): Promise<readonly PersonRecord[]>;
    /**
     * Surest face first; from number `doubtFrom` on they want a look. Rejects with `person-not-found`, as all
     * that take a person do.
     */
    get(id: string): Promise<{
      readonly person: PersonRecord;
      readonly faces: readonly FaceOfPerson[];
      readonly doubtFrom: number;
    }>;
    /** The faces of an image, and whose they are. */
    ofImage(image: string): Promise<readonly (FaceOfPerson & { readonly person: PersonRecord | null })[]>;
    /**
     * Journalled, as everything that follows; each rejects with `already-so` when it would change nothing. The
     * cover face is confirmed; null takes the name away. Two people of one name (case aside) are nearly
     * always one, so whoever gets the name of somebody else joins them. Answers the id of who it is then.
     */
    rename(id: string, name: string | null): Promise<Done & { readonly person: string }>;
    /** All faces of `others` become those of `into`. Rejects with `bad-merge`. */
    merge(into: string, others: readonly string[]): Promise<Done>;
    /** Some of the person's faces become a new person, whose id is the answer. Rejects with `bad-split`. */
    split(id: string, faces: readonly string[]): Promise<Done & { readonly person: string }>;
    /**
     * "Not this person": faces of theirs become nobody's, and whosever they are, they never become this
     * person's by themselves. Rejects with `face-not-found`, as `split` and `confirm` do.
     */
    refuse(id: string, faces: readonly string[]): Promise<Done>;
    /** "This is them", whosever faces they were. */
    confirm(id: string, faces: readonly string[]): Promise<Done>;
    /** Who a face may be, likeliest first, with the chance 0..1. Rejects with `face-not-found`. */
    suggest(face: string): Promise<readonly FaceSuggestion[]>;
    /** Unnamed faces that may be somebody with a name, the surest first. */
    questions(limit: number): Promise<readonly FaceQuestion[]>;
  };

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
    /** Journalled. Rejects with `clustering-not-found`, as `remove` does. */
    promote(id: string): Promise<Done>;
    /** Into the trash, with its clusters; journalled. */
    remove(id: string): Promise<Done>;
    /** Journalled; null gives the suggested name back. Rejects with `cluster-not-found`. */
    rename(cluster: string, name: string | null): Promise<Done>;
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

  /** How clusterings and the like came about; a run outlives what it made. */
  readonly runs: {
    /** Newest first; default the last 100. */
    list(limit?: number): Promise<readonly Run[]>;
    /** Rejects with `run-not-found`. */
    get(id: string): Promise<Run>;
  };

  readonly failures: {
    page(page: {
      offset: number;
      limit: number;
    }): Promise<{ readonly total: number; readonly failures: readonly FailureRecord[] }>;
    /** Forgets the rows and starts an index run over the sources. No paths: all. */
    retry(paths?: readonly string[]): Promise<JobRecord>;
    /** Journalled. Rejects with `already-so`. */
    ignore(paths: readonly string[]): Promise<Done>;
  };

  readonly journal: {
    list(limit?: number): Promise<readonly JournalEntry[]>;
    /**
     * Takes back that very act, or without a number the newest that is done; null when there is none.
     * Rejects with `cannot-undo` saying what stands in its way, `act-not-found`.
     */
    undo(sequence?: number): Promise<JournalEntry | null>;
    /** Does an act again that was taken back. Rejects with `cannot-redo` saying why, `act-not-found`. */
    redo(sequence?: number): Promise<JournalEntry | null>;
  };

  readonly models: {
    list(): Promise<readonly ModelSummary[]>;
    /** Makes a model the active one for searching and the next index run; rejects with `model-not-found`. */
    use(id: string): Promise<Done>;
  };

  readonly spaces: {
    /** Those in use in the order in which they were added, then those in the trash. Reads every id: O(regions). */
    list(): Promise<readonly SpaceSummary[]>;
    /**
     * Into the trash, by id or by model; journalled. Rejects with `space-not-found`, `space-in-use` for the one
     * that serves or belongs to a detector.
     */
    remove(space: string): Promise<Done>;
    /** Out of the trash; journalled. Rejects with `space-not-found`. */
    restore(space: string): Promise<Done>;
    /**
     * Throws out the whole trash, for good: spaces, clusterings, and what detectors found that was removed,
     * of which the answer has the number. Acts on them can no longer be taken back.
     */
    empty(): Promise<Trash>;
    /** What `empty` would throw out. */
    trash(): Promise<Trash>;
    /** The same question to two spaces; default the best 10. Rejects with `space-not-found`, `space-changed`. */
    compare(spaces: readonly [string, string], part: QueryPart, limit?: number): Promise<SpaceComparison>;
  };

  readonly keys: {
    list(): Promise<readonly ApiKeyRecord[]>;
    /** The key itself is in the answer only here, never stored. */
    create(
      label: string,
      scope: ApiKeyRecord["scope"],
    ): Promise<Done & { readonly record: ApiKeyRecord; readonly key: string }>;
    /** Null when there is no such key. */
    remove(id: string): Promise<Done | null>;
    /** The record of a presented key, compared in constant time; null when unknown. */
    verify(key: string): Promise<ApiKeyRecord | null>;
  };

  /** Waits for the running job to stop at a safe point, then closes everything. */
  close(): Promise<void>;
}

/**
 * Facts about images, regions, clusterings, jobs and human acts, in our words. One folder per
 * technology implements it (`./sqlite`, `./memory`); `facts.contract.ts` runs over each.
 * Every method is one transaction: it happens wholly or not at all, and survives kill -9.
 */
import type { ImageMetadata } from "../decode/decoded-image.ts";
import type { Space } from "../embed/encoder.ts";
import type { FailureRecord, JobRecord, JobState } from "../run/events.ts";
import type { KnownFile, ScannedFile, Source } from "../scan/scanned-file.ts";
import type { PeopleFacts } from "./people.ts";

/** The content of one file. `id` is the SHA-256 of the bytes, 64 hex digits. */
export interface ImageRecord extends ImageMetadata {
  readonly id: string;
  readonly sizeBytes: number;
  readonly placeholder: string;
  readonly perceptualHash: string;
  /** ISO 8601 UTC. */
  readonly addedAt: string;
}

/** An image as it is listed: with its paths, the available ones first, each group in order of name. */
export interface ImageEntry extends ImageRecord {
  readonly paths: readonly string[];
  /** False when no path of it can be read at present. */
  readonly isAvailable: boolean;
}

export type RegionType = "whole" | "object" | "text" | "face" | "drawn";

/** Relative to the upright image, 0..1. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle of an image. Ids are made by `../regions/region-id.ts` and name image, type and place. */
export interface RegionRecord {
  readonly id: string;
  readonly imageId: string;
  readonly type: RegionType;
  readonly label: string | null;
  readonly confidence: number | null;
  readonly box: Box;
  /** What is written there; null where nothing was read. */
  readonly text: string | null;
  /** Who found it; null for the whole image and for what a person drew. */
  readonly detector: string | null;
}

/** What one detector found on one picture. */
export interface Inspection {
  readonly image: string;
  readonly regions: readonly RegionRecord[];
  readonly milliseconds: number;
}

/** What can be asked of the facts of an image. Words are compared as `folded-text.ts` says. */
export type ImagePredicate =
  /** Has a region of this type, and (where given) with one of these labels. The surest region shows it. */
  | { readonly by: "region"; readonly type: RegionType; readonly labels?: readonly string[] }
  /** Taken between two local days, both included, `YYYY-MM-DD`. */
  | { readonly by: "captured"; readonly from: string | null; readonly to: string | null }
  | { readonly by: "camera"; readonly contains: string }
  /** A folder or the file name of one of its paths contains this. */
  | { readonly by: "path"; readonly contains: string }
  /** In the cluster of the promoted clustering with this id or shown name. */
  | { readonly by: "cluster"; readonly name: string }
  /** In no cluster of the promoted clustering that a person has named. */
  | { readonly by: "unnamed" }
  /** Without a camera and in a format that screens are saved in, of one of these sizes, or called so. */
  | { readonly by: "screenshot"; readonly sizes: readonly (readonly [number, number])[] };

/** How many regions and pictures a type and label stand for. */
export interface PartCount {
  readonly type: RegionType;
  readonly label: string | null;
  readonly regions: number;
  readonly images: number;
}

/** One processed file: everything that becomes true at once. */
export interface NewImage {
  readonly image: ImageRecord;
  readonly regions: readonly RegionRecord[];
}

/**
 * Which order a listing has. `newest`: by `takenAt` (read as UTC when it has no offset), else by the
 * oldest file time; ties by id. `oldest`: exactly the reverse. `added`: last stored first. `path`: by
 * the first available path.
 */
export type ImageOrder = "newest" | "oldest" | "added" | "path";

export interface ImageFilter {
  readonly order: ImageOrder;
  readonly offset: number;
  readonly limit: number;
  /** Only images with a path under this absolute folder. */
  readonly folder?: string;
  /** Only members of this cluster, or with null the noise. Order is then by typicality, most typical first. */
  readonly cluster?: { readonly clustering: string; readonly cluster: string | null };
  /** Only these images. */
  readonly among?: readonly string[];
  /** Default false: images without a readable path are left out. */
  readonly withUnavailable?: boolean;
}

/** The slim row the grid lays out with: nothing here needs a join per image. */
export interface ImageTile {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly takenAt: string | null;
  readonly placeholder: string;
  readonly isAnimated: boolean;
}

/** What a justified grid needs to lay out a whole library at once, in the order of `tiles`. */
export interface ImageLayout {
  /** Width / height × 100, rounded, at least 1: one number an image. */
  readonly ratios: readonly number[];
  /** Runs of equal capture day (`YYYY-MM-DD`, null when unknown) in the same order. */
  readonly days: readonly { readonly day: string | null; readonly count: number }[];
}

/** The immutable result of one run of one method. Assignments are stored beside it. */
export interface ClusteringRecord {
  readonly id: string;
  readonly method: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly space: string;
  readonly seed: number;
  readonly regionCount: number;
  readonly clusterCount: number;
  readonly noiseCount: number;
  /** Plain sentences: why this method and these settings. */
  readonly reasons: readonly string[];
  /** Validity figures and degeneracy flags by name. */
  readonly quality: Readonly<Record<string, number | boolean | null>>;
  readonly createdAt: string;
  readonly isPromoted: boolean;
}

/** A cluster within one clustering. `id` is inherited over re-runs when members overlap enough. */
export interface ClusterRecord {
  readonly id: string;
  readonly clustering: string;
  readonly size: number;
  /** Suggested by the machine; unique within the clustering. */
  readonly suggestedName: string;
  readonly alternatives: readonly string[];
  /** Typed by a person; kept by cluster id, whatever is re-run. */
  readonly givenName: string | null;
  /** The most typical images, first the cover. At most 7 ids. */
  readonly covers: readonly string[];
}

/** One region's place in a clustering; `cluster` is null for noise. */
export interface Assignment {
  readonly region: string;
  readonly cluster: string | null;
  /** 0..1, how typical of its cluster. */
  readonly strength: number;
}

/** A human act with its inverse. */
export interface JournalEntry {
  readonly sequence: number;
  readonly act: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly inverse: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly isUndone: boolean;
}

export interface ApiKeyRecord {
  readonly id: string;
  readonly label: string;
  /** SHA-256 of the key, hex. The key itself is shown once and never stored. */
  readonly digest: string;
  readonly scope: "read" | "write" | "admin";
  readonly createdAt: string;
}

export interface LibraryCounts {
  readonly images: number;
  readonly available: number;
  readonly paths: number;
  readonly regions: number;
  /** Rows of the ledger that nobody chose to ignore. */
  readonly failures: number;
  readonly clusterings: number;
  readonly sizeBytes: number;
}

export interface FactStore extends PeopleFacts {
  counts(): Promise<LibraryCounts>;

  /** A location that is already known keeps its id and takes over the new words and patterns. */
  addSource(source: Omit<Source, "id">): Promise<Source>;
  sources(): Promise<readonly Source[]>;

  /**
   * All known paths of a source, with the sizes and times of the last visit. A path may belong to
   * several sources that overlap. Files marked by `markIncomplete` have size -1, so they look changed.
   */
  knownFiles(source: number): Promise<ReadonlyMap<string, KnownFile>>;
  /**
   * Stores new images and regions, ignoring ids already there. An image marked by `markIncomplete`
   * takes the new values and is whole again.
   */
  addImages(images: readonly NewImage[]): Promise<void>;
  /** Points paths at images (insert or replace), marks them available, and clears their ledger rows. */
  linkPaths(
    source: number,
    links: readonly { readonly file: ScannedFile; readonly image: string }[],
  ): Promise<void>;
  setAvailability(paths: readonly string[], isAvailable: boolean): Promise<void>;
  /** Which of these image ids are stored and whole (see `markIncomplete`). */
  existingImages(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * The doctor's way to have images done again: their files look changed to the next scan, and
   * `existingImages` leaves them out until `addImages` has seen them. Nothing else about them changes.
   */
  markIncomplete(ids: readonly string[]): Promise<void>;

  image(id: string): Promise<ImageEntry | null>;
  /** In the order of `ids`; unknown ids are left out. */
  images(ids: readonly string[]): Promise<readonly ImageEntry[]>;
  tiles(filter: ImageFilter): Promise<{ readonly total: number; readonly tiles: readonly ImageTile[] }>;
  /** Same filter and order as `tiles`, without paging. O(images), one covering query. */
  layout(filter: Omit<ImageFilter, "offset" | "limit">): Promise<ImageLayout>;
  /** Every image id with a readable path, in order of id. */
  availableImages(): Promise<readonly string[]>;
  imageOfPath(path: string): Promise<string | null>;
  /** The first of an image's paths as it was last seen, and a source that has it; null where there is none. */
  fileOf(image: string): Promise<(ScannedFile & { readonly source: number }) | null>;
  /** Pages through all image ids in order of id, for the doctor. */
  imageIds(): AsyncIterable<string>;
  /** Pages through all region ids in order of id, for the doctor. */
  regionIds(): AsyncIterable<string>;

  /** In the order of `ids`; unknown ids are left out. */
  regions(ids: readonly string[]): Promise<readonly RegionRecord[]>;
  /** All regions of these images, in order of id. */
  regionsOf(images: readonly string[]): Promise<readonly RegionRecord[]>;
  /** Ids of everything a detector found. */
  regionsOfDetector(detector: string): Promise<readonly string[]>;
  /** Drawn by a person; a region that is already there is left as it is. */
  addRegion(region: RegionRecord): Promise<void>;
  /** With everything that speaks of them. Unknown ids are ignored. */
  removeRegions(ids: readonly string[]): Promise<void>;
  /** Which version of a detector last looked at each image. */
  inspections(detector: string): Promise<ReadonlyMap<string, string>>;
  /**
   * What `detector` found now takes the place of what it found before on the same images; a region with
   * the same id stays, with its new values. Answers the ids of the regions that are gone.
   * @throws ImanticsError `internal:broken-reference` for an unknown image.
   */
  recordInspections(
    detector: string,
    version: string,
    inspections: readonly Inspection[],
  ): Promise<readonly string[]>;
  /** These images (none given: all) look as if `detector` had never seen them; its regions stay till it has. */
  forgetInspections(detector: string, images?: readonly string[]): Promise<void>;
  /** Regions with `text` in what is written there, whatever the case, accents and spaces; in order of id. */
  findText(text: string): Promise<readonly RegionRecord[]>;
  /** Images that a predicate holds for, each with a region that shows it, where one does. */
  imagesWhere(predicate: ImagePredicate): Promise<ReadonlyMap<string, string | null>>;
  /** Where images were taken, WGS 84 degrees; those without a position are left out. */
  positions(): Promise<
    readonly { readonly id: string; readonly latitude: number; readonly longitude: number }[]
  >;
  /** Every camera, most images first. */
  cameras(): Promise<readonly string[]>;
  /** Names of the folders that hold available paths, most paths first. */
  folders(): Promise<readonly string[]>;
  /** Perceptual hash of every image, by id. */
  perceptualHashes(): Promise<ReadonlyMap<string, string>>;
  /** By type and label, most regions first. */
  partCounts(): Promise<readonly PartCount[]>;

  /** A space that is already there is left as it is; one in the trash comes back. */
  addSpace(space: Space): Promise<void>;
  /**
   * In the order in which they were added, without those in the trash. Not all are encoders': faces have
   * one of their own. Which one serves is for `ActiveEncoder` to say, not for the order.
   */
  spaces(): Promise<readonly Space[]>;
  /** Those in the trash, in the order in which they were added. */
  removedSpaces(): Promise<readonly Space[]>;
  /** Into the trash or out of it; an unknown id is ignored. Vectors stay where they are. */
  setSpaceRemoved(id: string, isRemoved: boolean): Promise<void>;
  /** For good. Clusterings made in it stay, with its id. */
  forgetSpace(id: string): Promise<void>;

  /** @throws ImanticsError `internal:broken-reference` when an assignment names an unknown region or cluster. */
  addClustering(
    clustering: ClusteringRecord,
    clusters: readonly Omit<ClusterRecord, "givenName" | "clustering">[],
    assignments: readonly Assignment[],
  ): Promise<void>;
  /** Newest first. */
  clusterings(): Promise<readonly ClusteringRecord[]>;
  clustering(id: string): Promise<ClusteringRecord | null>;
  removeClustering(id: string): Promise<void>;
  /** Makes this the one clustering that opens by default. */
  promoteClustering(id: string): Promise<void>;
  /** Largest first. */
  clusters(clustering: string): Promise<readonly ClusterRecord[]>;
  /** A cluster by id, from the newest clustering that has it; null when none has. */
  cluster(id: string): Promise<ClusterRecord | null>;
  /** In order of region id. */
  assignments(clustering: string): Promise<readonly Assignment[]>;
  /** The clusters an image belongs to, over all clusterings, those of the newest first. */
  clustersOfImage(image: string): Promise<readonly (ClusterRecord & { readonly strength: number })[]>;
  /** Null removes the given name. */
  setClusterName(cluster: string, name: string | null): Promise<void>;

  /** Insert or replace by id. */
  saveJob(job: JobRecord): Promise<void>;
  job(id: string): Promise<JobRecord | null>;
  /** Newest first; with `state`, only jobs in that state. */
  jobs(limit: number, state?: JobState): Promise<readonly JobRecord[]>;

  /** Insert or replace by path. */
  recordFailures(source: number, failures: readonly FailureRecord[]): Promise<void>;
  /** In order of path. */
  failures(page: { readonly offset: number; readonly limit: number }): Promise<{
    readonly total: number;
    readonly failures: readonly FailureRecord[];
  }>;
  failuresOf(source: number): Promise<ReadonlyMap<string, FailureRecord>>;
  /** Forgets the rows, so that the next run tries these files again. No paths: all. */
  clearFailures(paths?: readonly string[]): Promise<void>;
  ignoreFailures(paths: readonly string[]): Promise<void>;

  appendJournal(entry: Omit<JournalEntry, "sequence" | "isUndone">): Promise<JournalEntry>;
  /** Newest first. */
  journal(limit: number): Promise<readonly JournalEntry[]>;
  markUndone(sequence: number, isUndone: boolean): Promise<void>;

  setting(name: string): Promise<string | null>;
  setSetting(name: string, value: string | null): Promise<void>;

  addApiKey(key: ApiKeyRecord): Promise<void>;
  apiKeys(): Promise<readonly ApiKeyRecord[]>;
  removeApiKey(id: string): Promise<void>;

  /** Integrity check of the underlying file; messages, none when sound. */
  verify(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * Facts about images, regions, clusterings, jobs and human acts, in our words. One folder per
 * technology implements it (`./sqlite`, `./memory`); `facts.contract.ts` runs over each.
 * Every method is one transaction: it happens wholly or not at all, and survives kill -9.
 */
import type { ApiKeyRecord } from "../domain/api-key.ts";
import type { Assignment, ClusteringRecord, ClusterRecord } from "../domain/clustering.ts";
import type { FailureRecord } from "../domain/failure.ts";
import type { ImageEntry, ImageFilter, ImageLayout, ImageTile, NewImage } from "../domain/image.ts";
import type { ImagePredicate } from "../domain/image-predicate.ts";
import type { JobRecord, JobState } from "../domain/job.ts";
import type { JournalEntry } from "../domain/journal.ts";
import type { LibraryCounts } from "../domain/library-counts.ts";
import type { Inspection, PartCount, RegionRecord } from "../domain/region.ts";
import type { KnownFile, ScannedFile, Source } from "../domain/source.ts";
import type { Space } from "../domain/space.ts";
import type { PeopleFacts } from "./people.ts";

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
  /** Every image id with a readable path, in order of id. May be the same array as before while nothing changed. */
  availableImages(): Promise<readonly string[]>;
  /**
   * Changes at least whenever `availableImages` may answer otherwise than before, whichever process wrote.
   * Cheap: reads no row.
   */
  imagesGeneration(): Promise<string>;
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
  /** How typical each member of one cluster is, most typical first. */
  strengths(clustering: string, cluster: string): Promise<readonly number[]>;
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

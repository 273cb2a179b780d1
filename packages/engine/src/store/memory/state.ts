/** Everything that a library in memory knows. Records are never changed in place. */
import type { Album } from "../../domain/album.ts";
import type { ApiKeyRecord } from "../../domain/api-key.ts";
import type { Assignment, ClusteringRecord, ClusterRecord } from "../../domain/clustering.ts";
import type { FailureRecord } from "../../domain/failure.ts";
import type { ImageRecord } from "../../domain/image.ts";
import type { JobRecord } from "../../domain/job.ts";
import type { JournalRow } from "../../domain/journal.ts";
import type { FacePlace, Refusal } from "../../domain/person.ts";
import type { RegionRecord } from "../../domain/region.ts";
import type { Run } from "../../domain/run.ts";
import type { KnownFile, Source } from "../../domain/source.ts";
import type { Space } from "../../domain/space.ts";

export interface LinkedPath extends KnownFile {
  readonly image: string;
}

export interface StoredClustering {
  readonly record: ClusteringRecord;
  readonly isRemoved: boolean;
  readonly clusters: readonly Omit<ClusterRecord, "givenName">[];
  readonly assignments: readonly Assignment[];
}

/** Maps by id unless said otherwise, in the order in which things were added. */
export interface State {
  sources: Source[];
  /** Paths by number of source. */
  sourcePaths: Map<number, Set<string>>;
  paths: Map<string, LinkedPath>;
  images: Map<string, ImageRecord>;
  /** Counts what may change which images can be read. */
  imageChanges: number;
  incomplete: Set<string>;
  regions: Map<string, RegionRecord>;
  removedRegions: Map<string, RegionRecord>;
  /** By detector: image id → version. */
  inspections: Map<string, Map<string, string>>;
  spaces: Map<string, Space>;
  removedSpaces: Set<string>;
  clusterings: Map<string, StoredClustering>;
  clusterNames: Map<string, string>;
  peopleNames: Map<string, string>;
  /** By region. */
  places: Map<string, FacePlace>;
  /** By region and person. */
  refusals: Map<string, Refusal>;
  albums: Map<string, Album>;
  members: Map<string, readonly string[]>;
  runs: Map<string, Run>;
  jobs: Map<string, JobRecord>;
  /** By path. */
  failures: Map<string, FailureRecord & { readonly source: number }>;
  journal: JournalRow[];
  settings: Map<string, string>;
  keys: Map<string, ApiKeyRecord>;
}

export function emptyState(): State {
  return {
    sources: [],
    sourcePaths: new Map(),
    paths: new Map(),
    images: new Map(),
    imageChanges: 0,
    incomplete: new Set(),
    regions: new Map(),
    removedRegions: new Map(),
    inspections: new Map(),
    spaces: new Map(),
    removedSpaces: new Set(),
    clusterings: new Map(),
    clusterNames: new Map(),
    peopleNames: new Map(),
    places: new Map(),
    refusals: new Map(),
    albums: new Map(),
    members: new Map(),
    runs: new Map(),
    jobs: new Map(),
    failures: new Map(),
    journal: [],
    settings: new Map(),
    keys: new Map(),
  };
}

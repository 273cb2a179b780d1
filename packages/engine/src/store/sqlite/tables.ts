/** The rows of `migrations/`, as Kysely sees them. Column names are the fields of our records. */
import type { Generated, Insertable, Kysely } from "kysely";
import type { Album } from "../../domain/album.ts";
import type { ApiKeyRecord } from "../../domain/api-key.ts";
import type { JobState } from "../../domain/job.ts";
import type { RegionType } from "../../domain/region.ts";
import type { RunKind, RunState } from "../../domain/run.ts";
import type { Pooling } from "../../domain/space.ts";

/** 0 or 1. */
type Flag = number;
/** JSON text. */
type Json = string;

interface SourcesTable {
  id: Generated<number>;
  location: string;
  givenAs: string;
  include: Json;
  exclude: Json;
}

interface ImagesTable {
  number: Generated<number>;
  id: string;
  format: string;
  width: number;
  height: number;
  isAnimated: Flag;
  takenAt: string | null;
  camera: string | null;
  latitude: number | null;
  longitude: number | null;
  sizeBytes: number;
  placeholder: string;
  perceptualHash: string;
  addedAt: string;
  /** `takenAt` as milliseconds. */
  capturedMs: number | null;
  /** What `newest` sorts by. */
  shownMs: Generated<number>;
  firstPath: Generated<string>;
  isAvailable: Generated<Flag>;
  isIncomplete: Generated<Flag>;
}

interface PathsTable {
  number: Generated<number>;
  path: string;
  image: number;
  sizeBytes: number;
  modifiedMs: number;
  isAvailable: Flag;
}

interface RegionsTable {
  number: Generated<number>;
  id: string;
  image: number;
  type: RegionType;
  label: string | null;
  confidence: number | null;
  x: number;
  y: number;
  width: number;
  height: number;
  text: string | null;
  detector: string | null;
}

interface RemovedRegionsTable extends Omit<RegionsTable, "number" | "detector"> {
  detector: string;
}

interface InspectionsTable {
  detector: string;
  image: number;
  version: string;
  milliseconds: number;
}

interface SpacesTable {
  number: Generated<number>;
  id: string;
  model: string;
  revision: string;
  preprocessing: string;
  pooling: Pooling;
  dimension: number;
  acceptsText: Flag;
  isRemoved: Generated<Flag>;
}

interface ClusteringsTable {
  number: Generated<number>;
  id: string;
  method: string;
  options: Json;
  space: string;
  seed: number;
  regionCount: number;
  clusterCount: number;
  noiseCount: number;
  reasons: Json;
  quality: Json;
  createdAt: string;
  isPromoted: Flag;
  isRemoved: Generated<Flag>;
}

interface RunsTable {
  number: Generated<number>;
  id: string;
  kind: RunKind;
  state: RunState;
  method: string;
  settings: Json;
  seed: number;
  versions: Json;
  metrics: Json;
  artefacts: Json;
  space: string | null;
  clustering: string | null;
  error: Json | null;
  startedAt: string;
  endedAt: string | null;
}

interface ClustersTable {
  number: Generated<number>;
  clustering: number;
  id: string;
  size: number;
  suggestedName: string;
  alternatives: Json;
  covers: Json;
}

interface AssignmentsTable {
  clustering: number;
  region: number;
  cluster: number | null;
  strength: number;
}

interface JobsTable {
  number: Generated<number>;
  id: string;
  kind: string;
  state: JobState;
  request: Json;
  stages: Json;
  counts: Json;
  error: Json | null;
  createdAt: string;
  endedAt: string | null;
}

interface FailuresTable {
  path: string;
  source: number;
  stage: string;
  code: string;
  message: string;
  sizeBytes: number;
  modifiedMs: number;
  at: string;
  isIgnored: Flag;
}

interface JournalTable {
  sequence: Generated<number>;
  act: string;
  detail: Json;
  change: Json | null;
  inverse: Json;
  at: string;
  isUndone: Flag;
}

export interface Tables {
  sources: SourcesTable;
  images: ImagesTable;
  paths: PathsTable;
  sourcePaths: { source: number; path: number };
  regions: RegionsTable;
  removedRegions: RemovedRegionsTable;
  inspections: InspectionsTable;
  spaces: SpacesTable;
  clusterings: ClusteringsTable;
  clusters: ClustersTable;
  assignments: AssignmentsTable;
  clusterNames: { cluster: string; name: string };
  peopleNames: { person: string; name: string };
  facePlaces: { region: string; person: string | null; confidence: number; isConfirmed: Flag };
  faceRefusals: { region: string; person: string };
  albums: { [Field in keyof Album]: Album[Field] };
  albumImages: { album: string; image: number; place: number };
  runs: RunsTable;
  jobs: JobsTable;
  failures: FailuresTable;
  journal: JournalTable;
  settings: { name: string; value: string };
  apiKeys: { [Field in keyof ApiKeyRecord]: ApiKeyRecord[Field] };
}

/** The open database, or a transaction on it. */
export type Database = Kysely<Tables>;
export type ImageRow = Insertable<ImagesTable>;

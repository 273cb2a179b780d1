/**
 * The first schema. Booleans are 0/1, dates ISO 8601 text, records of variable shape JSON text.
 * Rows that others point at have an integer `number` beside their public `id`, because ids are 64
 * characters and an assignment table has a row per region and clustering.
 *
 * `isAvailable`, `firstPath` and `shownMs` of an image follow from its paths. They are kept (by
 * `../availability.ts`) so that a listing reads one covering index and no other table.
 */
export const start = `
CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  location TEXT NOT NULL UNIQUE,
  givenAs TEXT NOT NULL,
  include TEXT NOT NULL,
  exclude TEXT NOT NULL
);

CREATE TABLE images (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  format TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  isAnimated INTEGER NOT NULL,
  takenAt TEXT,
  camera TEXT,
  latitude REAL,
  longitude REAL,
  sizeBytes INTEGER NOT NULL,
  placeholder TEXT NOT NULL,
  perceptualHash TEXT NOT NULL,
  addedAt TEXT NOT NULL,
  capturedMs INTEGER,
  shownMs INTEGER NOT NULL DEFAULT 0,
  firstPath TEXT NOT NULL DEFAULT '',
  isAvailable INTEGER NOT NULL DEFAULT 0,
  isIncomplete INTEGER NOT NULL DEFAULT 0
);
-- Only of what can be seen: an image enters them once, when its first path is linked.
CREATE INDEX imagesByTime ON images (shownMs DESC, id) WHERE isAvailable = 1;
CREATE INDEX imagesByAddition ON images (addedAt, number) WHERE isAvailable = 1;
CREATE INDEX imagesByPath ON images (firstPath, id) WHERE isAvailable = 1;

CREATE TABLE paths (
  number INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  image INTEGER NOT NULL REFERENCES images (number),
  sizeBytes INTEGER NOT NULL,
  modifiedMs INTEGER NOT NULL,
  isAvailable INTEGER NOT NULL
);
CREATE INDEX pathsByImage ON paths (image, isAvailable DESC, path);

CREATE TABLE sourcePaths (
  source INTEGER NOT NULL REFERENCES sources (id),
  path INTEGER NOT NULL REFERENCES paths (number),
  PRIMARY KEY (source, path)
) WITHOUT ROWID;

CREATE TABLE regions (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  image INTEGER NOT NULL REFERENCES images (number),
  type TEXT NOT NULL,
  label TEXT,
  confidence REAL,
  x REAL NOT NULL,
  y REAL NOT NULL,
  width REAL NOT NULL,
  height REAL NOT NULL
);
CREATE INDEX regionsByImage ON regions (image);

CREATE TABLE spaces (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  model TEXT NOT NULL,
  revision TEXT NOT NULL,
  preprocessing TEXT NOT NULL,
  pooling TEXT NOT NULL,
  dimension INTEGER NOT NULL,
  acceptsText INTEGER NOT NULL
);

CREATE TABLE clusterings (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  method TEXT NOT NULL,
  options TEXT NOT NULL,
  space TEXT NOT NULL,
  seed INTEGER NOT NULL,
  regionCount INTEGER NOT NULL,
  clusterCount INTEGER NOT NULL,
  noiseCount INTEGER NOT NULL,
  reasons TEXT NOT NULL,
  quality TEXT NOT NULL,
  createdAt TEXT NOT NULL,
  isPromoted INTEGER NOT NULL
);

CREATE TABLE clusters (
  number INTEGER PRIMARY KEY,
  clustering INTEGER NOT NULL REFERENCES clusterings (number),
  id TEXT NOT NULL,
  size INTEGER NOT NULL,
  suggestedName TEXT NOT NULL,
  alternatives TEXT NOT NULL,
  covers TEXT NOT NULL,
  UNIQUE (clustering, id)
);
CREATE INDEX clustersById ON clusters (id);

CREATE TABLE assignments (
  clustering INTEGER NOT NULL REFERENCES clusterings (number),
  region INTEGER NOT NULL REFERENCES regions (number),
  cluster INTEGER REFERENCES clusters (number),
  strength REAL NOT NULL,
  PRIMARY KEY (clustering, region)
) WITHOUT ROWID;
CREATE INDEX assignmentsByCluster ON assignments (cluster, strength DESC);
CREATE INDEX assignmentsByRegion ON assignments (region);

-- By cluster id, not by row: a name outlives the clustering it was given in.
CREATE TABLE clusterNames (
  cluster TEXT PRIMARY KEY,
  name TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE jobs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  request TEXT NOT NULL,
  stages TEXT NOT NULL,
  counts TEXT NOT NULL,
  error TEXT,
  createdAt TEXT NOT NULL,
  endedAt TEXT
);
CREATE INDEX jobsByState ON jobs (state);

CREATE TABLE failures (
  path TEXT PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES sources (id),
  stage TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  sizeBytes INTEGER NOT NULL,
  modifiedMs INTEGER NOT NULL,
  at TEXT NOT NULL,
  isIgnored INTEGER NOT NULL
);
CREATE INDEX failuresBySource ON failures (source);

CREATE TABLE journal (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  act TEXT NOT NULL,
  detail TEXT NOT NULL,
  inverse TEXT NOT NULL,
  at TEXT NOT NULL,
  isUndone INTEGER NOT NULL
);

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE apiKeys (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  digest TEXT NOT NULL UNIQUE,
  scope TEXT NOT NULL,
  createdAt TEXT NOT NULL
);
`;

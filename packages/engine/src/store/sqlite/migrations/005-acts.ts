/**
 * Clusterings and finds of detectors in the trash, so that removing them can be taken back; what an act
 * changed, beside what takes it back (null in older rows, whose detail says so); runs, which outlive what
 * they made; albums.
 */
export const acts = `
ALTER TABLE clusterings ADD COLUMN isRemoved INTEGER NOT NULL DEFAULT 0;
ALTER TABLE journal ADD COLUMN change TEXT;

CREATE TABLE removedRegions (
  id TEXT PRIMARY KEY,
  image INTEGER NOT NULL REFERENCES images (number),
  type TEXT NOT NULL,
  label TEXT,
  confidence REAL,
  x REAL NOT NULL,
  y REAL NOT NULL,
  width REAL NOT NULL,
  height REAL NOT NULL,
  text TEXT,
  detector TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX removedRegionsByDetector ON removedRegions (detector, image);

CREATE TABLE runs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  method TEXT NOT NULL,
  settings TEXT NOT NULL,
  seed INTEGER NOT NULL,
  versions TEXT NOT NULL,
  metrics TEXT NOT NULL,
  artefacts TEXT NOT NULL,
  space TEXT,
  clustering TEXT,
  error TEXT,
  startedAt TEXT NOT NULL,
  endedAt TEXT
);

CREATE TABLE albums (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  createdAt TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE albumImages (
  album TEXT NOT NULL REFERENCES albums (id),
  image INTEGER NOT NULL REFERENCES images (number),
  place INTEGER NOT NULL,
  PRIMARY KEY (album, image)
) WITHOUT ROWID;
`;

/**
 * Clusterings in the trash, so that removing one can be taken back; runs, which outlive what they made;
 * albums.
 */
export const acts = `
ALTER TABLE clusterings ADD COLUMN isRemoved INTEGER NOT NULL DEFAULT 0;

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

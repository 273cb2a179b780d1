/** Whose faces were seen. By region id, not by row: what a human said outlives a detector. */
export const people = `
CREATE TABLE peopleNames (
  person TEXT PRIMARY KEY,
  name TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE facePlaces (
  region TEXT PRIMARY KEY,
  person TEXT,
  confidence REAL NOT NULL,
  isConfirmed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX facePlacesByPerson ON facePlaces (person, confidence DESC);

CREATE TABLE faceRefusals (
  region TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (region, person)
) WITHOUT ROWID;
`;

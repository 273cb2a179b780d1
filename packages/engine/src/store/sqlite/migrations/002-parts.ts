/**
 * Parts of pictures: who found a region, what is written there, and which pictures a detector has seen.
 *
 * `regionTexts` holds the folded transcription (see `../../folded-text.ts`) by region number, in
 * trigrams, so that any piece of three letters or more is found through an index.
 */
export const parts = `
ALTER TABLE regions ADD COLUMN text TEXT;
ALTER TABLE regions ADD COLUMN detector TEXT;
CREATE INDEX regionsByLabel ON regions (type, label, image);

CREATE TABLE inspections (
  detector TEXT NOT NULL,
  image INTEGER NOT NULL REFERENCES images (number),
  version TEXT NOT NULL,
  milliseconds REAL NOT NULL,
  PRIMARY KEY (detector, image)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE regionTexts USING fts5(folded, tokenize = 'trigram');
`;

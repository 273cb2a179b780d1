/** What an index run did, by count of files. */
export interface IndexCounts {
  /** Content that was new to the space. */
  images: number;
  /** Unchanged since the last run. */
  skipped: number;
  /** Files whose content the library had already: copies, and moved or renamed files. */
  duplicates: number;
  failed: number;
  missing: number;
  /** Files of another kind, by their name. */
  notImages: number;
}

export function noCounts(): IndexCounts {
  return { images: 0, skipped: 0, duplicates: 0, failed: 0, missing: 0, notImages: 0 };
}

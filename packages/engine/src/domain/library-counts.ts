/** What a library holds, in numbers. */

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

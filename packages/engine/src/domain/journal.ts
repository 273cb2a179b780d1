/** What a person did, as it is remembered. */

/** A human act with its inverse. */
export interface JournalRow {
  readonly sequence: number;
  readonly act: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly inverse: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly isUndone: boolean;
}

export type JournalEntry = JournalRow;

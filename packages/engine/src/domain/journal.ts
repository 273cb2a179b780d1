/** A row of the journal: what a person did, as it is kept. `acts/entry.ts` reads it. */
export interface JournalRow {
  readonly sequence: number;
  /** Name of the act. */
  readonly act: string;
  /** Its request, as JSON. */
  readonly detail: unknown;
  /** What it changed, as JSON; null in rows of version 0.1, whose detail says so. */
  readonly change: unknown;
  /** What takes it back, as JSON. */
  readonly inverse: unknown;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly isUndone: boolean;
}

/** Every human act in order. Sequence numbers are never used twice. */
import type { JournalRow } from "../../domain/journal.ts";

export interface JournalPort {
  append(entry: Omit<JournalRow, "sequence" | "isUndone">): Promise<JournalRow>;
  get(sequence: number): Promise<JournalRow | null>;
  /** Newest first; with `before`, only those with a smaller number. */
  list(limit: number, before?: number): Promise<readonly JournalRow[]>;
  /** An unknown number is ignored. */
  markUndone(sequence: number, isUndone: boolean): Promise<void>;
}

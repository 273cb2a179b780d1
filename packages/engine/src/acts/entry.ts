/** An entry of the journal, read from its row. */
import { z } from "zod";
import type { JournalRow } from "../domain/journal.ts";
import { Change } from "./change.ts";
import { readOlder } from "./older.ts";
import { type AnyReadAct, readAct } from "./registry.ts";

/** What was stored, as it stands. */
const Json = z.record(z.string(), z.json());
type Json = Readonly<z.infer<typeof Json>>;

interface Recorded {
  readonly sequence: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly isUndone: boolean;
}

/** What can be written again and taken back. */
export interface Reversal {
  readonly change: Change;
  readonly inverse: Change;
}

/**
 * What a person did. `detail` is typed by `act`; entries that another version wrote keep theirs as it stands
 * (`act` is then `other`, and `name` says what it was called).
 */
export type JournalEntry = Recorded & {
  /** What was done, to be read by people: in the past tense, without a full stop. */
  readonly words: string;
  /** Null where it cannot be read or there is nothing to take back. */
  readonly reversal: Reversal | null;
} & (AnyReadAct | { readonly act: "other"; readonly name: string; readonly detail: Json });

export function entryOf(row: JournalRow): JournalEntry {
  const { sequence, at, isUndone, act: name, detail, inverse, change } = row;
  const recorded = { sequence, at, isUndone };
  const other = { act: "other", name, detail: Json.catch({}).parse(detail) } as const;
  if (change === null) {
    const known = readOlder(name, detail, inverse);
    const words = known?.words ?? `Did something that this version cannot read (${name})`;
    return { ...recorded, ...other, words, reversal: known };
  }
  const read = readAct(name, detail);
  const reversal = reversalOf(change, inverse);
  if (read) return { ...recorded, ...read, reversal };
  const words = `Did something that this version cannot read (${name})`;
  return { ...recorded, ...other, words, reversal };
}

function reversalOf(change: unknown, inverse: unknown): Reversal | null {
  const [made, back] = [strict.safeParse(change), strict.safeParse(inverse)];
  return made.success && back.success ? { change: made.data, inverse: back.data } : null;
}

/** What a later version may change must not be taken back by halves. */
const strict = Change.strict();

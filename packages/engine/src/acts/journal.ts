/**
 * Acts done, remembered, taken back and done again. An act and its entry are one commit: after any crash
 * both are there, or neither is. The effects outside the facts are for the caller, once the commit is made.
 *
 * An act can be taken back unless a newer one, still done, has changed the same things. It can be done again
 * when what it changed is as it was before it.
 */
import { isDeepStrictEqual } from "node:util";
import { ImanticsError } from "../domain/errors.ts";
import type { FactPorts, Facts } from "../store/ports/facts.ts";
import type { Act } from "./act.ts";
import { asItIs, effectsOf, missing, touched, write } from "./apply-change.ts";
import type { Change, Effect } from "./change.ts";
import { entryOf, type JournalEntry, type Reversal } from "./entry.ts";

/** An act that was done, or taken back. */
export interface Done {
  /** Number of its entry. */
  readonly sequence: number;
}

export interface Performed<Answer> extends Done {
  readonly answer: Answer;
  readonly effects: readonly Effect[];
}

export interface Walked {
  readonly entry: JournalEntry;
  readonly effects: readonly Effect[];
}

/** Up to this entry nothing is done again by a bare redo: another act was done since it was taken back. */
const redoneUpTo = "journal.redoneUpTo";

/** Entries read at once. */
const PAGE = 100;

/**
 * Does an act and writes it down.
 * @param also written in the same commit, and never taken back
 */
export function perform<Name extends string, Request, Answer>(
  facts: Facts,
  act: Act<Name, Request, Answer>,
  request: Request,
  also?: (facts: FactPorts) => Promise<void>,
): Promise<Performed<Answer>> {
  return facts.transaction(async (inside) => {
    const { change, answer } = await act.plan(inside, request);
    const inverse = await asItIs(inside, change);
    await write(inside, change);
    await also?.(inside);
    const [newest] = await inside.journal.list(1);
    if (newest?.isUndone) await inside.settings.set(redoneUpTo, String(newest.sequence));
    const at = new Date().toISOString();
    const { sequence } = await inside.journal.append({ act: act.name, detail: request, change, inverse, at });
    return { sequence, answer, effects: effectsOf(change) };
  });
}

/**
 * Takes an act back: that of `sequence`, or the newest that is done and can be; null when there is none.
 * @throws ImanticsError `cannot-undo` saying why; `act-not-found`.
 */
export function undo(facts: Facts, sequence?: number): Promise<Walked | null> {
  return facts.transaction(async (inside) => {
    if (sequence === undefined) {
      for await (const entry of entries(inside)) {
        if (!entry.isUndone && (await canBeWritten(inside, entry.reversal?.inverse))) {
          return walk(inside, entry, "inverse");
        }
      }
      return null;
    }
    const entry = await requireEntry(inside, sequence);
    const reason = entry.isUndone ? "it was taken back before" : await whyNotBack(inside, entry);
    if (reason !== null) throw refusal("cannot-undo", "taken back", entry, reason);
    return walk(inside, entry, "inverse");
  });
}

/**
 * Does an act again: that of `sequence`, or the oldest that was taken back since the newest one still done;
 * null when there is none.
 * @throws ImanticsError `cannot-redo` saying why; `act-not-found`.
 */
export function redo(facts: Facts, sequence?: number): Promise<Walked | null> {
  return facts.transaction(async (inside) => {
    if (sequence === undefined) {
      const barrier = Number((await inside.settings.get(redoneUpTo)) ?? 0);
      let oldest: JournalEntry | null = null;
      for await (const entry of entries(inside)) {
        if (entry.sequence <= barrier) break;
        if (!(await canBeWritten(inside, entry.reversal?.change))) continue;
        if (!entry.isUndone) break;
        oldest = entry;
      }
      return oldest && walk(inside, oldest, "change");
    }
    const entry = await requireEntry(inside, sequence);
    const reason = entry.isUndone ? await whyNotAgain(inside, entry) : "it is done";
    if (reason !== null) throw refusal("cannot-redo", "done again", entry, reason);
    return walk(inside, entry, "change");
  });
}

/** Newest first. */
export async function listActs(facts: FactPorts, limit: number): Promise<readonly JournalEntry[]> {
  return (await facts.journal.list(limit)).map(entryOf);
}

async function walk(facts: FactPorts, entry: JournalEntry, to: keyof Reversal): Promise<Walked> {
  const change = entry.reversal?.[to] ?? {};
  await write(facts, change);
  const isUndone = to === "inverse";
  await facts.journal.markUndone(entry.sequence, isUndone);
  return { entry: { ...entry, isUndone }, effects: effectsOf(change) };
}

async function whyNotBack(facts: FactPorts, entry: JournalEntry): Promise<string | null> {
  const { reversal, sequence } = entry;
  if (reversal === null || touched(reversal.change).length === 0) return unreadable(entry);
  const own = new Set(touched(reversal.change));
  for await (const newer of entries(facts)) {
    if (newer.sequence <= sequence) break;
    const isInTheWay = touched(newer.reversal?.change ?? {}).some((thing) => own.has(thing));
    if (isInTheWay && !newer.isUndone) {
      return `act ${newer.sequence} (${newer.words}) has changed the same since; take that back first`;
    }
  }
  return missing(facts, reversal.inverse);
}

async function whyNotAgain(facts: FactPorts, entry: JournalEntry): Promise<string | null> {
  const { reversal } = entry;
  if (reversal === null) return unreadable(entry);
  const gone = await missing(facts, reversal.change);
  if (gone !== null) return gone;
  const isAsItWas = isDeepStrictEqual(await asItIs(facts, reversal.inverse), reversal.inverse);
  return isAsItWas ? null : "what it changed has been changed since; do it anew instead";
}

function unreadable({ reversal, act }: JournalEntry): string {
  if (reversal === null) return "another version of Imantics wrote it in a way that this one cannot read";
  return act === "create-key"
    ? 'a key ends by being removed ("imantics keys remove")'
    : "a key that was removed never opens anything again; make a new one";
}

async function canBeWritten(facts: FactPorts, change: Change | undefined): Promise<boolean> {
  if (change === undefined || touched(change).length === 0) return false;
  return (await missing(facts, change)) === null;
}

async function requireEntry(facts: FactPorts, sequence: number): Promise<JournalEntry> {
  const row = await facts.journal.get(sequence);
  if (row) return entryOf(row);
  throw new ImanticsError("act-not-found", `There is no act ${sequence} in the journal of this library.`);
}

function refusal(
  code: string,
  what: string,
  { sequence, words }: JournalEntry,
  reason: string,
): ImanticsError {
  return new ImanticsError(code, `Act ${sequence} (${words}) cannot be ${what}: ${reason}.`);
}

/** All of them, newest first, read as far as they are asked for. */
async function* entries(facts: FactPorts): AsyncGenerator<JournalEntry> {
  let before = Number.MAX_SAFE_INTEGER;
  while (true) {
    const rows = await facts.journal.list(PAGE, before);
    for (const row of rows) yield entryOf(row);
    const last = rows.at(-1);
    if (last === undefined) return;
    before = last.sequence;
  }
}

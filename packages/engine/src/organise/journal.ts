/**
 * The journal: every human act with its inverse, so that it can be undone and redone. To add an act,
 * add one line to `acts`: how to do it, and which detail takes it back.
 */
import { ImanticsError } from "../errors.ts";
import type { FactStore, JournalEntry } from "../store/facts.ts";

type Detail = Readonly<Record<string, unknown>>;

/** Does an act and says what would take it back. */
const acts: Readonly<Record<string, (facts: FactStore, detail: Detail) => Promise<Detail>>> = {
  "rename-cluster": async (facts, { cluster, name }) => {
    const before = await givenNameOf(facts, String(cluster));
    await facts.setClusterName(String(cluster), name === null ? null : String(name));
    return { cluster, name: before };
  },
};

/** How far back undo reaches in one look. */
const reach = 10_000;

/** Does `act` and writes it down. */
export async function perform(facts: FactStore, act: string, detail: Detail): Promise<JournalEntry> {
  const inverse = await acts[act]!(facts, detail);
  return facts.appendJournal({ act, detail, inverse, at: new Date().toISOString() });
}

/** Takes the newest act back that is still done; null when there is none. */
export async function undo(facts: FactStore): Promise<JournalEntry | null> {
  const entry = (await facts.journal(reach)).find((candidate) => !candidate.isUndone);
  if (!entry) return null;
  await acts[entry.act]!(facts, entry.inverse);
  await facts.markUndone(entry.sequence, true);
  return { ...entry, isUndone: true };
}

/** Does the oldest act again that was undone since the newest one still done; null when there is none. */
export async function redo(facts: FactStore): Promise<JournalEntry | null> {
  const entries = await facts.journal(reach);
  const newestDone = entries.findIndex((candidate) => !candidate.isUndone);
  const undone = newestDone < 0 ? entries : entries.slice(0, newestDone);
  const entry = undone.at(-1);
  if (!entry) return null;
  await acts[entry.act]!(facts, entry.detail);
  await facts.markUndone(entry.sequence, false);
  return { ...entry, isUndone: false };
}

async function givenNameOf(facts: FactStore, cluster: string): Promise<string | null> {
  const found = await facts.cluster(cluster);
  if (!found) throw new ImanticsError("cluster-not-found", `There is no cluster "${cluster}".`);
  return found.givenName;
}

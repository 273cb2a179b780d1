/**
 * The journal: every human act with its inverse, so that it can be undone and redone. To add an act,
 * add one line to `acts`: how to do it, and which detail takes it back.
 */
import { ImanticsError } from "../errors.ts";
import type { FactStore, JournalEntry, RegionRecord } from "../store/facts.ts";
import type { PeopleChange } from "./people.ts";

type Detail = Readonly<Record<string, unknown>>;

/** Does an act and says what would take it back. */
const acts: Readonly<Record<string, (facts: FactStore, detail: Detail) => Promise<Detail>>> = {
  "rename-cluster": async (facts, { cluster, name }) => {
    const before = await givenNameOf(facts, String(cluster));
    await facts.setClusterName(String(cluster), name === null ? null : String(name));
    return { cluster, name: before };
  },
  "draw-region": async (facts, { region, isThere }) => {
    const drawn = region as RegionRecord;
    if (isThere === true) await facts.addRegion(drawn);
    else await facts.removeRegions([drawn.id]);
    return { region, isThere: isThere !== true };
  },
  "remove-space": async (facts, { space, isRemoved }) => {
    await facts.setSpaceRemoved(String(space), isRemoved === true);
    return { space, isRemoved: isRemoved !== true };
  },
  "change-people": (facts, detail) => changePeople(facts, detail as PeopleChange),
};

/** Makes a change of people, and says what would take it back. */
async function changePeople(facts: FactStore, change: PeopleChange): Promise<Detail> {
  const { names = [], places = [], refusals = [] } = change;
  const before = new Map((await facts.facePlaces()).map((place) => [place.region, place]));
  const refusedBefore = new Set((await facts.refusals()).map(({ region, person }) => `${region} ${person}`));
  const inverse: Required<PeopleChange> = {
    names: await Promise.all(
      names.map(async ({ person }) => ({ person, name: await facts.nameOfPerson(person) })),
    ),
    places: places.map(
      ({ region }) => before.get(region) ?? { region, person: null, confidence: 0, isConfirmed: false },
    ),
    refusals: refusals.map((refusal) => ({
      ...refusal,
      isRefused: refusedBefore.has(`${refusal.region} ${refusal.person}`),
    })),
  };
  for (const { person, name } of names) await facts.setPersonName(person, name);
  await facts.placeFaces(places);
  for (const { isRefused, ...refusal } of refusals) await facts.setRefusal(refusal, isRefused);
  return { ...inverse };
}

/** How far back undo reaches in one look. */
const reach = 10_000;

/** Up to this entry nothing can be redone: another act was done since it was undone. */
const redoneUpTo = "journal.redoneUpTo";

/** Does `act` and writes it down. What was undone before cannot be redone after it. */
export async function perform(facts: FactStore, act: string, detail: Detail): Promise<JournalEntry> {
  const inverse = await acts[act]!(facts, detail);
  const [newest] = await facts.journal(1);
  if (newest?.isUndone) await facts.setSetting(redoneUpTo, String(newest.sequence));
  return facts.appendJournal({ act, detail, inverse, at: new Date().toISOString() });
}

/** Acts that can still be taken back or done again, newest first: not those on a space that is gone for good. */
async function changeable(facts: FactStore): Promise<readonly JournalEntry[]> {
  const spaces = new Set([...(await facts.spaces()), ...(await facts.removedSpaces())].map(({ id }) => id));
  const entries = await facts.journal(reach);
  return entries.filter(({ act, detail }) => act !== "remove-space" || spaces.has(String(detail.space)));
}

/**
 * Takes the newest act back that is still done; null when there is none. With `sequence` that act and no
 * other: rejects with `not-newest` when another is in the way.
 */
export async function undo(facts: FactStore, sequence?: number): Promise<JournalEntry | null> {
  const entry = (await changeable(facts)).find((candidate) => !candidate.isUndone);
  requireMeant(entry, sequence, "undone");
  if (!entry) return null;
  await acts[entry.act]!(facts, entry.inverse);
  await facts.markUndone(entry.sequence, true);
  return { ...entry, isUndone: true };
}

/**
 * Does the oldest act again that was undone since the newest one still done; null when there is none.
 * `sequence` as in `undo`.
 */
export async function redo(facts: FactStore, sequence?: number): Promise<JournalEntry | null> {
  const entries = await changeable(facts);
  const newestDone = entries.findIndex((candidate) => !candidate.isUndone);
  const undone = newestDone < 0 ? entries : entries.slice(0, newestDone);
  const barrier = Number((await facts.setting(redoneUpTo)) ?? 0);
  const entry = undone.findLast(({ sequence }) => sequence > barrier);
  requireMeant(entry, sequence, "redone");
  if (!entry) return null;
  await acts[entry.act]!(facts, entry.detail);
  await facts.markUndone(entry.sequence, false);
  return { ...entry, isUndone: false };
}

/** So that an old message or a second page never takes back what somebody else did since. */
function requireMeant(next: JournalEntry | undefined, sequence: number | undefined, verb: string): void {
  if (sequence === undefined || next?.sequence === sequence) return;
  const reason = next
    ? `the next to be ${verb} is act ${next.sequence} (${next.act})`
    : `no act can be ${verb}`;
  throw new ImanticsError("not-newest", `Act ${sequence} cannot be ${verb} now: ${reason}.`);
}

async function givenNameOf(facts: FactStore, cluster: string): Promise<string | null> {
  const found = await facts.cluster(cluster);
  if (!found) throw new ImanticsError("cluster-not-found", `There is no cluster "${cluster}".`);
  return found.givenName;
}

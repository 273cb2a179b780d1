/** A change as a whole: read, written, compared, followed. Inside one transaction with whatever belongs to it. */
import type { FactPorts } from "../store/ports/facts.ts";
import { aspects } from "./aspects.ts";
import type { Change, Effect } from "./change.ts";

/** What `change` touches, as it is now: what would take the change back. */
export async function asItIs(facts: FactPorts, change: Change): Promise<Change> {
  let all: Change = {};
  for (const aspect of aspects) all = { ...all, ...(await aspect.now(facts, change)) };
  return all;
}

export async function write(facts: FactPorts, change: Change): Promise<void> {
  for (const aspect of aspects) {
    if (aspect.touched(change).length > 0) await aspect.write(facts, change);
  }
}

/** Everything that a change speaks of, by name; nothing: it cannot be taken back. */
export function touched(change: Change): readonly string[] {
  return aspects.flatMap((aspect) => aspect.touched(change));
}

/** Why a change cannot be written any more; null when it can. */
export async function missing(facts: FactPorts, change: Change): Promise<string | null> {
  for (const aspect of aspects) {
    const reason = await aspect.missing(facts, change);
    if (reason !== null) return reason;
  }
  return null;
}

export function effectsOf(change: Change): readonly Effect[] {
  return aspects.flatMap((aspect) => aspect.effects(change));
}

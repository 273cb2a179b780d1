/**
 * Which act of the journal a verb of the engine was: the newest there is after it, when it is a new one.
 * Two people who act in the same moment may get each other's number; the engine then refuses the older.
 */
import type { Acted } from "@imantics/api";
import type { Library } from "@imantics/engine";

export async function acted<Result>(
  journal: Library["journal"],
  act: () => Promise<Result>,
): Promise<{ readonly result: Result } & Acted> {
  const before = await newest(journal);
  const result = await act();
  const after = await newest(journal);
  return { result, sequence: after === before ? null : after };
}

async function newest(journal: Library["journal"]): Promise<number | null> {
  return (await journal.list(1))[0]?.sequence ?? null;
}

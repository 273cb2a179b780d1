/** What cannot be taken back is asked about; a script says `--yes` beforehand. */
import { ImanticsError } from "@imantics/engine";
import type { Terminal } from "./terminal.ts";

/** Rejects with `usage` where nobody can be asked, and with `interrupted` when the answer is not yes. */
export async function confirm(question: string, isAgreed: boolean, terminal: Terminal): Promise<void> {
  if (isAgreed) return;
  if (terminal.ask === undefined) {
    throw new ImanticsError("usage", `${question} Nobody is there to be asked: say --yes to agree.`);
  }
  const answer = await terminal.ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new ImanticsError("interrupted", "Nothing was changed.");
}

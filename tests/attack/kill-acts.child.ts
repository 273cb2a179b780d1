/**
 * A process to kill: does, takes back or does again one act on a copy of a made-up library, and ends itself
 * with SIGKILL just before its n-th write, or right after the last. Arguments: file, act, way, n.
 */
import { redo, undo } from "../../packages/engine/src/acts/journal.ts";
import { actKeys, everyAct } from "../../packages/engine/src/acts/made-up-library.contract.ts";
import type { Facts } from "../../packages/engine/src/store/ports/facts.ts";
import { openSqliteFacts } from "../../packages/engine/src/store/sqlite/index.ts";

const [file = "", act = "", way = "", at = "1"] = process.argv.slice(2);
let isArmed = false;
let left = Number(at);

/** Ends this process as a power cut would: nothing is flushed, closed or rolled back. */
function die(): never {
  process.kill(process.pid, "SIGKILL");
  // The signal is on its way; nothing more must be written until it is here.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const facts: Facts = await openSqliteFacts(file, {
  beforeWrite: () => {
    if (isArmed && --left === 0) die();
  },
});
isArmed = true;
const key = actKeys.find((each) => each === act);
if (key === undefined) throw new Error(`There is no act "${act}".`);
await (way === "do" ? everyAct[key](facts) : way === "undo" ? undo(facts) : redo(facts));
die();

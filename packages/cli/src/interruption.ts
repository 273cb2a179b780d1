/**
 * Ctrl-C, once and twice. The first asks for a stop at the next safe point; the second leaves at
 * once, which costs at most the batch in hand.
 */
import { exitCodes } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Calls `stop` at the first signal, with `words` told. Returns how to stop listening. */
export function onInterrupt(terminal: Terminal, words: string, stop: () => void): () => void {
  let isStopping = false;
  const listener = () => {
    if (isStopping) process.exit(exitCodes.interrupted);
    isStopping = true;
    terminal.tell(`\n${words}\n`);
    stop();
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}

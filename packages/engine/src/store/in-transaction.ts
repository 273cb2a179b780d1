/**
 * Whether the running code is the work of a transaction. With one commit at a time, work that waits for
 * another transaction, or asks from outside what it should ask from inside, would wait for itself for ever:
 * it is told so instead. Each store has a mark of its own.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { ImanticsError } from "../domain/errors.ts";

export interface TransactionMark {
  /** Runs the work of a transaction under the mark. @throws ImanticsError `internal:nested-transaction`. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** @throws ImanticsError `internal:nested-transaction` under the mark. */
  requireOutside(): void;
}

export function transactionMark(): TransactionMark {
  const inside = new AsyncLocalStorage<true>();
  return {
    run: (work) => inside.run(true, work),
    requireOutside() {
      if (inside.getStore() === undefined) return;
      throw new ImanticsError(
        "internal:nested-transaction",
        "The work of a transaction asked the store from outside; it must use what the transaction gave it.",
      );
    },
  };
}

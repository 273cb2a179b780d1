/** What a script reads from `$?`. Documented in docs/cli.md; never renumbered. */
export const exitCodes = {
  ok: 0,
  error: 1,
  usage: 2,
  /** Only with `--strict`: the run ended, but files stand in the failure ledger. */
  finishedWithFailures: 3,
  /** Another process holds the library. */
  busy: 4,
  interrupted: 130,
} as const;

/** Errors that have an exit code of their own; every other code is `error`. */
const codesOfErrors: Readonly<Record<string, number>> = {
  usage: exitCodes.usage,
  "finished-with-failures": exitCodes.finishedWithFailures,
  "library-busy": exitCodes.busy,
  interrupted: exitCodes.interrupted,
};

/** The exit code for a stable error code. */
export function exitCodeOf(errorCode: string): number {
  return codesOfErrors[errorCode] ?? exitCodes.error;
}

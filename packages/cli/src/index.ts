/** The terminal as a package: other programs and tests can run a command line with streams of their own. */
export { exitCodes } from "./exit-codes.ts";
export { run } from "./run.ts";
export { processTerminal, type Terminal } from "./terminal.ts";

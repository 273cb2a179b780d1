#!/usr/bin/env node
/** The executable: this process's arguments, streams and exit code around `run`. */
import { run } from "./run.ts";
import { exitOnBrokenOutput, processTerminal } from "./terminal.ts";

exitOnBrokenOutput();
process.exitCode = await run(process.argv.slice(2), processTerminal());

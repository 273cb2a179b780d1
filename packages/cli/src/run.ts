/** From arguments to an exit code: the one place where errors become words. Never calls `process.exit`. */
import { ImanticsError, messageOf } from "@imantics/engine";
import { CommanderError } from "commander";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import { createProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";

/** Runs one command line (without node and script). Resolves with the exit code; never rejects. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const isJson = args.includes("--json");
  try {
    await createProgram(terminal, { tellsUsageErrors: !isJson }).parseAsync(args, { from: "user" });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    const { code, message } = explain(error);
    // Commander has already told a person what is wrong with the command line.
    if (isJson) terminal.tell(`${JSON.stringify({ type: "error", code, message })}\n`);
    else if (!(error instanceof CommanderError)) terminal.tell(`${message}\n`);
    return exitCodeOf(code);
  }
}

function explain(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof ImanticsError) return { code: error.code, message: error.message };
  if (error instanceof CommanderError)
    return { code: "usage", message: error.message.replace(/^error: /, "") };
  const trace = error instanceof Error ? `\n${error.stack}` : "";
  return {
    code: "internal:terminal",
    message: `Something that should not happen did: ${messageOf(error)}. Please report it.${trace}`,
  };
}

/** Runs a TypeScript file of this project as a program of its own, from source, and collects what it says. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Converted models are kept from run to run: making them takes longer than every test together. */
export const cacheFolder = join(root, ".cache", "tests");

export interface RunOptions {
  readonly cwd: string;
  /** Library folder of the program. */
  readonly library: string;
}

export interface Outcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `node <file> <args>`; `file` is relative to the project. */
export function startSource(
  file: string,
  args: readonly string[],
  { cwd, library }: RunOptions,
): ChildProcessByStdio<null, Readable, Readable> {
  const tsx = pathToFileURL(join(root, "node_modules/tsx/dist/esm/index.mjs")).href;
  const command = ["--conditions=source", "--import", tsx, join(root, file), ...args];
  const env = {
    ...process.env,
    IMANTICS_LIBRARY: library,
    IMANTICS_CACHE: cacheFolder,
    IMANTICS_OFFLINE: "1",
    IMANTICS_WORKERS: "1",
  };
  return spawn(process.execPath, command, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
}

/** Waits for the end of a program that `startSource` started. */
export async function outcomeOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}

export function runSource(file: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  return outcomeOf(startSource(file, args, options));
}

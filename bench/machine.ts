/** Facts about the machine and a place for results: every bench file starts and ends here. */
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";

export interface MachineFacts {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly commit: string;
  readonly date: string;
}

export function machineFacts(): MachineFacts {
  return {
    processor: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    commit: commit(),
    date: new Date().toISOString().slice(0, 10),
  };
}

/** Keeps what a benchmark found in `bench/results`. */
export function writeResult(name: string, result: object): void {
  keepResult(new URL("./results/", import.meta.url), name, result);
}

/**
 * The newest result as `<name>.json`, laid out for reading, and every result as a line of
 * `history/<name>.jsonl`: figures over time are read from there (`bench/trend.ts`).
 */
export function keepResult(folder: URL, name: string, result: object): void {
  const kept = { machine: machineFacts(), ...result };
  const history = new URL("./history/", folder);
  mkdirSync(history, { recursive: true });
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(kept, null, 2)}\n`);
  appendFileSync(new URL(`${name}.jsonl`, history), `${JSON.stringify(kept)}\n`);
}

function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}

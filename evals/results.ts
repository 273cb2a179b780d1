/** Where evaluations put what they found, with the facts one needs to run them again. */
import { mkdirSync, writeFileSync } from "node:fs";
import { machineFacts } from "../bench/machine.ts";

/** Writes `evals/results/<name>.json`. */
export function writeEvaluation(name: string, result: object): void {
  const folder = new URL("./results/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    new URL(`${name}.json`, folder),
    `${JSON.stringify({ machine: machineFacts(), ...result }, null, 2)}\n`,
  );
}

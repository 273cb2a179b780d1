/** Where evaluations put what they found, with the facts one needs to run them again. */
import { keepResult } from "../bench/machine.ts";

/** Keeps what an evaluation found in `evals/results`: the newest by itself, all of them as history. */
export function writeEvaluation(name: string, result: object): void {
  keepResult(new URL("./results/", import.meta.url), name, result);
}

/**
 * The whole campaign: npx tsx --conditions=source tests/attack/kill-acts.ts [trials, default 500]
 * Prints how many were tried and how many halves it found, and writes `evals/results/kill-acts.json`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeEvaluation } from "../../evals/results.ts";
import { killActs } from "./kill-campaign.ts";

const count = Number(process.argv[2] ?? 500);
const folder = mkdtempSync(join(tmpdir(), "imantics-kill-acts-"));
const { tried, halves, strays } = await killActs(count, folder, (done) => {
  if (done % 25 === 0) console.log(`${done} of ${count}`);
}).finally(() => rmSync(folder, { recursive: true, force: true }));
writeEvaluation("kill-acts", { tried, halves, strays });
console.log(`${tried} tried, ${halves.length} halves, ${strays.length} that did not die where they were to.`);
process.exitCode = halves.length + strays.length > 0 ? 1 : 0;

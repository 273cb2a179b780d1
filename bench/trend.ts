/**
 * How the figures of a benchmark or an evaluation went over its last runs, one line a figure, with the
 * change from the run before.
 *
 *   npx tsx bench/trend.ts                        which histories there are
 *   npx tsx bench/trend.ts clustering             every figure over the last five runs
 *   npx tsx bench/trend.ts clustering ours 10     those with "ours" in their path, over ten runs
 *
 * Machines are named, not compared: figures of two kinds of machine say nothing about the code.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { figuresOf } from "./figures.ts";
import type { MachineFacts } from "./machine.ts";

interface Kept {
  readonly machine: MachineFacts;
}

const folders = ["./results/history/", "../evals/results/history/"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);
const [name, filter = "", count = "5"] = process.argv.slice(2);

if (name === undefined) list();
else show(name, filter, Number(count));

function list(): void {
  const names = folders.flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []));
  console.log(names.map((file) => file.replace(/\.jsonl$/, "")).join("\n"));
}

function show(name: string, filter: string, count: number): void {
  const path = folders.map((folder) => `${folder}${name}.jsonl`).find(existsSync);
  if (path === undefined || !(count >= 1)) {
    console.error(
      `There is no history of "${name}", or ${count} is no number of runs. Without arguments: a list.`,
    );
    process.exitCode = 2;
    return;
  }
  const runs = readFileSync(path, "utf8").trim().split("\n").slice(-count);
  const kept = runs.map((line): Kept => JSON.parse(line));
  for (const [place, { machine }] of kept.entries()) {
    const { date, commit, processor, cores, node } = machine;
    console.log(`${place + 1}  ${date} ${commit}  ${processor}, ${cores} cores, Node ${node}`);
  }
  console.log("");
  const figures = kept.map(figuresOf);
  for (const [figure, last] of figures.at(-1) ?? []) {
    if (!figure.includes(filter)) continue;
    const series = figures.map((run) => run.get(figure));
    const before = series.slice(0, -1).findLast((value) => value !== undefined);
    console.log(`${series.map(shown).join(" ")} ${change(before, last)}  ${figure}`);
  }
}

/** Four digits that count, in a column of ten. */
function shown(value: number | undefined): string {
  const text = value === undefined ? "-" : Number.isInteger(value) ? String(value) : value.toPrecision(4);
  return text.padStart(10);
}

function change(before: number | undefined, last: number): string {
  if (before === undefined || before === 0) return "".padStart(8);
  const percent = (last / before - 1) * 100;
  return `${percent >= 0 ? "+" : ""}${percent.toFixed(1)} %`.padStart(8);
}

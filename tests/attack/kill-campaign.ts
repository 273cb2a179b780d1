/**
 * Kills a real process between any two writes of an act, opens the file it left behind, and asks whether
 * the act and its entry are both there or both not. Each act is killed on its way forth, back (undo) and
 * forth again (redo); the fault points are counted first, so that none is missed or made up.
 */
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { build } from "esbuild";
import { redo, undo } from "../../packages/engine/src/acts/journal.ts";
import {
  type ActKey,
  actKeys,
  everyAct,
  everything,
  fillForActs,
  forGood,
} from "../../packages/engine/src/acts/made-up-library.contract.ts";
import type { Facts } from "../../packages/engine/src/store/ports/facts.ts";
import { openSqliteFacts } from "../../packages/engine/src/store/sqlite/index.ts";

/** Processes at the same time, each on a library of its own. */
const AT_ONCE = 8;

type Way = "do" | "undo" | "redo";

/** Where one process is killed: before write number `at` of `writes`, or after all of them. */
export interface FaultPoint {
  readonly act: ActKey;
  readonly way: Way;
  readonly at: number;
  readonly writes: number;
}

export interface CampaignResult {
  readonly tried: number;
  /** Trials after which the act was there by half, or its entry said what was not so. */
  readonly halves: readonly FaultPoint[];
  /** Trials whose process did not die where it was to; none of them counts as tried. */
  readonly strays: readonly FaultPoint[];
}

interface Prepared {
  readonly point: Omit<FaultPoint, "at">;
  /** The library before the way. */
  readonly file: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Everything an act touches and what the journal says of it; times of day aside. */
async function told(facts: Facts): Promise<unknown> {
  const rows = await facts.journal.list(9);
  return { facts: await everything(facts), journal: rows.map(({ at, ...row }) => row) };
}

/** The libraries before each way of an act, what each way comes to, and how many writes it makes. */
async function prepare(act: ActKey, folder: string): Promise<Prepared[]> {
  const working = join(folder, `${act}.sqlite`);
  let writes = 0;
  const open = () =>
    openSqliteFacts(working, {
      beforeWrite: () => {
        writes++;
      },
    });
  let facts = await open();
  await fillForActs(facts);
  const prepared: Prepared[] = [];
  const ways = forGood.includes(act) ? (["do"] as const) : (["do", "undo", "redo"] as const);
  for (const way of ways) {
    const before = await told(facts);
    await facts.close();
    const file = join(folder, `${act}-${way}.sqlite`);
    copyFileSync(working, file);
    facts = await open();
    writes = 0;
    await (way === "do" ? everyAct[act](facts) : way === "undo" ? undo(facts) : redo(facts));
    prepared.push({ point: { act, way, writes }, file, before, after: await told(facts) });
  }
  await facts.close();
  return prepared;
}

/**
 * @param count trials; every fault point has its turn before one has a second, spread evenly where there
 *   are fewer trials than points
 * @param folder empty, for the libraries
 */
export async function killActs(
  count: number,
  folder: string,
  onTrial: (tried: number) => void = () => undefined,
): Promise<CampaignResult> {
  mkdirSync(folder, { recursive: true });
  const child = await bundleChild();
  const prepared: Prepared[] = [];
  for (const act of actKeys) prepared.push(...(await prepare(act, folder)));
  const trials = chosen(
    prepared.flatMap((each) =>
      Array.from({ length: each.point.writes + 1 }, (_, at) => ({ ...each, at: at + 1 })),
    ),
    count,
  );
  const halves: FaultPoint[] = [];
  const strays: FaultPoint[] = [];
  let tried = 0;
  const waiting = trials.entries();
  const tryOn = async () => {
    for (const [number, trial] of waiting) {
      const outcome = await tryOne(trial, child, join(folder, `trial-${number}.sqlite`));
      const { act, way, writes } = trial.point;
      const point = { act, way, at: trial.at, writes };
      if (outcome === "stray") strays.push(point);
      else tried++;
      if (outcome === "half") halves.push(point);
      onTrial(tried);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, tryOn));
  return { tried, halves, strays };
}

/** What one kill left behind: the act whole or not at all, as it must be there, or a half. */
async function tryOne(
  { point, at, file, before, after }: Prepared & { readonly at: number },
  child: string,
  library: string,
): Promise<"whole" | "half" | "stray"> {
  copyFileSync(file, library);
  try {
    if (!(await isKilled(child, [library, point.act, point.way, String(at)]))) return "stray";
    const facts = await openSqliteFacts(library);
    const found = await told(facts);
    const isSound = (await facts.verify()).length === 0;
    await facts.close();
    const expected = at <= point.writes ? before : after;
    return isSound && isDeepStrictEqual(found, expected) ? "whole" : "half";
  } finally {
    for (const end of ["", "-wal", "-shm"]) rmSync(library + end, { force: true });
  }
}

/** All points as often as fit, then an even choice of them. */
function chosen<Point>(points: readonly Point[], count: number): Point[] {
  const whole = Math.floor(count / points.length);
  const rest = count - whole * points.length;
  const even = Array.from(
    { length: rest },
    (_, at) => points[Math.floor(((at + 0.5) * points.length) / rest)]!,
  );
  return [...Array.from({ length: whole }, () => points).flat(), ...even];
}

/** One file, because a process that loads hundreds takes longer to start than its act takes. */
async function bundleChild(): Promise<string> {
  const here = fileURLToPath(new URL(".", import.meta.url));
  // Inside the project, so that what is not bundled is found.
  const outfile = join(here, "..", "..", ".cache", `kill-acts-${process.pid}.mjs`);
  await build({
    entryPoints: [join(here, "kill-acts.child.ts")],
    ...{ bundle: true, platform: "node", format: "esm", conditions: ["source"], outfile, logLevel: "error" },
    external: ["libsql", "onnxruntime-node", "@huggingface/transformers", "sharp"],
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  });
  process.once("exit", () => rmSync(outfile, { force: true }));
  return outfile;
}

async function isKilled(child: string, args: readonly string[]): Promise<boolean> {
  const running = spawn(process.execPath, [child, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  const signal = await new Promise((resolve) => running.once("close", (_, reason) => resolve(reason)));
  return signal === "SIGKILL";
}

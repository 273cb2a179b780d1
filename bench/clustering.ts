/**
 * How fast every method is beside the library that people use for it in Python: the same vectors, the
 * same settings, the same number of threads, one after the other in one command.
 *
 * Run: npx tsx --conditions=source bench/clustering.ts [--only kmeans,ward] [--quick]
 * Results go to bench/results/clustering.json (rows measured before stay) and docs/performance-clustering.md.
 * --quick takes a tenth of the vectors, to see that everything runs, and writes nothing.
 */
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Matrix, paceBy } from "@imantics/core";
import { encodeNpy, openOnnxKernels } from "@imantics/engine";
import { type Comparison, type Work, works } from "./clustering-work.ts";
import { machineFacts, writeResult } from "./machine.ts";
import { openPeers, type PeerOutcome, runPeer } from "./peers/environment.ts";
import { unitVectors } from "./unit-vectors.ts";

const THREADS = 2;
const SEED = 1;
/**
 * On both sides the best time counts: of one run of work longer than the first figure, else of at least three
 * and as many as fit into the second. `bench/peers/run.py` keeps the same rule.
 */
const SHORT_SECONDS = 10;
const REPEATED_SECONDS = 5;
const QUICK_SHARE = 0.1;

interface Row {
  readonly id: string;
  readonly title: string;
  readonly mark: number;
  /** Null: the method is not there yet. */
  readonly ours: number | null;
  /** The fastest peer; null when none is there. */
  readonly peer: { readonly version: string; readonly seconds: number } | null;
  readonly ratio: number | null;
  readonly reached: boolean | null;
  readonly comparison: Comparison | null;
}

const { values: args } = parseArgs({ options: { only: { type: "string" }, quick: { type: "boolean" } } });
const isQuick = args.quick ?? false;
const wanted = args.only?.split(",");
for (const id of wanted ?? []) {
  if (!works.some((work) => work.id === id)) {
    throw new Error(`There is no row "${id}"; the rows are ${works.map((work) => work.id).join(", ")}.`);
  }
}
const scratch = fileURLToPath(new URL("../.cache/bench/", import.meta.url));
mkdirSync(scratch, { recursive: true });

const python = openPeers();
if (python === null) console.log("No Python with scikit-learn: times stand without a ratio.");
const kernels = await openOnnxKernels({ threads: THREADS });
const rows: Row[] = [];
for (const work of works) {
  if (wanted !== undefined && !wanted.includes(work.id)) continue;
  const row = await measure(work);
  rows.push(row);
  console.log(`${isQuick ? "a tenth of: " : ""}${lineOf(row)}`);
}
await kernels.close();

if (!isQuick) {
  const all = mergedWithEarlier(rows);
  writeResult("clustering", { threads: THREADS, rows: all });
  writeFileSync(new URL("../docs/performance-clustering.md", import.meta.url), page(all));
}

async function measure(work: Work): Promise<Row> {
  const { id, title, mark, data } = work;
  if (work.run === null) {
    return { id, title, mark, ours: null, peer: null, ratio: null, reached: null, comparison: null };
  }
  const size = isQuick
    ? { ...data, rows: data.rows * QUICK_SHARE, groups: Math.max(2, data.groups * QUICK_SHARE) }
    : data;
  const vectors = unitVectors(size, SEED);
  const own = await bestOf(work.run, vectors);
  const peers = python === null ? [] : await peersOf(work, vectors, python);
  const [fastest] = peers.toSorted((a, b) => a.seconds - b.seconds);
  if (fastest === undefined) {
    return { id, title, mark, ours: own.seconds, peer: null, ratio: null, reached: null, comparison: null };
  }
  const ratio = own.seconds / fastest.seconds;
  return {
    id,
    title,
    mark,
    ours: own.seconds,
    peer: { version: fastest.version, seconds: fastest.seconds },
    ratio,
    reached: ratio <= mark,
    comparison: await own.outcome.compare(fastest),
  };
}

async function bestOf(run: NonNullable<Work["run"]>, vectors: Matrix) {
  let seconds = Number.POSITIVE_INFINITY;
  let spent = 0;
  for (let repeats = 1; ; repeats++) {
    const start = performance.now();
    const outcome = await run(vectors, { seed: SEED, kernels, pace: paceBy(() => performance.now()) });
    const taken = (performance.now() - start) / 1000;
    seconds = Math.min(seconds, taken);
    spent += taken;
    if (taken > SHORT_SECONDS || (repeats >= 3 && spent > REPEATED_SECONDS)) return { seconds, outcome };
  }
}

async function peersOf(work: Work, vectors: Matrix, interpreter: string): Promise<PeerOutcome[]> {
  const vectorsFile = `${scratch}vectors.npy`;
  const file = openSync(vectorsFile, "w");
  for (const piece of encodeNpy({ shape: [vectors.rows, vectors.columns], data: vectors.data }))
    writeSync(file, piece);
  closeSync(file);
  const outcomes: PeerOutcome[] = [];
  for (const peer of work.peers) {
    const { settings } = work;
    const request = { peer, vectorsFile, settings, outFile: `${scratch}answer.npy`, threads: THREADS };
    const outcome = await runPeer(interpreter, request);
    if (outcome !== null) outcomes.push(outcome);
  }
  return outcomes;
}

function lineOf({ title, ours, peer, ratio, mark, reached, comparison }: Row): string {
  if (ours === null) return `${title}: the method is absent`;
  const theirs =
    peer === null ? "no peer" : `${peer.version} ${seconds(peer.seconds)}, ratio ${ratio?.toFixed(3)}`;
  const verdict = reached === null ? "" : ` (mark ${mark}: ${reached ? "reached" : "missed"})`;
  return `${title}: ${seconds(ours)}, ${theirs}${verdict}${comparison ? `; ${quality(comparison)}` : ""}`;
}

function seconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(1)} s`;
}

function quality({ figure, ours, peer }: Comparison): string {
  return `${figure} ${ours.toPrecision(5)}${peer === undefined ? "" : ` (peer ${peer.toPrecision(5)})`}`;
}

/** Rows measured now, in the order of the table, with those of earlier runs between them. */
function mergedWithEarlier(measured: readonly Row[]): Row[] {
  const earlier: Row[] = [];
  try {
    const file = new URL("./results/clustering.json", import.meta.url);
    earlier.push(...JSON.parse(readFileSync(file, "utf8")).rows);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  return works.flatMap(({ id }) => {
    const row = [...measured, ...earlier].find((candidate) => candidate.id === id);
    return row === undefined ? [] : [row];
  });
}

function page(all: readonly Row[]): string {
  const { processor, cores, memoryGiB, node, date } = machineFacts();
  const cells = all.map(({ title, ours, peer, ratio, mark, reached, comparison }) => [
    title,
    ours === null ? "absent" : seconds(ours),
    peer === null ? "absent" : `${seconds(peer.seconds)} (${peer.version})`,
    ratio === null ? "" : ratio.toFixed(2),
    `≤ ${mark}`,
    reached === null ? "" : reached ? "yes" : "no",
    comparison === null ? "" : quality(comparison),
  ]);
  const header = ["work", "ours", "peer", "ratio", "mark", "reached", "what was found"];
  const table = [header, header.map(() => "---"), ...cells].map((row) => `| ${row.join(" | ")} |`);
  return `# Speed of the methods

Written by \`bench/clustering.ts\` on ${date}: ${processor}, ${cores} cores, ${memoryGiB} GiB, Node ${node}; ${THREADS} threads on each side, unit vectors of 512 numbers drawn by \`bench/unit-vectors.ts\`. Times are the best of at least three for work below ${SHORT_SECONDS} s (as many as fit into ${REPEATED_SECONDS} s), one run above. The ratio is our time over that of the fastest peer.

${table.join("\n")}

"What was found" holds the results against each other: what both minimise, or how far the labels agree (adjusted Rand index, 1 is the same). Methods that start at random find different local optima on both sides.
`;
}

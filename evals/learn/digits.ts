/**
 * Every trained method on the 1,797 digits, with k-means and Ward beside it. Labels are used for scoring
 * alone; the number of clusters (10) is given; settings are the methods' defaults. What was chosen after
 * looking at digits is said in docs/learn.md.
 *
 *   npx tsx --conditions=source evals/learn/digits.ts [method …] [--one-seed]
 *
 * Features: `digits-simclr.npy`, made once by `digit-features.ts` (pass `features` to make them anew).
 * Results of a method replace its own rows in evals/results/learn-digits.json; the others stay.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { agreement, clusterMethod, type Matrix } from "@imantics/core";
import { headMethod } from "@imantics/learn";
import { digits } from "../../fixtures/reference/reference.ts";
import { onnxRunner } from "../../packages/engine/src/learn/onnx-runner.ts";
import { encodeNpy, readNpy } from "../../packages/engine/src/tables/npy.ts";
import { writeEvaluation } from "../results.ts";
import { assignerRows } from "./assigner-row.ts";
import { selfSupervisedFeatures } from "./digit-features.ts";

const oneSeed = process.argv.includes("--one-seed");
const seeds = oneSeed ? [0] : [0, 1, 2];
const runner = onnxRunner();
const { vectors: pixels, labels } = digits();
const featureFile = new URL("./digits-simclr.npy", import.meta.url);

interface Outcome {
  readonly assignment: Int32Array;
  readonly confidence?: Float32Array;
  readonly warnings?: readonly string[];
  readonly members?: readonly Int32Array[];
}

type Run = (seed: number) => Promise<Outcome>;

const clusterer =
  (id: string, vectors: Matrix): Run =>
  async (seed) =>
    clusterMethod(id).cluster(vectors, { clusterCount: 10 }, { seed });

const head =
  (id: string, vectors: Matrix, options: object = {}): Run =>
  async (seed) => {
    const { clustering, ...rest } = await headMethod(id).train(
      vectors,
      { clusterCount: 10, ...options },
      { seed, runner },
    );
    return { ...rest, assignment: clustering.assignment };
  };

async function rowOf(method: string, data: string, options: object, run: Run) {
  const outcomes: { seed: number; accuracy: number; nmi: number; ari: number; usedClusters: number }[] = [];
  const warnings = new Set<string>();
  const sure = { above96: 0, above99: 0 };
  let bestMember: number | undefined;
  const started = performance.now();
  for (const seed of seeds) {
    const outcome = await run(seed);
    const figures = agreement(labels, outcome.assignment);
    outcomes.push({
      seed,
      accuracy: figures.hungarianAccuracy,
      nmi: figures.normalisedMutualInformation,
      ari: figures.adjustedRandIndex,
      usedClusters: new Set(outcome.assignment).size,
    });
    for (const warning of outcome.warnings ?? []) warnings.add(warning);
    for (const share of outcome.confidence ?? []) {
      sure.above96 += Number(share > 0.96) / labels.length / seeds.length;
      sure.above99 += Number(share > 0.99) / labels.length / seeds.length;
    }
    for (const member of outcome.members ?? []) {
      bestMember = Math.max(bestMember ?? 0, agreement(labels, member).hungarianAccuracy);
    }
  }
  const mean = (key: "accuracy" | "nmi" | "ari") =>
    Number((outcomes.reduce((sum, each) => sum + each[key], 0) / outcomes.length).toFixed(4));
  const row = {
    method,
    data,
    options,
    accuracy: mean("accuracy"),
    nmi: mean("nmi"),
    ari: mean("ari"),
    ...(outcomes.some(({ usedClusters }) => usedClusters < 10) ? { warnings: [...warnings] } : {}),
    ...(sure.above96 > 0
      ? { shareAbove96: Number(sure.above96.toFixed(3)), shareAbove99: Number(sure.above99.toFixed(3)) }
      : {}),
    ...(bestMember === undefined ? {} : { bestSingleHead: Number(bestMember.toFixed(4)) }),
    seconds: Number(((performance.now() - started) / 1000 / seeds.length).toFixed(1)),
    ...(oneSeed ? { note: "one seed only" } : {}),
    runs: outcomes,
  };
  console.log(method, JSON.stringify(options), row.accuracy, row.nmi, row.ari, `${row.seconds} s`);
  return row;
}

/** Rows by method, each made when asked for. */
function tables(features: Matrix): Record<string, () => Promise<object[]>> {
  const onFeatures = (id: string, options: object = {}) =>
    rowOf(id, "self-supervised", options, head(id, features, options));
  const onPixels = (id: string, options: object = {}) =>
    rowOf(id, "pixels", options, head(id, pixels, options));
  return {
    kmeans: async () => [
      await rowOf("kmeans", "pixels", {}, clusterer("kmeans", pixels)),
      await rowOf("kmeans", "self-supervised", {}, clusterer("kmeans", features)),
    ],
    agglomerative: async () => [
      await rowOf("agglomerative", "pixels", {}, clusterer("agglomerative", pixels)),
      await rowOf("agglomerative", "self-supervised", {}, clusterer("agglomerative", features)),
    ],
    turtle: async () => [await onFeatures("turtle"), await onFeatures("turtle", { warmStart: false })],
    temi: async () => [await onFeatures("temi")],
    scan: async () => {
      const rows: object[] = [];
      for (const entropyWeight of [1, 2, 4, 4.5, 5]) rows.push(await onFeatures("scan", { entropyWeight }));
      return [...rows, await onFeatures("scan", { selfLabelEpochs: 50, sureFrom: 0.96 })];
    },
    iic: async () => [await onFeatures("iic")],
    dec: deepEmbedding,
    idec: async () => [await onPixels("idec")],
    assigner: () => assignerRows(features, labels, runner),
  };
}

/** k-means on the codes and DEC go on from the same auto-encoder of each seed. */
async function deepEmbedding(): Promise<object[]> {
  const pretrained = new Map<number, Uint8Array>();
  const codes = await rowOf("dec", "pixels", { epochs: 0 }, async (seed) => {
    const { clustering } = await headMethod("dec").train(
      pixels,
      { clusterCount: 10, epochs: 0 },
      { seed, runner, onCheckpoint: (bytes) => void pretrained.set(seed, bytes) },
    );
    return { assignment: clustering.assignment };
  });
  const pulled = await rowOf("dec", "pixels", {}, async (seed) => {
    const resume = pretrained.get(seed);
    const { clustering, warnings } = await headMethod("dec").train(
      pixels,
      { clusterCount: 10 },
      { seed, runner, ...(resume === undefined ? {} : { resume }) },
    );
    return { assignment: clustering.assignment, warnings };
  });
  return [codes, pulled];
}

const asked = process.argv.slice(2);
if (asked.includes("features") || !existsSync(featureFile)) {
  const { rows, columns, data } = await selfSupervisedFeatures(pixels, 0, runner);
  writeFileSync(featureFile, Buffer.concat([...encodeNpy({ shape: [rows, columns], data })]));
}
const made = tables(await readNpy(fileURLToPath(featureFile)));
const all = Object.keys(made);
const methods = asked.filter((name) => name !== "features" && name !== "--one-seed");
for (const method of methods.length === 0 ? all : methods) {
  const make = made[method];
  if (make === undefined) throw new RangeError(`There is no "${method}" here; there are ${all.join(", ")}.`);
  const rows = await make();
  // Read late: two of these may run at once.
  const before = resultsBefore();
  const kept = before.filter((row) => row.method !== method);
  writeEvaluation("learn-digits", {
    command: "npx tsx --conditions=source evals/learn/digits.ts",
    rows: [...kept, ...rows],
  });
}

function resultsBefore(): { method: string }[] {
  const file = new URL("../results/learn-digits.json", import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).rows : [];
}

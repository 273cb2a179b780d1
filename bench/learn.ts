/**
 * How fast the training engine is beside torch: the same steps, the same threads, in one command.
 *
 *   PYTHON=<python with torch> npx tsx --conditions=source bench/learn.ts
 *
 * Wall time says what a person waits; CPU time is what another process on the machine disturbs less.
 * Without torch ours is measured alone. Data is random: only speed is looked at.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { matrix, random } from "@imantics/core";
import {
  dense,
  dropout,
  entropy,
  gatherRows,
  headMethod,
  input,
  log,
  mean,
  meanSquaredError,
  multiply,
  negate,
  openTrainingRun,
  type Parameter,
  parameterInput,
  relu,
  reshape,
  slice,
  softmax,
  subtract,
  sum,
  type Tensor,
  type TrainingPlan,
  train,
  uniform,
  zeros,
} from "@imantics/learn";
import { onnxRunner } from "../packages/engine/src/learn/onnx-runner.ts";
import { writeResult } from "./machine.ts";

const THREADS = 2;
const REPEATS = 3;
const chance = random(1);
const data = matrix(
  20_000,
  512,
  Float32Array.from({ length: 20_000 * 512 }, () => chance.normal()),
);
const drawn = (count: number) => Int32Array.from({ length: count }, () => chance.integer(data.rows));

function inputsOf(parameters: readonly Parameter[]): Record<string, Tensor> {
  return Object.fromEntries(parameters.map((each) => [each.name, parameterInput(each)]));
}

const shared = { stage: "bench", optimiser: { kind: "adam" }, rate: () => 1e-3 } as const;

function scanPlan(steps: number): TrainingPlan {
  const [heads, clusters, batch] = [10, 100, 512];
  const parameters = [uniform("w", [512, heads * clusters], 512, chance), zeros("b", [heads * clusters])];
  const { w, b } = inputsOf(parameters);
  const shares = softmax(reshape(dense(input("x", [2 * batch, 512]), w!, b!), [2 * batch, heads, clusters]));
  const here = slice(shares, 0, 0, batch);
  const agreed = negate(mean(log(sum(multiply(here, slice(shares, 0, batch, batch)), [-1])), [0]));
  const loss = sum(subtract(agreed, multiply(entropy(mean(here, [0])), 2)));
  const feeds = () => ({ x: gatherRows(data, drawn(2 * batch)) });
  return { ...shared, parameters, loss, feeds, epochs: REPEATS + 1, stepsPerEpoch: steps };
}

function autoEncoderPlan(steps: number): TrainingPlan {
  const widths = [512, 500, 500, 2000, 10, 2000, 500, 500, 512];
  const parameters = widths
    .slice(1)
    .flatMap((width, i) => [
      uniform(`w${i}`, [widths[i]!, width], widths[i]!, chance),
      zeros(`b${i}`, [width]),
    ]);
  const inputs = inputsOf(parameters);
  const x = input("x", [256, 512]);
  let back = dropout(x, input("mask", [256, 512]), 0.8);
  for (let i = 0; i < 8; i++) {
    back = dense(back, inputs[`w${i}`]!, inputs[`b${i}`]);
    if (i !== 3 && i !== 7) back = relu(back);
  }
  const feeds = () => ({
    x: gatherRows(data, drawn(256)),
    mask: Float32Array.from({ length: 256 * 512 }, () => Number(chance.uniform() < 0.8)),
  });
  return {
    ...shared,
    parameters,
    loss: meanSquaredError(back, x),
    feeds,
    epochs: REPEATS + 1,
    stepsPerEpoch: steps,
  };
}

interface Seconds {
  readonly wall: number;
  readonly cpu: number;
}

/** The first epoch warms up; the best of the others counts. */
async function timed(work: (onEpoch: () => void) => Promise<unknown>, steps: number): Promise<Seconds> {
  const walls: number[] = [];
  const cpus: number[] = [];
  let [wall, cpu] = [performance.now(), process.cpuUsage()];
  await work(() => {
    const used = process.cpuUsage(cpu);
    walls.push((performance.now() - wall) / 1000 / steps);
    cpus.push((used.user + used.system) / 1e6 / steps);
    [wall, cpu] = [performance.now(), process.cpuUsage()];
  });
  return { wall: Math.min(...walls.slice(1)), cpu: Math.min(...cpus.slice(1)) };
}

const trained = (plan: TrainingPlan) => (onEpoch: () => void) =>
  train(plan, openTrainingRun("bench", { seed: 0, runner: onnxRunner({ threads: THREADS }), onEpoch }));

/** TURTLE itself; its epochs have 20 outer steps. */
const turtle = (onEpoch: () => void) =>
  headMethod("turtle").train(
    matrix(10_000, 512, data.data.subarray(0, 10_000 * 512)),
    { clusterCount: 100, outerSteps: 20 * (REPEATS + 1) },
    { seed: 0, runner: onnxRunner({ threads: THREADS }), onEpoch },
  );

function torch(work: string, steps: number): (Seconds & { version: string }) | null {
  const python = process.env.PYTHON;
  if (python === undefined) return null;
  const script = fileURLToPath(new URL("./peers/learn.py", import.meta.url));
  const args = [script, work, String(THREADS), String(steps), String(REPEATS)];
  const env = { ...process.env, OMP_NUM_THREADS: String(THREADS), OPENBLAS_NUM_THREADS: "1" };
  return JSON.parse(execFileSync(python, args, { encoding: "utf8", env }));
}

const works = [
  {
    name: "scan",
    title: "SCAN, 10 linear heads, 1,024 × 512, 100 clusters",
    steps: 20,
    work: trained(scanPlan(20)),
  },
  {
    name: "auto-encoder",
    title: "Auto-encoder 512-500-500-2000-10, 256 rows",
    steps: 10,
    work: trained(autoEncoderPlan(10)),
  },
  { name: "turtle", title: "TURTLE, 10,000 × 512, 100 clusters, 10 inner steps", steps: 20, work: turtle },
];
const asked = process.argv.slice(2);
const rows: object[] = [];
for (const { name, title, steps, work } of works) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const ours = await timed(work, steps);
  const theirs = torch(name, name === "turtle" ? 4 : steps);
  const row = {
    work: title,
    secondsPerStep: ours,
    torch: theirs,
    wallRatio: theirs === null ? null : Number((ours.wall / theirs.wall).toFixed(2)),
    cpuRatio: theirs === null ? null : Number((ours.cpu / theirs.cpu).toFixed(2)),
  };
  rows.push(row);
  console.log(JSON.stringify(row));
}
if (asked.length === 0) writeResult("learn", { threads: THREADS, rows });

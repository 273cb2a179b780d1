/**
 * The training loop: for every step feeds a batch, runs forward and backward pass as one graph, moves
 * the parameters. What a method adds is a plan: a loss, where batches come from, and the settings.
 *
 * Batches are functions of the step, never of a stream of chance that goes on: that is why a run that
 * was stopped and resumed at an epoch ends with the same bytes as one that never was.
 */
import { gradients } from "../graph/gradients.ts";
import { sizeOf, type Tensor } from "../graph/tensor.ts";
import type { Feeds } from "../run/runner.ts";
import type { Arrays } from "./named-arrays.ts";
import {
  clippingFactor,
  freshSlots,
  type OptimiserSettings,
  updateAverage,
  updateParameter,
} from "./optimisers.ts";
import { type Parameter, parameterInput } from "./parameters.ts";
import type { Schedule } from "./schedules.ts";
import type { EpochRecord, StageState, TrainingRun } from "./training-run.ts";

/** A tensor whose value in one step is fed in the next: teachers' marginals, running means, inner loops. */
export interface Carried {
  readonly initial: Float32Array;
  readonly next: Tensor;
}

export interface TrainingPlan {
  readonly stage: string;
  readonly parameters: readonly Parameter[];
  /** Builds the loss from the graph's inputs: parameters by name, whatever `feeds` gives, carried tensors. */
  readonly loss: Tensor;
  /** Measured beside the loss and averaged over an epoch. */
  readonly figures?: Readonly<Record<string, Tensor>>;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** The batch of a step, counted from 0 over all epochs: a pure function of the step. */
  readonly feeds: (step: number) => Feeds;
  readonly optimiser: OptimiserSettings;
  readonly rate: Schedule;
  /** All gradients together are shortened to this length. Default: never. */
  readonly mostGradient?: number;
  /** A slow copy of every parameter, fed as `teacher/<name>`. */
  readonly teacherMomentum?: Schedule;
  /** By the name of the input that is fed. */
  readonly carried?: Readonly<Record<string, Carried>>;
  /** Called before each epoch with the parameters; true ends the stage. What it remembers goes in `memory`. */
  readonly beforeEpoch?: (
    epoch: number,
    values: Arrays,
    memory: Record<string, Float32Array>,
  ) => Promise<boolean>;
}

export interface Trained {
  readonly parameters: Arrays;
  /** The slow copies, under the parameters' names; empty without a teacher. */
  readonly teacher: Arrays;
  readonly history: readonly EpochRecord[];
}

/**
 * Trains `plan`, or what is left of it when the run was resumed.
 * @throws RangeError when the loss is no longer finite, naming the step.
 * @throws the signal's reason when it is aborted.
 */
export async function train(plan: TrainingPlan, run: TrainingRun): Promise<Trained> {
  const { parameters, stage, epochs } = plan;
  let state: StageState = run.stateOf(stage) ?? { epoch: 0, arrays: startOf(plan), history: [] };
  requireFitting(plan, state);
  const arrays: Record<string, Float32Array> = Object.fromEntries(
    Object.entries(state.arrays).map(([name, values]) => [name, values.slice()]),
  );
  const values = () => part(arrays, "parameter/");
  if (state.epoch < epochs) {
    const compiled = await run.runner.compile(outputsOf(plan));
    try {
      for (let epoch = state.epoch; epoch < epochs; epoch++) {
        const memory: Record<string, Float32Array> = { ...part(arrays, "memory/") };
        const isOver = await plan.beforeEpoch?.(epoch, values(), memory);
        for (const [name, remembered] of Object.entries(memory)) arrays[`memory/${name}`] = remembered;
        if (isOver) {
          state = { ...state, epoch: epochs };
          await run.keep(stage, state);
          break;
        }
        const record = await trainEpoch(plan, epoch, arrays, compiled.run, run);
        run.onEpoch(record);
        // Copies, because what was handed out must not change afterwards.
        const kept = Object.fromEntries(Object.entries(arrays).map(([name, each]) => [name, each.slice()]));
        state = { epoch: epoch + 1, arrays: kept, history: [...state.history, record] };
        await run.keep(stage, state);
        await run.step({ stage, done: epoch + 1, total: epochs, objective: record.loss });
      }
    } finally {
      await compiled.close();
    }
  }
  return {
    parameters: Object.fromEntries(parameters.map(({ name }) => [name, state.arrays[`parameter/${name}`]])),
    teacher: part(state.arrays, "teacher/"),
    history: state.history,
  };
}

/** One pass over the batches of an epoch; moves `arrays` in place. */
async function trainEpoch(
  plan: TrainingPlan,
  epoch: number,
  arrays: Record<string, Float32Array>,
  compute: (feeds: Feeds) => Promise<Record<string, Float32Array | Float64Array>>,
  run: TrainingRun,
): Promise<EpochRecord> {
  const { stage, epochs, stepsPerEpoch, feeds, rate, figures = {}, carried = {} } = plan;
  const totals = new Map<string, Float64Array>();
  for (let i = 0; i < stepsPerEpoch; i++) {
    const step = epoch * stepsPerEpoch + i;
    const results = await compute({
      ...feeds(step),
      ...part(arrays, "parameter/"),
      ...prefixed(part(arrays, "teacher/"), "teacher/"),
      ...part(arrays, "carried/"),
    });
    const [loss] = results.loss;
    requireFinite(loss, stage, step, rate(step));
    moveParameters(plan, arrays, results, step);
    for (const name of Object.keys(carried)) {
      arrays[`carried/${name}`] = Float32Array.from(results[`carried/${name}`]);
    }
    for (const name of ["loss", ...Object.keys(figures)]) {
      const found = results[name];
      const total = totals.get(name) ?? new Float64Array(found.length);
      for (let j = 0; j < found.length; j++) total[j] += found[j] / stepsPerEpoch;
      totals.set(name, total);
    }
    await run.step({ stage, done: epoch + (i + 1) / stepsPerEpoch, total: epochs, objective: loss });
  }
  const { loss, ...others } = Object.fromEntries([...totals].map(([name, total]) => [name, [...total]]));
  const last = rate((epoch + 1) * stepsPerEpoch - 1);
  return { stage, epoch: epoch + 1, epochs, loss: loss[0], rate: last, figures: others };
}

function moveParameters(
  { parameters, optimiser, rate, mostGradient, teacherMomentum }: TrainingPlan,
  arrays: Record<string, Float32Array>,
  results: Readonly<Record<string, Float32Array | Float64Array>>,
  step: number,
): void {
  const slopes = parameters.map(({ name }) => results[`gradient/${name}`]);
  const factor = mostGradient === undefined ? 1 : clippingFactor(slopes, mostGradient);
  parameters.forEach((parameter, p) => {
    const values = arrays[`parameter/${parameter.name}`];
    const slope = factor === 1 ? slopes[p] : slopes[p].map((value) => value * factor);
    updateParameter(optimiser, parameter, values, slope, arrays, rate(step), step);
    const slow = arrays[`teacher/${parameter.name}`];
    if (slow && teacherMomentum) updateAverage(slow, values, teacherMomentum(step));
  });
}

/** Loss, figures, gradients and carried tensors as one graph. */
function outputsOf({ loss, figures = {}, parameters, carried = {} }: TrainingPlan): Record<string, Tensor> {
  const inputs = namedInputs(loss);
  const slopes = gradients(
    loss,
    parameters.map((each) => inputs.get(each.name) ?? parameterInput(each)),
  );
  return {
    loss,
    ...figures,
    ...Object.fromEntries(parameters.map(({ name }, i) => [`gradient/${name}`, slopes[i]])),
    ...Object.fromEntries(Object.entries(carried).map(([name, { next }]) => [`carried/${name}`, next])),
  };
}

function namedInputs(loss: Tensor): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  const seen = new Set<Tensor>();
  const waiting = [loss];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.operation.kind === "input") found.set(next.operation.name, next);
    waiting.push(...next.inputs);
  }
  return found;
}

function startOf({ parameters, optimiser, teacherMomentum, carried = {} }: TrainingPlan): Arrays {
  const start = (prefix: string) =>
    Object.fromEntries(parameters.map(({ name, initial }) => [`${prefix}/${name}`, initial]));
  return {
    ...start("parameter"),
    ...freshSlots(optimiser, parameters),
    ...(teacherMomentum === undefined ? {} : start("teacher")),
    ...Object.fromEntries(Object.entries(carried).map(([name, { initial }]) => [`carried/${name}`, initial])),
  };
}

/** The arrays whose names begin with `prefix`, under what follows it. */
function part(arrays: Arrays, prefix: string): Arrays {
  return Object.fromEntries(
    Object.entries(arrays).flatMap(([name, values]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), values]] : [],
    ),
  );
}

const prefixed = (arrays: Arrays, prefix: string): Arrays =>
  Object.fromEntries(Object.entries(arrays).map(([name, values]) => [`${prefix}${name}`, values]));

function requireFitting({ parameters, stage }: TrainingPlan, { arrays }: StageState): void {
  for (const { name, shape } of parameters) {
    const found = arrays[`parameter/${name}`]?.length;
    if (found !== sizeOf(shape)) {
      throw new RangeError(
        `The checkpoint has ${found ?? "no"} numbers for ${name} in stage ${stage}; expected ${sizeOf(shape)}. ` +
          "Resume with the vectors and options of the run, or start anew.",
      );
    }
  }
}

function requireFinite(loss: number, stage: string, step: number, rate: number): void {
  if (Number.isFinite(loss)) return;
  throw new RangeError(
    `The loss is ${loss} at step ${step} of ${stage} with learning rate ${rate}; it must be finite. ` +
      "Lower the learning rate and train again.",
  );
}

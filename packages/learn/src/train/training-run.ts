/**
 * What a training is given from outside, and what it leaves behind: seed, runner, abort signal,
 * progress, checkpoints. A method that trains in several stages shares one run: a checkpoint holds the
 * results of the stages that ended and the state of the one at work.
 */
import { type ClusterContext, type MethodRun, methodRun } from "@imantics/core";
import { plainRunner } from "../run/plain-runner.ts";
import type { GraphRunner } from "../run/runner.ts";
import { type Arrays, packArrays, unpackArrays } from "./named-arrays.ts";

export interface TrainingContext extends ClusterContext {
  /** Default: TypeScript and the kernels of the context. ONNX Runtime (engine) is many times faster. */
  readonly runner?: GraphRunner;
  /** A checkpoint to go on from. The rest of the run gives the same bytes as a run never stopped. */
  readonly resume?: Uint8Array;
  /** Called with a checkpoint after each epoch, before the next begins. Keep it atomically. */
  readonly onCheckpoint?: (bytes: Uint8Array) => Promise<void> | void;
  readonly onEpoch?: (record: EpochRecord) => void;
}

/** Means over the steps of one epoch. */
export interface EpochRecord {
  readonly stage: string;
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  /** Of the last step. */
  readonly rate: number;
  /** What the method measures besides: one number each, or one for each head. */
  readonly figures: Readonly<Record<string, readonly number[]>>;
}

/** Everything that changes while a stage trains. */
export interface StageState {
  readonly epoch: number;
  readonly arrays: Arrays;
  readonly history: readonly EpochRecord[];
}

export interface TrainingRun extends MethodRun {
  readonly runner: GraphRunner;
  /** Seed, kernels, signal and progress, for functions of core that take a context of their own. */
  readonly context: ClusterContext;
  readonly onEpoch: (record: EpochRecord) => void;
  /** The state that a stage stands at, or undefined when it has not begun. */
  stateOf(stage: string): StageState | undefined;
  /** Notes the state of a stage and hands a checkpoint out. */
  keep(stage: string, state: StageState): Promise<void>;
}

/** @throws RangeError when the checkpoint is not one of `method`, or damaged. */
export function openTrainingRun(method: string, context: TrainingContext): TrainingRun {
  const run = methodRun(context);
  const stages = context.resume === undefined ? new Map() : readStages(method, context.seed, context.resume);
  return {
    ...run,
    context: { ...context, kernels: run.kernels },
    runner: context.runner ?? plainRunner({ kernels: run.kernels }),
    onEpoch: (record) => context.onEpoch?.(record),
    stateOf: (stage) => stages.get(stage),
    async keep(stage, state) {
      stages.set(stage, state);
      await context.onCheckpoint?.(writeStages(method, context.seed, stages));
    },
  };
}

interface CheckpointFacts {
  readonly checkpointOf: string;
  readonly seed: number;
  readonly stages: readonly {
    stage: string;
    epoch: number;
    history: readonly EpochRecord[];
    names: string[];
  }[];
}

function writeStages(method: string, seed: number, stages: ReadonlyMap<string, StageState>): Uint8Array {
  const facts: CheckpointFacts = {
    checkpointOf: method,
    seed,
    stages: [...stages].map(([stage, { epoch, history, arrays }]) => ({
      stage,
      epoch,
      history,
      names: Object.keys(arrays),
    })),
  };
  const arrays = [...stages].flatMap(([stage, state]) =>
    Object.entries(state.arrays).map(([name, values]) => [`${stage}:${name}`, values] as const),
  );
  return packArrays(facts, Object.fromEntries(arrays));
}

function readStages(method: string, seed: number, bytes: Uint8Array): Map<string, StageState> {
  const { facts, arrays } = unpackArrays(bytes);
  if (!isCheckpoint(facts) || facts.checkpointOf !== method || facts.seed !== seed) {
    const found = isCheckpoint(facts) ? `a run of ${facts.checkpointOf} with seed ${facts.seed}` : "no run";
    throw new RangeError(
      `This checkpoint is of ${found}; expected ${method} with seed ${seed}. Resume with the settings of the run, or start anew.`,
    );
  }
  return new Map(
    facts.stages.map(({ stage, epoch, history, names }) => [
      stage,
      { epoch, history, arrays: Object.fromEntries(names.map((name) => [name, arrays[`${stage}:${name}`]])) },
    ]),
  );
}

const isCheckpoint = (facts: unknown): facts is CheckpointFacts =>
  typeof facts === "object" && facts !== null && "checkpointOf" in facts && "stages" in facts;

/** What a method may use while it works: its seed, the kernels, a way to tell how far it is, a signal to stop. */
import type { Kernels } from "../compute/kernels.ts";
import { portableKernels } from "../compute/wasm/wasm-kernels.ts";
import { type ClusterConstraints, noConstraints } from "./constraints.ts";
import { everyStep, type Pace } from "./pace.ts";
import { turnOfTheEventLoop } from "./turn.ts";

/** One step of work in progress. `objective` is what the method minimises, where it has one. */
export interface ClusterProgress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly objective?: number;
}

export interface ClusterContext {
  /** Equal seeds give equal results. */
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ClusterProgress) => void;
  /** When to give way to others. Default: at every step, since core has no clock. */
  readonly pace?: Pace;
  /** Default: the fastest that need nothing but the language, `portableKernels`. */
  readonly kernels?: Kernels;
  /** Only of the kinds that the method takes (`constraints` in its description). */
  readonly constraints?: ClusterConstraints;
}

/** The context as methods see it. */
export interface MethodRun {
  readonly seed: number;
  readonly kernels: Kernels;
  readonly constraints: Required<ClusterConstraints>;
  /** Reports, gives way to other work now and then, and throws once aborted. Call between pieces of work. */
  step(progress: ClusterProgress): Promise<void>;
}

/** A context with its defaults, for functions that are no registered methods but work like one. */
export function methodRun({
  seed,
  signal,
  onProgress,
  pace = everyStep,
  kernels = portableKernels(),
  constraints,
}: ClusterContext): MethodRun {
  return {
    seed,
    kernels,
    constraints: { ...noConstraints, ...constraints },
    async step(progress) {
      onProgress?.(progress);
      if (pace.isDue()) await turnOfTheEventLoop();
      signal?.throwIfAborted();
    },
  };
}

/**
 * What a clustering method is: a description that can be shown, and one function. `defineMethod`
 * checks options and vectors once, so that a method's own file holds nothing but the method.
 */
import type { Kernels } from "../compute/kernels.ts";
import { portableKernels } from "../compute/wasm/wasm-kernels.ts";
import type { Matrix } from "../matrix.ts";
import type { Clustering } from "./clustering.ts";
import { type ClusterConstraints, noConstraints, requireRowPairs } from "./constraints.ts";
import { type OptionDescriptor, type OptionsOf, type OptionValues, readOptions } from "./options.ts";

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
  /** Default: the fastest that need nothing but the language, `portableKernels`. */
  readonly kernels?: Kernels;
  /** Only for methods that take them (`takesConstraints`). */
  readonly constraints?: ClusterConstraints;
}

/** Everything about a method except how it works; plain JSON. */
export interface MethodDescription {
  readonly id: string;
  readonly title: string;
  /** One line: what it does and when to take it. */
  readonly summary: string;
  readonly options: readonly OptionDescriptor[];
  /** Time and memory, in n vectors, d numbers each, k clusters. */
  readonly complexity: string;
  /** Finds the number of clusters itself. */
  readonly findsCount: boolean;
  /** Leaves vectors outside every cluster (-1) by its own rule, not only by `setOutliersApart`. */
  readonly marksNoise: boolean;
  /**
   * A new vector belongs to the cluster of the nearest of `centres` (`assignToCentres`), by the method's own
   * rule. Every method places new vectors by its model: `assign` with the `fitted` of its clustering.
   */
  readonly placesNewPoints: boolean;
  /** Keeps to the constraints of the context; methods without it refuse them. */
  readonly takesConstraints?: true;
  /** Whose idea it is. */
  readonly source: string;
}

export interface ClusterMethod extends MethodDescription {
  /**
   * Clusters `vectors` (n × d). Same input, options and seed give the same bytes.
   * @throws RangeError for an option outside its range, no vectors, a number that is not finite, or
   * constraints that the method does not take or that name no rows.
   * @throws the signal's reason when it is aborted.
   */
  cluster(vectors: Matrix, options: OptionValues, context: ClusterContext): Promise<Clustering>;
}

/** The context as methods see it. */
export interface MethodRun {
  readonly seed: number;
  readonly kernels: Kernels;
  readonly constraints: ClusterConstraints;
  /** Reports, gives way to other work now and then, and throws once aborted. Call between pieces of work. */
  step(progress: ClusterProgress): Promise<void>;
}

export function defineMethod<const D extends readonly OptionDescriptor[]>(
  description: MethodDescription & { readonly options: D },
  run: (vectors: Matrix, options: OptionsOf<D>, context: MethodRun) => Promise<Clustering>,
): ClusterMethod {
  return {
    ...description,
    async cluster(vectors, values, context) {
      const options = readOptions<D>(description.options, values);
      requireFiniteVectors(vectors);
      requireConstraints(description, context.constraints, vectors.rows);
      return run(vectors, options, methodRun(context));
    },
  };
}

function requireConstraints(
  { id, takesConstraints }: MethodDescription,
  constraints: ClusterConstraints | undefined,
  rows: number,
): void {
  if (constraints === undefined) return;
  if (takesConstraints) requireRowPairs(constraints.cannotLink, rows);
  else if (constraints.cannotLink.length > 0) {
    throw new RangeError(
      `The method "${id}" takes no constraints, and ${constraints.cannotLink.length} pairs that may not be ` +
        "linked were given. Leave them out, or choose a method that takes constraints, such as hdbscan.",
    );
  }
}

/** A context with its defaults, for functions that are no registered methods but work like one. */
export function methodRun({
  seed,
  signal,
  onProgress,
  kernels = portableKernels(),
  constraints = noConstraints,
}: ClusterContext): MethodRun {
  return {
    seed,
    kernels,
    constraints,
    async step(progress) {
      onProgress?.(progress);
      // Without a turn of the event loop nobody could abort.
      if (performance.now() - turnedAt > MOST_MILLISECONDS_AT_ONCE) await turnOfTheEventLoop();
      signal?.throwIfAborted();
    },
  };
}

/** A turn takes a third of a millisecond; more often than this nobody needs one. */
const MOST_MILLISECONDS_AT_ONCE = 8;
let turnedAt = Number.NEGATIVE_INFINITY;
let turns: MessageChannel | undefined;

/**
 * By a message to oneself, because timers wait: a millisecond in Node, four in browsers. A port that
 * nobody listens to does not keep a process alive.
 */
function turnOfTheEventLoop(): Promise<void> {
  return new Promise((resume) => {
    turns ??= new MessageChannel();
    const turned = () => {
      turnedAt = performance.now();
      resume();
    };
    turns.port1.addEventListener("message", turned, { once: true });
    turns.port1.start();
    turns.port2.postMessage(undefined);
  });
}

/** @throws RangeError when there are no vectors, or naming row and column of a number that is not finite. */
export function requireFiniteVectors({ rows, columns, data }: Matrix): void {
  if (rows === 0 || columns === 0) {
    throw new RangeError(
      `There are ${rows} vectors of ${columns} numbers; clustering needs at least one vector.`,
    );
  }
  // A sum of finite float32 numbers is finite in float64, whatever their number.
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i];
  if (Number.isFinite(sum)) return;
  const i = data.findIndex((value) => !Number.isFinite(value));
  throw new RangeError(
    `The vector in row ${Math.floor(i / columns)} holds ${data[i]} at column ${i % columns}; ` +
      "every number must be finite. Leave that vector out or compute it again.",
  );
}

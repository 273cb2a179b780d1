/**
 * What a trained method is: a description that can be shown and one function, as clusterers have it.
 * `defineHead` checks options and vectors once.
 */
import {
  clusterCountOption,
  type Matrix,
  type OptionDescriptor,
  type OptionsOf,
  type OptionValues,
  readOptions,
  resolveClusterCount,
} from "@imantics/core";
import { openTrainingRun, type TrainingContext, type TrainingRun } from "../train/training-run.ts";
import { type HeadTraining, requireTrainable } from "./training-result.ts";

/** Everything about a trained method except how it works; plain JSON. */
export interface HeadDescription {
  readonly id: string;
  readonly title: string;
  /** One line: what it does and when to take it. */
  readonly summary: string;
  readonly options: readonly OptionDescriptor[];
  /** Time and memory, in n vectors, d numbers each, k clusters. */
  readonly complexity: string;
  readonly needs: "vectors" | "pixels";
  /** Whose idea it is. */
  readonly source: string;
}

export interface HeadMethod extends HeadDescription {
  /**
   * Learns clusters of `vectors` (n × d). Same input, options, seed and runner give the same bytes, also
   * when the run was stopped and resumed.
   * @throws RangeError for an option outside its range, vectors that cannot be trained on, a loss that is
   * no longer finite, or a checkpoint of another run.
   * @throws the signal's reason when it is aborted; the last checkpoint stays good.
   */
  train(vectors: Matrix, options: OptionValues, context: TrainingContext): Promise<HeadTraining>;
}

type WithCount<D extends readonly OptionDescriptor[]> = Omit<OptionsOf<D>, "clusterCount"> & {
  readonly clusterCount: number;
};

/** Every method of this kind is told how many clusters; the option comes by itself. */
export function defineHead<const D extends readonly OptionDescriptor[]>(
  description: HeadDescription & { readonly options: D },
  run: (vectors: Matrix, options: WithCount<D>, run: TrainingRun) => Promise<HeadTraining>,
): HeadMethod {
  const options = [clusterCountOption, ...description.options];
  return {
    ...description,
    options,
    async train(vectors, values, context) {
      const { clusterCount: given, ...rest } = splitCount(values);
      const read = readOptions<D>(description.options, rest);
      const counted = readOptions([clusterCountOption], given === undefined ? {} : { clusterCount: given });
      const clusterCount = resolveClusterCount(counted.clusterCount, vectors.rows);
      requireTrainable(vectors, clusterCount);
      return run(vectors, { ...read, clusterCount }, openTrainingRun(description.id, context));
    },
  };
}

/** The number of clusters under any of its names, and everything else. */
function splitCount(values: OptionValues): OptionValues & { clusterCount?: unknown } {
  const names: readonly string[] = [clusterCountOption.name, "cluster_count", ...clusterCountOption.aliases];
  const given = Object.entries(values).filter(([name]) => names.includes(name));
  if (given.length > 1)
    throw new RangeError(`Option clusterCount is given ${given.length} times; give it once.`);
  const rest = Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
  return given.length === 0 ? rest : { ...rest, clusterCount: given[0][1] };
}

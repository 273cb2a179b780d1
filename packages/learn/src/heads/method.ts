/**
 * What a trained method is: a description that can be shown and one function, as clusterers have it.
 * `defineHead` reads options and looks at the vectors once.
 */
import {
  type Matrix,
  type OptionDescriptor,
  type OptionsOf,
  type OptionValues,
  readOptions,
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

export function defineHead<const D extends readonly OptionDescriptor[]>(
  description: HeadDescription & { readonly options: D },
  run: (vectors: Matrix, options: OptionsOf<D>, run: TrainingRun) => Promise<HeadTraining>,
): HeadMethod {
  return {
    ...description,
    async train(vectors, values, context) {
      const options = readOptions<D>(description.options, values);
      requireTrainable(vectors);
      return run(vectors, options, openTrainingRun(description.id, context));
    },
  };
}

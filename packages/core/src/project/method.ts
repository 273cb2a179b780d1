/**
 * What a projection method is: a description that can be shown, and one function. `defineProjection`
 * checks options and vectors once and judges every map the same way, so that a method's own file
 * holds nothing but the method. The pattern is that of `../cluster/method.ts`.
 */

import { type ProjectionQuality, projectionQuality } from "../evaluate/projection.ts";
import { type Matrix, matrix } from "../matrix.ts";
import { type ClusterContext, type MethodRun, methodRun } from "../method/context.ts";
import { requireFiniteVectors } from "../method/finite-vectors.ts";
import type { Metric } from "../method/metric.ts";
import { type OptionDescriptor, type OptionsOf, type OptionValues, readOptions } from "../method/options.ts";
import type { NearestNeighbours } from "../neighbours/nearest-neighbours.ts";
import type { FittedLinearMap } from "../reduce/fitted-linear-map.ts";
import { type FittedLayout, singlePlace } from "./fitted-layout.ts";

export interface ProjectionContext extends ClusterContext {
  /**
   * Neighbours of the same vectors under the same metric, found before, so that several projections
   * share one graph. Default: found by the method.
   */
  readonly neighbours?: NearestNeighbours;
}

export type FittedProjection = FittedLayout | FittedLinearMap;

/** What a method itself gives; `project` adds the quality. */
export interface Layout {
  /** rows × 2 or 3. */
  readonly coordinates: Matrix;
  /** How vectors were compared, and so how the map is judged. */
  readonly metric: Metric;
  /** What the method minimised, at the end, where it has one. */
  readonly objective?: number;
  /** What was learned, for `place`: gives new vectors places on this map. Holds on to the vectors where it needs them. */
  readonly fitted: FittedProjection;
  readonly iterations?: number;
}

/** Immutable. */
export interface Projection extends Layout {
  /** From a sample of 1,000 vectors, 12 neighbours each. */
  readonly quality: ProjectionQuality;
}

/** Everything about a projection method except how it works; plain JSON. */
export interface ProjectionDescription {
  readonly id: string;
  readonly title: string;
  /** One line: what it shows and when to take it. */
  readonly summary: string;
  readonly options: readonly OptionDescriptor[];
  /** Time and memory, in n vectors, d numbers each, k neighbours. */
  readonly complexity: string;
  /** New vectors can be given places on a map that is already there. */
  readonly placesNewPoints: boolean;
  /** Whose idea it is. */
  readonly source: string;
}

export interface ProjectionMethod extends ProjectionDescription {
  /**
   * Gives every row of `vectors` (n × d) a place. Same input, options and seed give the same bytes.
   * @throws RangeError for an option outside its range, no vectors, or a number that is not finite.
   * @throws the signal's reason when it is aborted.
   */
  layOut(vectors: Matrix, options: OptionValues, context: ProjectionContext): Promise<Layout>;
  /** The same map, judged: what to call unless nobody reads the quality. O(1000 n d) more. */
  project(vectors: Matrix, options: OptionValues, context: ProjectionContext): Promise<Projection>;
}

/** The context as methods see it. */
export interface ProjectionRun extends MethodRun {
  readonly dimensions: 2 | 3;
  /** As it was given, for functions that work like methods themselves. */
  readonly context: ProjectionContext;
}

export const dimensionsOption = {
  name: "dimensions",
  aliases: ["n_components"],
  type: "integer",
  default: 2,
  min: 2,
  max: 3,
  meaning: "A flat map or a room.",
} as const satisfies OptionDescriptor;

export const metricOption = {
  name: "metric",
  type: "choice",
  choices: ["euclidean", "cosine"],
  default: "euclidean",
  meaning: "How vectors are compared.",
} as const satisfies OptionDescriptor;

/** Every method has `dimensionsOption` among its options and finds it, narrowed, in its context. */
export function defineProjection<const D extends readonly OptionDescriptor[]>(
  description: ProjectionDescription & { readonly options: D },
  run: (vectors: Matrix, options: OptionsOf<D>, context: ProjectionRun) => Promise<Layout>,
): ProjectionMethod {
  const layOut: ProjectionMethod["layOut"] = async (vectors, values, context) => {
    const options = readOptions<D>(description.options, values);
    requireVectors(vectors);
    const dimensions = "dimensions" in options && options.dimensions === 3 ? 3 : 2;
    return vectors.rows === 1
      ? { coordinates: matrix(1, dimensions), metric: "euclidean", fitted: singlePlace(vectors, dimensions) }
      : run(vectors, options, { ...methodRun(context), dimensions, context });
  };
  return {
    ...description,
    layOut,
    async project(vectors, values, context) {
      const layout = await layOut(vectors, values, context);
      const { kernels, step } = methodRun(context);
      await step({ stage: "judge", done: 0, total: 1 });
      const { coordinates, metric } = layout;
      const quality = await projectionQuality(vectors, coordinates, { metric, kernels, seed: context.seed });
      return { ...layout, quality };
    },
  };
}

function requireVectors(vectors: Matrix): void {
  if (vectors.rows === 0 || vectors.columns === 0) {
    throw new RangeError(
      `There are ${vectors.rows} vectors of ${vectors.columns} numbers; a map needs at least one vector.`,
    );
  }
  requireFiniteVectors(vectors);
}

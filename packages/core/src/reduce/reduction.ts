/**
 * What a reduction is: fewer numbers for each vector, by a linear map that was fitted to the vectors or
 * drawn by chance, and that can be applied to others. The same pattern as clustering methods: a
 * description that can be shown, and one function; `defineReduction` checks once for all.
 */

import type { Matrix } from "../matrix.ts";
import { type ClusterContext, type MethodRun, methodRun } from "../method/context.ts";
import { requireFiniteVectors } from "../method/finite-vectors.ts";
import { type OptionDescriptor, type OptionsOf, type OptionValues, readOptions } from "../method/options.ts";
import { type FittedLinearMap, fittedLinearMap } from "./fitted-linear-map.ts";
import { applyLinearMap, type LinearMap } from "./linear-map.ts";

/** Immutable, and plain numbers but for the shape: can be stored as it is. */
export interface Reduction {
  /** rows × dimensions. */
  readonly coordinates: Matrix;
  /** How the coordinates came from the vectors; `applyLinearMap` places new vectors with it. */
  readonly map: LinearMap;
  /** The same as a model that can be stored. */
  readonly fitted: FittedLinearMap;
  /** Variance along each coordinate before whitening (divided by n - 1), for methods that look at the data. */
  readonly variances?: Float64Array;
  /** Share of all variance along each coordinate, 0..1. */
  readonly varianceShares?: Float64Array;
  /** For methods that decompose: one for each coordinate, descending. */
  readonly singularValues?: Float64Array;
}

/** What a fit finds; the rest follows from it. */
export type Fit = Omit<Reduction, "coordinates" | "fitted">;

/** Everything about a reduction except how it works; plain JSON. */
export interface ReductionDescription {
  readonly id: string;
  readonly title: string;
  /** One line: what it does and when to take it. */
  readonly summary: string;
  readonly options: readonly OptionDescriptor[];
  /** Time and memory, in n vectors, d numbers each, k dimensions. */
  readonly complexity: string;
  readonly source: string;
}

export interface ReductionMethod extends ReductionDescription {
  /**
   * Reduces `vectors` (n × d). Same input, options and seed give the same bytes.
   * @throws RangeError for an option outside its range, no vectors, or a number that is not finite.
   * @throws the signal's reason when it is aborted.
   */
  reduce(vectors: Matrix, options: OptionValues, context: ClusterContext): Promise<Reduction>;
}

export function defineReduction<const D extends readonly OptionDescriptor[]>(
  description: ReductionDescription & { readonly options: D },
  fit: (vectors: Matrix, options: OptionsOf<D>, run: MethodRun) => Promise<Fit>,
): ReductionMethod {
  return {
    ...description,
    async reduce(vectors, values, context) {
      const options = readOptions<D>(description.options, values);
      if (vectors.data.length === 0) requireFiniteVectors(vectors);
      const run = methodRun(context);
      // A number that is not finite spreads to all that is made of it: variances of such vectors cannot be
      // decomposed. Looking at each first would take as long as the fit, so they are looked at only when
      // something of the kind comes out.
      try {
        const fitted = await fit(vectors, options, run);
        const coordinates = await applyLinearMap(fitted.map, vectors, run);
        const wereSeen = fitted.variances !== undefined;
        if (!wereSeen && !areFinite(coordinates.data)) requireFiniteVectors(vectors);
        return { coordinates, ...fitted, fitted: fittedLinearMap(fitted.map) };
      } catch (error) {
        requireFiniteVectors(vectors);
        throw error;
      }
    },
  };
}

function areFinite(numbers: Float32Array): boolean {
  // A sum of finite float32 numbers is finite in float64. Two sums do not wait for each other.
  let even = 0;
  let odd = 0;
  for (let i = 1; i < numbers.length; i += 2) {
    even += numbers[i - 1];
    odd += numbers[i];
  }
  return Number.isFinite(even + odd + (numbers.at(-1) ?? 0));
}

/** How many coordinates, when the person says so. */
export const dimensionsOption = {
  name: "dimensions",
  aliases: ["n_components", "k"],
  type: "integer",
  default: null,
  min: 1,
  meaning: "How many numbers each vector keeps.",
} as const;

/** @throws RangeError naming the limit. */
export function requireDimensions(dimensions: number, most: number): void {
  if (!(Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= most)) {
    throw new RangeError(`dimensions is ${dimensions}; it must be an integer from 1 to ${most}.`);
  }
}

/**
 * What a clustering method is: a description that can be shown, and one function. `defineMethod`
 * checks options and vectors once, so that a method's own file holds nothing but the method.
 */

import type { Matrix } from "../matrix.ts";
import {
  type ClusterConstraints,
  type ConstraintKind,
  constraintKinds,
  requireConstraints,
} from "../method/constraints.ts";
import { type ClusterContext, type MethodRun, methodRun } from "../method/context.ts";
import { requireFiniteVectors } from "../method/finite-vectors.ts";
import { type OptionDescriptor, type OptionsOf, type OptionValues, readOptions } from "../method/options.ts";
import type { Clustering } from "./clustering.ts";

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
  /** The kinds of constraints in the context that it keeps to; it refuses the others. */
  readonly constraints: readonly ConstraintKind[];
  /** Whose idea it is. */
  readonly source: string;
}

export interface ClusterMethod extends MethodDescription {
  /**
   * Clusters `vectors` (n × d). Same input, options and seed give the same bytes.
   * @throws RangeError for an option outside its range, no vectors, a number that is not finite, or
   * constraints that the method does not take, that name no rows or contradict each other.
   * @throws the signal's reason when it is aborted.
   */
  cluster(vectors: Matrix, options: OptionValues, context: ClusterContext): Promise<Clustering>;
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
      const known = methodRun(context);
      refuseOtherKinds(description, known.constraints);
      requireConstraints(known.constraints, vectors.rows);
      return run(vectors, options, known);
    },
  };
}

/** @throws RangeError for a kind of constraint that the method does not keep to. */
function refuseOtherKinds(
  { id, constraints: kept }: MethodDescription,
  { mustLink, cannotLink }: Required<ClusterConstraints>,
): void {
  const given = { "must-link": mustLink.length, "cannot-link": cannotLink.length };
  const refused = constraintKinds.find((kind) => given[kind] > 0 && !kept.includes(kind));
  if (refused === undefined) return;
  throw new RangeError(
    `The method "${id}" takes no ${refused} constraints, and ${given[refused]} such pairs were given. ` +
      `Leave them out, or choose a method that takes them, such as ${refused === "must-link" ? "kmeans" : "hdbscan"}.`,
  );
}

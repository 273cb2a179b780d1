/**
 * Every reduction, in the order in which people are offered them. One line adds one everywhere.
 */
import { principalComponents } from "./principal-components.ts";
import { randomProjection } from "./random-projection.ts";
import type { ReductionMethod } from "./reduction.ts";
import { truncatedSvd } from "./truncated-svd.ts";

export const reductionMethods: readonly ReductionMethod[] = [
  principalComponents,
  truncatedSvd,
  randomProjection,
];

/** @throws RangeError naming the reductions there are. */
export function reductionMethod(id: string): ReductionMethod {
  const method = reductionMethods.find((candidate) => candidate.id === id);
  if (method) return method;
  const known = reductionMethods.map((candidate) => candidate.id).join(", ");
  throw new RangeError(`There is no reduction "${id}"; the reductions are ${known}.`);
}

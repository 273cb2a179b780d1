/** What all methods share: options, context, pace, constraints, metrics. */

export type { ClusterConstraints, ConstraintKind, RowPair } from "./constraints.ts";
export { type ClusterContext, type ClusterProgress, type MethodRun, methodRun } from "./context.ts";
export { requireFiniteVectors } from "./finite-vectors.ts";
export type { Assigned, Fitted, UseOptions } from "./fitted.ts";
export type { Metric } from "./metric.ts";
export { type OptionDescriptor, type OptionsOf, type OptionValues, readOptions } from "./options.ts";
export { type Pace, paceBy } from "./pace.ts";

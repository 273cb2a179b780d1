/**
 * Everything public of `@imantics/core`. Only what this file exports is meant for use from outside.
 */

// Numbers
export * from "./matrix.ts";
export * from "./random.ts";

// Heavy products
export type { Kernels, LabelSums, Nearest, TopProducts } from "./compute/kernels.ts";
export { plainKernels, requireSameWidth, squaredNorms, sumByLabel } from "./compute/plain.ts";
export { TopCollector } from "./compute/top-collector.ts";

// Neighbours
export { type ExactSearch, exactSearch } from "./neighbours/exact-search.ts";

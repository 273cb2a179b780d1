/**
 * Everything public of `@imantics/core`: its rooms one after the other. Each is also to be had by itself,
 * as `@imantics/core/cluster` and so on.
 */
export * from "./cluster/index.ts";
export * from "./compute/index.ts";
export * from "./evaluate/index.ts";
export * from "./features/index.ts";
export * from "./fitted/index.ts";
export * from "./geometry/index.ts";
export * from "./linear-algebra/index.ts";
export * from "./matrix.ts";
export * from "./method/index.ts";
export * from "./neighbours/index.ts";
export * from "./project/index.ts";
export { type Random, random, sample, shuffle, weightedIndex } from "./random.ts";
export * from "./reduce/index.ts";

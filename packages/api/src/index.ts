/** The contract between server, terminal and page. */
export * from "./client.ts";
export * from "./clusterings.ts";
export * from "./endpoints/index.ts";
export * from "./explain.ts";
export * from "./images.ts";
export * from "./jobs.ts";
export * from "./library.ts";
export * from "./parts.ts";
export { defaultWeights } from "./patterns.ts";
export * from "./people.ts";
export * from "./query-language/index.ts";
export * from "./search.ts";
export * from "./spaces.ts";

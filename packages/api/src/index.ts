/** The contract between server, terminal and page. */
export * from "./clusterings.ts";
export * from "./images.ts";
export * from "./jobs.ts";
export * from "./library.ts";
export * from "./routes.ts";
export * from "./search.ts";
